"""A list of things to choose from, with vi's keys."""

from contextlib import suppress

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.strip import Strip
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kinescope_tui.keys import keymap
from kinescope_tui.widgets.reversible import Reversible


class ChoiceList(Reversible, OptionList):
    """Textual's list of options, with the keys that every list here has."""

    BINDINGS = keymap.bindings("choices")

    def on_click(self, event: events.Click) -> None:
        """Leave a click on an option that is gone: another list took its place meanwhile."""
        if (event.style.meta.get("option") or 0) >= self.option_count:
            event.prevent_default()

    def _get_option_render(self, option: Option, style: Style) -> list[Strip]:
        """Draw an option; reversed, one of several tones would be one of several blocks."""
        strips = super()._get_option_render(option, style)
        if not style.reverse:
            return strips
        look = style.rich_style
        return [
            Strip(
                Segment(text, look + RichStyle.from_meta(tone.meta if tone else {}))
                for text, tone, _ in strip
            )
            for strip in strips
        ]

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
