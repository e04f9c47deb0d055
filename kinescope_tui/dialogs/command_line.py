"""Where to go, typed."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input

from kinescope_tui import keymap
from kinescope_tui.widgets.once_dismissed import OnceDismissed


class CommandLine(OnceDismissed[str | None], ModalScreen[str | None]):
    """Answers with what was typed, or None; completes what begins like a command.

    Args:
        commands: What there is to complete.
    """

    BINDINGS = keymap.bindings("line")

    field = query_one(Input)

    def __init__(self, commands: Sequence[str]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        field = Input(
            placeholder="42 · p7 · 90% · sort -created_at,title · playlists …",
            suggester=SuggestFromList(self._commands, case_sensitive=False),
        )
        field.border_title = Content("Go to")
        field.border_subtitle = Content("→ completes · enter · esc back")
        yield field

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        self.dismiss(event.value.strip() or None)

    def action_back(self) -> None:
        """Go nowhere."""
        self.dismiss(None)
