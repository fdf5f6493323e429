"""What may stand next on a command line, and the scripts by which shells ask for it."""
