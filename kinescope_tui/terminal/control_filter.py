"""The last line of defence before the terminal: no order in a text that is drawn."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

# C0, DEL, C1, what reorders or hides, line ends, halves of characters, tags. Strings from outside
# are cleaned where they come in, see `api.text`; nothing of these is in a line unless that failed.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class ControlFilter(LineFilter):
    """Replaces what a terminal would obey by U+FFFD; what Textual itself orders is left alone."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, made harmless; the same list if they are."""
        del background
        # Nothing of that is printable, and Python knows that of a text without looking twice.
        if all(text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment
            if segment.control
            else Segment(_OBEYED.sub("\ufffd", segment.text), segment.style)
            for segment in segments
        ]
