"""A frame in characters, for parts of a widget; a whole widget has one by its styles."""

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style


def framed(
    title: Content, lines: Sequence[Content], foot: Content, width: int, look: Style
) -> list[Content]:
    """Return lines in a frame of that many cells, with a title in it and a text at its foot.

    Args:
        title: With its blanks, at most five cells narrower than the frame.
        lines: Each four cells narrower than it.
        foot: As the title.
        width: Of the frame.
        look: Of its lines.
    """
    edge = Content("│").stylize(look)
    top, bottom = (
        Content(f"{begin}─").stylize(look)
        + text
        + Content(f"{'─' * (width - 3 - text.cell_length)}{end}").stylize(look)
        for begin, text, end in (("╭", title, "╮"), ("╰", foot, "╯"))
    )
    blank = Content(" ")
    return [top, *(edge + blank + line + blank + edge for line in lines), bottom]
