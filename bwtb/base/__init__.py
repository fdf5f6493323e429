"""What every room says and counts with: messages, findings, numbers, files. Imports no other room."""
