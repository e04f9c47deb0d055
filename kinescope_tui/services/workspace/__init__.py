"""A workspace that is signed in to, and what is kept of it."""
