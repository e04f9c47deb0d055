"""A fault of this program where nobody else would hear of it, in words."""

from kinescope_tui.api.errors import KinescopeError


class BugError(KinescopeError):
    """A fault of this program, told where a request may fail."""

    def __init__(self, error: Exception) -> None:
        super().__init__(bug_told(error))


def bug_told(error: Exception) -> str:
    """Return that a fault ended something; what it says may hold anything, and is not told."""
    return f"A bug in this program ({type(error).__name__})."
