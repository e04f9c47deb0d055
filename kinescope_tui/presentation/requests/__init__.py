"""Requests and what went wrong with them, in words."""
