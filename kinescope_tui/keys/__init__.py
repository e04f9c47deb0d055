"""Keys: which there are, what they are called, what they do, and in what order they are taken."""
