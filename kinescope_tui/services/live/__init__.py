"""Live events: whether they run, and how their streams arrive."""
