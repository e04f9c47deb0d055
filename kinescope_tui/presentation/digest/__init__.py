"""A digest in words, and as a file."""
