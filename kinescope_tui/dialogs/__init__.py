"""Questions that the user answers, one a file."""
