"""What the commands that look at sign-offs share: the judged history, and requests with what it says of them."""
