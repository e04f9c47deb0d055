"""Lists of any length: pages, rows, views, marks."""
