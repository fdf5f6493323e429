"""What `bwtb explain` says of a code: its meaning, the article's text, and a wrong and a right example that are tried."""
