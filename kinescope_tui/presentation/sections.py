"""A page of facts as titled sections of aligned rows."""

from dataclasses import dataclass

from kinescope_tui.presentation.cell import Cell, Tone


@dataclass(frozen=True, slots=True)
class Section:
    """A title and rows of cells; a pair is a label and its text.

    Attributes:
        widths: The columns' widths in cells; the last cell of a row takes what it needs.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def pairs(title: str, facts: list[tuple[str, Cell]]) -> Section:
    """Return a section of labels and texts."""
    width = max((len(label) for label, _ in facts), default=0)
    rows = tuple((Cell(label, Tone.MUTED), cell) for label, cell in facts)
    return Section(title, rows, (width, 0))


def table(title: str, head: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Section:
    """Return a section of a small table under its header."""
    lines = (tuple(Cell(text, Tone.MUTED) for text in head), *rows)
    widths = tuple(max(len(line[n].text) for line in lines) for n in range(len(head)))
    return Section(title, lines, widths)
