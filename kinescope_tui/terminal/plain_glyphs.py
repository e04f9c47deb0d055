"""Signs and borders in ASCII, whoever drew them."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

from kinescope_tui.presentation.text.glyphs import plain


class PlainGlyphs(LineFilter):
    """Takes the place of signs, borders and bars in every line that goes to the terminal.

    A filter rather than a second set of signs: it also reaches what Textual's own widgets draw.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the line's segments in ASCII; letters of other alphabets stay."""
        del background
        return [Segment(plain(text), style, control) for text, style, control in segments]


class PlainScrollBar(ScrollBarRender):
    """Ends with a line: in ASCII an eighth of one would be a letter beside the text."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "]
