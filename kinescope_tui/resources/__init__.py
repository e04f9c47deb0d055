"""Resources: each kind of thing that has a list, as data."""
