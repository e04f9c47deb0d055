"""Files: whole or not there, and what stands in them."""
