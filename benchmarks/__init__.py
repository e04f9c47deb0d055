"""How fast the program is, each time beside a reference that is measured in the same run."""
