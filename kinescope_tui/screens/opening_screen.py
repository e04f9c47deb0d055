"""What stands there until it is known whose workspace to show."""

from textual.app import ComposeResult
from textual.screen import Screen

from kinescope_tui.widgets.app_header import AppHeader


class OpeningScreen(Screen[None]):
    """Shows the header alone, while the keyring is asked for the token."""

    def compose(self) -> ComposeResult:
        """Lay out the header."""
        yield AppHeader()
