"""How the program is set up, and what is known of where it runs."""
