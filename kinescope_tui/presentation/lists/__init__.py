"""Lists and the things in them, in words."""
