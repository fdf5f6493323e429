"""Options that several commands share, and what their values stand for: units, categories, the key to sign with."""
