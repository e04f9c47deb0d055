"""The line above a chart, or in its frame: what stands under the cursor."""

from collections.abc import Sequence

from textual.content import Content

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.styled import styled

_EACH = " per "  # bucket: the axis says which


class ChartReading(DiffedStatic):
    """Shows when and how much stands under a chart's cursor, the number in sight at any width."""

    _told: tuple[str, Sequence[Cell]] | None = None

    def tell(self, name: str, cells: Sequence[Cell]) -> None:
        """Tell what is charted, and what stands under the cursor.

        Args:
            name: Of what is charted.
            cells: When, how much, and what else is to be said of it.
        """
        self._told = name, cells
        self.show(Content(" ") + reading_told(name, cells, self.size.width - 1))

    def on_resize(self) -> None:
        """Fit it into another width."""
        if self._told is not None:
            self.tell(*self._told)

    def clear(self, text: str) -> None:
        """Show why there is nothing to tell."""
        self._told = None
        self.show(f" {text}" if text else "")


def reading_told(name: str, cells: Sequence[Cell], room: int | None = None) -> Content:
    """Return a reading on a line; where there is no room for all of it, the number comes first.

    Args:
        name: Of what is charted.
        cells: When, how much, and what else is to be said of it.
        room: How many cells there are; as many as it takes without it.
    """
    told = Content.assemble((name, "bold"), "  ▸ ", Content("  ").join(map(styled, cells)))
    if room is None or told.cell_length <= room or not cells[1:]:
        return told
    short, per, _ = name.partition(_EACH)
    if per:
        return reading_told(short, cells, room)
    when, number, *others = cells
    return reading_told(name, [number, when, *others])
