"""Services: all that the application keeps and does, without a terminal."""
