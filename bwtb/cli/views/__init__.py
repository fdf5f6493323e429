"""How commands lay out what they show: requests with their states, what is signed, verdicts, keys, repairs, proposals."""
