"""Models turned into text, by pure functions."""
