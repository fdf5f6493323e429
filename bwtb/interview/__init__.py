"""Filling in a request by question and answer: what is asked and when, what an answer means, and what was not finished."""
