"""Ranges of days and hours, and whose days they are."""
