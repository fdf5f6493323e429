"""The year's proposal as it was handed in (article 10): whether it still counts, and what that means for its requests."""
