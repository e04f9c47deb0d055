"""Live events into words, bars and pages."""
