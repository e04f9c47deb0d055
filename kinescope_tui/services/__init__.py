"""What the application remembers and does, without a terminal."""
