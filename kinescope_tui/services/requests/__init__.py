"""Requests that outlast their session: kept, read from files, and told by their causes."""
