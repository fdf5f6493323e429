"""Decisions → where each request stands: who approved it, what is missing, what went stale and why."""
