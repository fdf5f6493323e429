"""The tests, a package for each of bwtb's own; tests/attacks holds the threat table, tests/helpers what they share."""

from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
