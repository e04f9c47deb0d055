"""A page of facts as titled sections of aligned rows."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import msgspec

from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone

_WIDEST = 32  # of a column before the last: a label from outside must leave room for its text


class Ink(NamedTuple):
    """Two colours of a picture, each of red, green and blue: of letters, and of their ground."""

    letters: tuple[int, int, int]
    ground: tuple[int, int, int]


class Slot(NamedTuple):
    """A piece of a drawn line: a text that is padded or cut to so many cells."""

    text: str
    width: int
    tone: Tone | Ink = Tone.PLAIN
    is_right: bool = False


Slots = tuple[Slot, ...]
"""A line, its pieces without anything between them."""


class Drawing(Protocol):
    """Rows as they are drawn where there is room for more than their texts: with bars, say."""

    def lines(self, width: int, height: int = 0) -> Sequence[Slots]:
        """Return the lines, each of at most so many cells.

        Args:
            width: In cells.
            height: How many lines there is room for, if more than it needs are of use.
        """
        ...


class Section(msgspec.Struct, frozen=True):
    """A title and rows of cells; a pair is a label and its text.

    Attributes:
        widths: The columns' widths in cells; the last cell of a row takes what it needs.
        foot: What to do now, if anything.
        state: Told beside the title: how many there are, or how it stands.
        drawing: How the rows are drawn; as columns of texts without one.
        is_broad: Whether it takes the whole width of a page that has columns.
        has_ends: Whether the last cell of a row stands at the right edge, or, where that leaves
            too little room, behind the text before it.
        grows: Whether its drawing becomes larger where a page has lines left.
        may_be_cut: Whether the last rows may be left out where there is no room for them.
        is_of_keys: Whether keys are all that it is about.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    foot: str = ""
    state: Cell = msgspec.field(default_factory=lambda: Cell(""))
    drawing: Drawing | None = None
    is_broad: bool = False
    has_ends: bool = False
    grows: bool = False
    may_be_cut: bool = False
    is_of_keys: bool = False


def pairs(title: str, facts: list[tuple[str, Cell]], foot: str = "") -> Section:
    """Return a section of labels and texts."""
    width = min(max((len(label) for label, _ in facts), default=0), _WIDEST)
    rows = tuple((Cell(label, Tone.MUTED), cell) for label, cell in facts)
    return Section(title, rows, (width, 0), foot)


def line(text: str) -> Section:
    """Return a section that is one line of text."""
    return Section("", ((Cell(text),),), ())


def known(facts: list[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """Return those facts that tell something."""
    return [(label, cell) for label, cell in facts if cell.text not in {"", MISSING}]


def table(title: str, head: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Section:
    """Return a section of a small table under its header."""
    lines = (tuple(Cell(text, Tone.MUTED) for text in head), *rows)
    widths = tuple(min(max(len(line[n].text) for line in lines), _WIDEST) for n in range(len(head)))
    return Section(title, lines, widths)


def skeleton(title: str) -> Section:
    """Return a section before its facts are here."""
    widths = ((6, 14), (8, 22), (5, 9), (9, 30), (7, 18), (6, 25))
    return pairs(title, [("░" * label, Cell("░" * text, Tone.MUTED)) for label, text in widths])
