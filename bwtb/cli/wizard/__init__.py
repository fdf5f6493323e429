"""Questions at a terminal, and the walk through them."""
