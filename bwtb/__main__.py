"""`python -m bwtb` is the command itself."""

from bwtb.cli.app import main

main()
