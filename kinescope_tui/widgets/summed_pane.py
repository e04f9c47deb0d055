"""A pane with a table, and beneath a short one what its rows come to, or what leads on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.getters import query_one
from textual.widget import Widget

from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from kinescope_tui.widgets.list_summary import ListSummary

_HEADER, _SPACE = 1, 1  # lines of a table's head, and between it and what stands beneath
_SIDES = 4  # cells beside a text


class SummedPane(Pane):
    """Gives the table the lines of its rows, and what is left to what they come to.

    What else it has is composed in it; the last of its parts is the summary, once there is room.
    """

    table = query_one(VirtualTable)

    def __init__(self, title: str = "", id: str | None = None) -> None:
        super().__init__(title, id=id)
        self._summary: ListSummary | None = None
        self._tell_again: Callable[[], None] = lambda: None

    def on_resize(self) -> None:
        """Tell in the room that there is now what was told in another one."""
        self._tell_again()

    def sum_up(self, rows: int, sections: Callable[[int], Sequence[Section]]) -> None:
        """Show beneath the table what its rows come to, if there is room for some of that.

        Args:
            rows: Of the table.
            sections: Returns what they come to in so many lines, the more important the earlier.
        """
        self._tell_again = partial(self.sum_up, rows, sections)
        self._stand_beneath(self.table, rows + _HEADER, sections)

    def lead_on(
        self, told: DiffedStatic, text: str, sections: Callable[[], Sequence[Section]]
    ) -> None:
        """Show why there are no rows, and beneath that what leads on.

        Args:
            told: What stands in the table's place.
            text: Why, in paragraphs: with the sections the first one is enough.
            sections: Returns what leads on, the more important the earlier.
        """
        self._tell_again = partial(self.lead_on, told, text, sections)
        first = text.partition("\n\n")[0]
        lines = -(-cell_len(first) // max(1, self.content_size.width - _SIDES)) + 2 * _SPACE
        self._stand_beneath(told, lines, lambda _lines: sections())
        is_leading = self._is_summed
        told.set_class(is_leading, "-leading")
        told.show(first if is_leading else text)

    def _stand_beneath(
        self, upper: Widget, lines: int, sections: Callable[[int], Sequence[Section]]
    ) -> None:
        room = self.content_size
        free = room.height - lines - _SPACE
        has_room = free > 0 and upper.display and self.screen.has_class("-framed")
        shown = sections(free) if has_room else ()
        if self._summary is None and shown and self.is_attached:
            from kinescope_tui.widgets.list_summary import ListSummary

            self._summary = ListSummary()
            self.mount(self._summary)
        if self._summary is not None:
            self._summary.show(shown, room.width, free)
        upper.styles.height = lines if self._is_summed else "1fr"

    @property
    def _is_summed(self) -> bool:
        return self._summary is not None and bool(self._summary.display)
