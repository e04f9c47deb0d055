"""The program and its terminal: what it sends, what is drawn, pauses for the collector, leaving."""
