"""The panel beside a chart: what was counted in the bar under its cursor, and what moved it."""

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from kinescope_tui.presentation.analytics.bucket_panel import Line
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled


def spread(line: Line, width: int) -> list[Cell]:
    """Return a line's cells with the room between them, together at most so many cells wide.

    Where there is too little room the cell before the last one is cut.
    """
    *before, last = line or (Cell(""),)
    if not before:
        return [Cell(fit(last.text, width).rstrip(), last.tone)]
    *first, cut = before
    room = width - sum(cell_len(cell.text) for cell in (*first, last)) - 1
    return [*first, Cell(fit(cut.text, max(0, room)), cut.tone), Cell(f" {last.text}", last.tone)]


class BucketPanel(Widget):
    """Shows lines that are made for the room that there is."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._lines: Callable[[int, int], Sequence[Line]] = lambda _width, _height: ()

    def show(self, title: str, lines: Callable[[int, int], Sequence[Line]]) -> None:
        """Show lines, which are made for a width and a height in cells."""
        self.border_title = Content(title)
        self._lines = lines
        self.refresh()

    def render(self) -> Content:
        """Return the lines."""
        width, height = self.content_size
        return Content("\n").join(
            Content("").join(styled(cell) for cell in spread(line, width))
            for line in self._lines(width, height)[:height]
        )
