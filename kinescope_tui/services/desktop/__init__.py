"""What the computer does for the program: its clipboard, its browser, programs of others."""
