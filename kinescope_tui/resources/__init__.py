"""What a list screen needs to know about each kind of thing, as data."""
