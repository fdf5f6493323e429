"""Bytes that nobody wrote, for every reader of what a stranger or a broken disk may hand us (README.md)."""
