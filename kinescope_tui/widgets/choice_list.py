"""A list of things to choose from, with vi's keys."""

from contextlib import suppress

from textual import events
from textual.widgets import OptionList

from kinescope_tui.keys import keymap


class ChoiceList(OptionList):
    """Textual's list of options, with the keys that every list here has."""

    BINDINGS = keymap.bindings("choices")

    def on_click(self, event: events.Click) -> None:
        """Leave a click on an option that is gone: another list took its place meanwhile."""
        if (event.style.meta.get("option") or 0) >= self.option_count:
            event.prevent_default()

    def on_resize(self) -> None:
        """Keep what the cursor is on in sight."""
        self.scroll_to_highlight()

    # Textual looks for a page among lines that come with the next frame.

    def action_page_down(self) -> None:
        """Move down by a page."""
        with suppress(KeyError, IndexError):
            super().action_page_down()  # type: ignore[no-untyped-call]  # Textual's

    def action_page_up(self) -> None:
        """Move up by a page."""
        with suppress(KeyError, IndexError):
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual's
