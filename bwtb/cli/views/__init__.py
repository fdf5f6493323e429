"""What takes more than a few lines to show, and what several commands show: states, what is signed, keys, proposals, codes."""
