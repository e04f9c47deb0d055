"""A terminal dashboard for Kinescope, a video platform, and the API client beneath it."""

__version__ = "0.1.0"
