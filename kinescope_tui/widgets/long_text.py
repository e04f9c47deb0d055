"""A text of any length, of which only the lines in sight are drawn."""

import re
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

_LABEL = re.compile(r"\s*(?:\S+(?: \S+){0,3} {2,})?")  # two blanks end it
_WIDEST_LETTER = 2  # cells
_ANY = 0  # columns: lines are as long as they are


class Piece(NamedTuple):
    """What stands on a line of the screen.

    Attributes:
        line: The number of the line of the text.
        start: Where in it this begins, in characters.
        text: What it is.
        indent: How many cells stand before it, where it goes on with a line.
    """

    line: int
    start: int
    text: str
    indent: int = 0


class LongText(Widget):
    """Shows a text in what scrolls it; Textual's own would draw all of it for the first line.

    Args:
        text: All of it.
        is_table: Whether its lines are not to be broken.
    """

    def __init__(self, text: str, *, is_table: bool = False) -> None:
        super().__init__()
        self._text = text
        self._is_table = is_table
        self._pieces: list[Piece] = []
        self._width = -1
        self._longest: int | None = None  # in columns, once somebody asked

    def show(self, text: str) -> None:
        """Show another text."""
        self._text, self._width, self._longest = text, -1, None
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns that there are, or those of the longest line."""
        del viewport
        if not self._is_table:
            return container.width
        if self._longest is None:  # every layout asks
            self._longest = max(_columns(piece.text) for piece in self._pieces_in(_ANY))
        return self._longest

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes in so many columns."""
        del container, viewport
        return len(self._pieces_in(width))

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        width = self.size.width
        pieces = self._pieces_in(width)
        if y >= len(pieces):
            return Strip.blank(width, self.rich_style)
        number, start, text, indent = pieces[y]
        line = Content(text)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            begin, end = span
            to = len(text) if end == -1 else max(0, end - start)
            look = self.screen.get_visual_style("screen--selection")
            line = line.stylize(look, max(0, begin - start), to)
        strip = Visual.to_strips(self, line, width - indent, 1, self.visual_style)[0]
        before = [Strip.blank(indent, self.visual_style.rich_style)] if indent else []
        return Strip.join([*before, strip.apply_offsets(start, number)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what of the text is selected."""
        return selection.extract(self._text), "\n"

    def _pieces_in(self, width: int) -> list[Piece]:
        width = _ANY if self._is_table else width
        if width != self._width:
            self._width, self._pieces = width, wrapped(self._text, width)
        return self._pieces


def _columns(line: str) -> int:
    return len(line) if line.isascii() else cell_len(line)


def wrapped(text: str, width: int) -> list[Piece]:
    """Return a text as lines of so many columns at most; of any length without any."""
    pieces: list[Piece] = []
    for number, line in enumerate(text.split("\n")):
        if width <= _ANY or _columns(line) <= width:
            pieces.append(Piece(number, 0, line))
            continue
        indent = _indent(line, width)
        first = Content(line).wrap(width)[0]
        pieces.append(Piece(number, 0, first.plain))
        rest = line[len(first.plain) :].lstrip(" ")
        start = len(line) - len(rest)
        for part in Content(rest).wrap(width - indent) if rest else ():
            start = max(start, line.find(part.plain, start))
            pieces.append(Piece(number, start, part.plain, indent))
            start += len(part.plain)
    return pieces


def _indent(line: str, width: int) -> int:
    """Return under which cell a line goes on: where its text begins, behind a label if it has one.

    With less than half of the width left for it, it goes on at the left edge.
    """
    label = _LABEL.match(line)
    cells = cell_len(label[0]) if label else 0
    return cells if cells <= width // 2 and width - cells >= _WIDEST_LETTER else 0
