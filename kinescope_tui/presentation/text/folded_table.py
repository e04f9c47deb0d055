"""A narrow table of many rows, folded into as many parts beside each other as there is room for."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Slot, Slots

_GAP, _BETWEEN = 2, 5  # cells between columns, and between parts


class FoldedTable(msgspec.Struct, frozen=True):
    """Draws it; each part has the header, and they are read one after the other.

    Attributes:
        rows: The header and the rows, each of as many cells.
        widths: The columns' widths in cells.
    """

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines."""
        del height
        head, *rows = self.rows
        wide = sum(self.widths) + _GAP * (len(self.widths) - 1)
        parts = max(1, min((width + _BETWEEN) // (wide + _BETWEEN), len(rows)))
        deep = -(-len(rows) // parts)
        columns = [[head, *rows[n * deep : (n + 1) * deep]] for n in range(parts)]
        return [
            tuple(
                slot
                for number, column in enumerate(columns)
                if y < len(column)
                for slot in (
                    *((gap(_BETWEEN),) if number else ()),
                    *self._row(column[y], min(wide, width)),
                )
            )
            for y in range(deep + 1 if rows else 1)
        ]

    def _row(self, row: Sequence[Cell], room: int) -> list[Slot]:
        slots: list[Slot] = []
        for number, (cell, wide) in enumerate(zip(row, self.widths, strict=True)):
            before = _GAP if number else 0
            if room <= before:
                break
            slots += [gap(before), Slot(cell.text, min(wide, room - before), cell.tone)]
            room -= before + wide
        return [slot for slot in slots if slot.width]
