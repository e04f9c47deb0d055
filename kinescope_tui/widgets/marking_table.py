"""A table whose rows can be marked, and in which problems are found."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from textual.message import Message

from kinescope_tui import keymap
from kinescope_tui.resources.column import Column
from kinescope_tui.services.marks import Marks
from kinescope_tui.services.rows import HasId
from kinescope_tui.widgets.virtual_table import VirtualTable

T = TypeVar("T", bound=HasId)


class MarkingTable(VirtualTable[T]):
    """Marks rows one by one, in ranges, or all that are here; marks belong to ids, not to places.

    Attributes:
        marks: What is marked.
        is_problem: Whether something is wrong with an item.
    """

    BINDINGS = keymap.bindings("mark")

    class Marked(Message):
        """Other rows are marked now."""

    class NoneFound(Message):
        """There is no further row with a problem among those that are here."""

    def __init__(self, columns: tuple[Column[T], ...], is_problem: Callable[[T], bool]) -> None:
        super().__init__(columns)
        self.marks: Marks[T] = Marks()
        self.is_marked = lambda item: item.id in self.marks
        self.is_problem = is_problem
        self._range_start: int | None = None
        self._marked_before: list[T] = []
        self._seen: dict[int, T] = {}  # of the range, also what the list dropped meanwhile

    @property
    def has_range(self) -> bool:
        """Whether a range follows the cursor."""
        return self._range_start is not None

    @property
    def chosen(self) -> list[T]:
        """The marked items, else the one under the cursor."""
        return self.marks.items or ([self.item] if self.item is not None else [])

    def watch_cursor_row(self) -> None:
        """Stretch the range to the cursor."""
        if self._range_start is None:
            return
        first, last = sorted((self._range_start, self.cursor_row))
        self._seen |= {row: item for row, item in self._here() if first <= row <= last}
        inside = [item for row, item in sorted(self._seen.items()) if first <= row <= last]
        self.marks.replace([*self._marked_before, *inside])
        self._tell()

    def action_mark(self) -> None:
        """Mark the row under the cursor, or no longer, and go on to the next."""
        item = self.item
        if item is None:
            return
        if self.has_range:
            self._range_start = None
        else:
            self.marks.toggle(item)
        self.action_move(1)
        self._tell()

    def action_mark_range(self) -> None:
        """Begin a range at the cursor, or end it there."""
        if self.has_range:
            self._range_start = None
            return
        self._range_start = self.cursor_row
        self._marked_before = self.marks.items
        self._seen = {}
        self.watch_cursor_row()

    def action_mark_all(self) -> None:
        """Mark all rows that are here; none if they are all marked."""
        self._range_start = None
        here = [item for _, item in self._here() if item.id]
        if here and all(item.id in self.marks for item in here):
            self.marks.clear()
        else:
            self.marks.add(here)
        self._tell()

    def clear_marks(self) -> None:
        """Mark nothing."""
        self._range_start = None
        self.marks.clear()
        self._tell()

    def action_find_problem(self, direction: int) -> None:
        """Move to the next row with a problem among those that are here."""
        rows = [row for row, item in self._here() if self.is_problem(item)]
        if direction > 0:
            found = next((row for row in rows if row > self.cursor_row), None)
        else:
            found = next((row for row in reversed(rows) if row < self.cursor_row), None)
        if found is None:
            self.post_message(self.NoneFound())
        else:
            self.move_to(found)

    def _here(self) -> Iterable[tuple[int, T]]:
        return self.rows.here() if self.rows is not None else ()

    def _tell(self) -> None:
        self.redraw_rows()
        self.post_message(self.Marked())
