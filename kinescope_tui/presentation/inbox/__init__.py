"""What needs somebody, in words."""
