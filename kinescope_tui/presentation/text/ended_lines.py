"""Lines of one thing each: a sign, a name, and what stands at the right end."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section, Slot, Slots

_GAP = 2


class EndedLines(msgspec.Struct, frozen=True):
    """Draws a line for each, however long its name is: the ends stand beneath each other.

    Attributes:
        rows: Each of a sign, a name and an end; the sign may be empty.
    """

    rows: Sequence[tuple[Cell, Cell, Cell]]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines."""
        del height
        sign = min(max((len(row[0].text) for row in self.rows), default=0), width)
        end = min(max((len(row[-1].text) for row in self.rows), default=0), max(0, width // 2))
        before, after = (_GAP - 1 if sign else 0), (_GAP if end else 0)
        name = max(0, width - sign - before - end - after)
        return [
            (
                Slot(mark.text, sign, mark.tone),
                gap(before),
                Slot(text.text, name, text.tone),
                gap(after),
                Slot(last.text, end, last.tone, is_right=True),
            )
            for mark, text, last in self.rows
        ]


def ended(title: str, rows: Sequence[tuple[Cell, Cell, Cell]], state: Cell) -> Section:
    """Return such lines as a section, with how many there are beside its title."""
    texts = tuple((Cell(f"{mark.text} {name.text}".strip()), end) for mark, name, end in rows)
    return Section(title, texts, (0, 0), state=state, drawing=EndedLines(tuple(rows)))
