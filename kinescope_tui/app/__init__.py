"""The application: what happens between the screens."""

from kinescope_tui.app.kinescope_app import KinescopeApp

__all__ = ["KinescopeApp"]
