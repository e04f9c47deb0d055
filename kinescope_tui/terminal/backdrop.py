"""What lies behind a dialog, drawn line by line as it is drawn without one."""

from functools import lru_cache
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from kinescope_tui.terminal.mixins import ScreenMixin

_MAX_TINTED = 4_096


class Backdrop(ScreenMixin[Any]):
    """Draws the lines that are asked for of the screen beneath, in its own colour's tint.

    Textual draws all of the screen beneath for the first of them, cuts it wherever a part begins
    or ends, and tints each piece by itself. Stands before the kind of screen among the bases.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region of the screen where nothing stands on it."""
        color = self.styles.background
        lines = None if color.a == 1 or self.styles.gutter else self._lines_beneath(crop)
        if lines is None:
            return super().render_lines(crop)  # of one that is seen whole, and of Textual's own
        begin, end = crop.column_span
        own, filters, found = self.visual_style.rich_style, self.get_line_filters(), []
        for line in lines:
            tinted = [Segment(text, _tinted(style, color, own)) for text, style, _ in line]
            strip = Strip(tinted, line.cell_length)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, color)
            found.append(strip.crop(begin, end))
        return found

    def _lines_beneath(self, crop: Region) -> list[Strip] | None:
        """Return lines of the screen beneath; None where it cannot tell them one by one.

        They are blank while it has another size, or there is none: another frame follows.
        """
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else 0
        beneath: Any = getattr(stack[place - 1], "_compositor", None) if place else None
        # Its own size a screen hears of later than what lays it out.
        if beneath is None or beneath.size != self._compositor.size:
            return [Strip.blank(crop.right)] * crop.height
        if not hasattr(beneath, "lines"):
            return None
        found: list[Strip] = beneath.lines(crop.line_range)
        return found


@lru_cache(_MAX_TINTED)
def _tinted(style: Style | None, color: Color, own: Style) -> Style:
    """Return a look in a tint, as Textual has it: without links, and where it has none its own."""
    [(_, tinted, _)] = BackgroundScreen.process_segments([Segment("", style)], color)
    return own + tinted
