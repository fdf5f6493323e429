"""One module a command: read arguments, call the core, print. No rule, no git, no YAML in here."""
