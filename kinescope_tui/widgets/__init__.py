"""What is drawn on the screen, one widget a file."""
