"""Kinescope over HTTP, usable without the dashboard."""
