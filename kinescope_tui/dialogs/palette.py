"""The command palette."""

from contextlib import suppress
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import CommandList, CommandPalette

from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.widgets.key_line import KeyLine


class Palette(OnceDismissed[None], CommandPalette):
    """Textual's palette, which would take the screen beneath along when it is left twice."""

    ENTER = "do it"
    BINDINGS = [
        Binding("pagedown", "page('down')", "Next page", show=False),
        Binding("pageup", "page('up')", "Previous page", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the palette, and the keys that are alive in it."""
        yield from super().compose()
        yield KeyLine()

    async def on_event(self, event: events.Event) -> None:
        """Take an event; one that is gone before it came has nothing to look for beneath it."""
        if self.is_active or not isinstance(event, events.Mount):
            await super().on_event(event)

    def action_page(self, way: Literal["down", "up"]) -> None:
        """Move by a page; what was found a moment ago may not be laid out yet, and then is not."""
        found = self.query_one(CommandList)
        with suppress(KeyError, IndexError):
            if way == "down":
                found.action_page_down()  # type: ignore[no-untyped-call]  # Textual's
            else:
                found.action_page_up()  # type: ignore[no-untyped-call]  # Textual's
