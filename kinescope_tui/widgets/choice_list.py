"""A list of things to choose from, with vi's keys."""

from contextlib import suppress

from textual.widgets import OptionList

from kinescope_tui.keys import keymap


class ChoiceList(OptionList):
    """Textual's list of options, with the keys that every list here has."""

    BINDINGS = keymap.bindings("choices")

    # Textual looks for a page among lines that come with the next frame.

    def action_page_down(self) -> None:
        """Move down by a page."""
        with suppress(KeyError, IndexError):
            super().action_page_down()  # type: ignore[no-untyped-call]  # Textual's

    def action_page_up(self) -> None:
        """Move up by a page."""
        with suppress(KeyError, IndexError):
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual's
