"""A pane with a table, and beneath a short one what its rows come to."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.list_summary import ListSummary
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.virtual_table import VirtualTable

_HEADER, _SPACE = 1, 1  # lines of a table's head, and between it and what stands beneath


class SummedPane(Pane):
    """Gives the table the lines of its rows, and what is left to what they come to.

    What else it has is composed in it; the last of its parts is the summary.
    """

    table = query_one(VirtualTable)
    summary = query_one(ListSummary)

    def compose(self) -> ComposeResult:
        """Lay out the summary beneath what is composed in it."""
        yield ListSummary()

    def sum_up(self, rows: int, sections: Callable[[int], Sequence[Section]]) -> None:
        """Show beneath the table what its rows come to, if there is room for some of that.

        Args:
            rows: Of the table.
            sections: Returns what they come to in so many lines, the more important the earlier.
        """
        lines, room = rows + _HEADER, self.content_size
        free = room.height - lines - _SPACE
        has_room = free > 0 and self.table.display and self.screen.has_class("-framed")
        self.summary.show(sections(free) if has_room else (), room.width, free)
        self.table.styles.height = lines if self.summary.display else "1fr"
