"""A text of any length as lines of so many columns."""

import asyncio
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

_LABEL = re.compile(r"\s*(?:\S+(?: \S+){0,3} {2,})?")  # two blanks end it
_WIDEST_LETTER = 2  # cells
_AHEAD = 4  # times the columns of a line, in characters: mostly more than its first piece
_MANY = 5_000  # lines: to measure each of more would hold up keys
_MUCH = 100_000  # characters of lines that are not short: to break more would, too
_SHORT = 40  # characters of a line
_LONGEST = 4_000  # characters that are drawn as one line; of a longer one all would be for any part


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


class WrappedText:
    """A text as pieces of so many columns at most; without any as its lines, but no endless one.

    Nothing is made of a line that is not too long before somebody looks at it.

    Attributes:
        text: All of it.
    """

    def __init__(self, text: str, width: int = 0) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._broken: list[list[Piece]] = []  # the lines that are too long
        self._at: list[int] = []  # where each of them begins, in pieces
        self._more = 0  # pieces than lines
        for number, line in enumerate(self._lines):
            if (_columns(line) > width) if width > 0 else (len(line) > _LONGEST):
                self._at.append(number + self._more)
                self._broken.append(
                    _broken(number, line, width) if width > 0 else _cut(number, line)
                )
                self._more += len(self._broken[-1]) - 1

    @cached_property
    def longest(self) -> int:
        """The columns of the longest line, or of many lines a few more; every layout asks."""
        if len(self._lines) <= _MANY:
            return max(map(_uncut_columns, self._lines))
        data = self.text.encode("utf-8", "surrogatepass")  # no letter takes more cells than bytes
        longest = max(map(len, data.split(b"\n")))
        return min(longest, _LONGEST * _WIDEST_LETTER)

    def __len__(self) -> int:
        return len(self._lines) + self._more

    def __getitem__(self, y: int) -> Piece:
        number = y
        last = bisect_right(self._at, y) - 1  # the last broken line that does not begin later
        if last >= 0:
            pieces = self._broken[last]
            place = y - self._at[last]
            if place < len(pieces):
                return pieces[place]
            number = pieces[0].line + 1 + place - len(pieces)
        return Piece(number, 0, self._lines[number])


def is_long(text: str) -> bool:
    """Return whether there is so much of a text that its lines are not broken."""
    if len(text) < _MANY:
        return False
    lines = text.split("\n")
    much = sum(len(line) for line in lines if len(line) > _SHORT)
    return len(lines) > _MANY or much > _MUCH


async def made_beside(text: str) -> str | WrappedText:
    """Return a text to be shown; the lines of a long one are found beside the keys."""

    def made() -> WrappedText:
        found = WrappedText(text)
        found.longest  # noqa: B018 - it is looked for here
        return found

    return await asyncio.to_thread(made) if is_long(text) else text


def _columns(line: str) -> int:
    return len(line) if line.isascii() else cell_len(line)


def _uncut_columns(line: str) -> int:
    if len(line) <= _LONGEST:
        return _columns(line)
    return _LONGEST if line.isascii() else _LONGEST * _WIDEST_LETTER


def _broken(number: int, line: str, width: int) -> list[Piece]:
    """Return a line that is too long as pieces."""
    indent = _indent(line, width)
    begin = Content(line[: width * _AHEAD]).wrap(width)
    first = begin[0] if len(begin) > 1 else Content(line).wrap(width)[0]
    pieces = [Piece(number, 0, first.plain)]
    rest = line[len(first.plain) :].lstrip(" ")
    start = len(line) - len(rest)
    for part in Content(rest).wrap(width - indent) if rest else ():
        start = max(start, line.find(part.plain, start))
        pieces.append(Piece(number, start, part.plain, indent))
        start += len(part.plain)
    return pieces


def _cut(number: int, line: str) -> list[Piece]:
    starts = range(0, len(line), _LONGEST)
    return [Piece(number, start, line[start : start + _LONGEST]) for start in starts]


def _indent(line: str, width: int) -> int:
    """Return under which cell a line goes on: where its text begins, behind a label if it has one.

    With less than half of the width left for it, or than a word of it takes, it goes on at the
    left edge.
    """
    label = _LABEL.match(line)
    cells = cell_len(label[0]) if label else 0
    room = width - cells
    if label is None or not 0 < cells <= width // 2 or room < _WIDEST_LETTER:
        return 0
    is_broad = all(cell_len(word) <= room for word in line[len(label[0]) :].split())
    return cells if is_broad else 0
