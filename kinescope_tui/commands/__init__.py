"""What can be done, found by what it is called."""
