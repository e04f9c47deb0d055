"""The splash screen, until it is known whose workspace to show."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kinescope_tui.keys import keymap
from kinescope_tui.keys.type_ahead import TypeAheadQueue
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.terminal.latest_size import LatestSize
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.mark import Mark


class SplashScreen(LatestSize[None], Screen[None]):
    """Shows the mark until there is a workspace, and says that the keyring is asked."""

    BINDINGS = [
        key
        for key in keymap.bindings("screen")
        if isinstance(key, Binding) and key.id == "screen.leave"
    ]
    STYLE_PARTS = 1
    LETS_KEYS_WAIT = True

    hint = query_one("#hint", Static)

    def compose(self) -> ComposeResult:
        """Lay out the mark, and room for a word."""
        yield AppHeader()
        with Vertical(id="middle"):
            yield Mark()
            yield Static(id="hint")

    def on_screen_suspend(self) -> None:
        """Let keys go on that were typed meanwhile."""
        self.app.post_message(TypeAheadQueue.Arrived())

    async def action_leave(self) -> None:
        """End the program: nothing lies behind."""
        await self.app.run_action("leave")

    def say_what_is_waited_for(self) -> None:
        """Say that the keyring takes its time."""
        self.hint.update(Content(hint("Getting the token from the keyring … {app.quit} quits")))
