"""A table whose rows can be marked, and in which problems are found."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import on, work
from textual.message import Message

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.column import Column
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.rows import HasId
from kinescope_tui.widgets.part_failed import PartFailed
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from textual.worker import Worker

T = TypeVar("T", bound=HasId)


class MarkingTable(VirtualTable[T]):
    """Marks rows one by one, in ranges, or all that are here; marks belong to ids, not to places.

    Attributes:
        marking: What is marked.
        is_problem: Whether something is wrong with an item.
    """

    BINDINGS = keymap.bindings("mark")

    class Marked(Message):
        """Other rows are marked now."""

    class NoneFound(Message):
        """There is no further row with a problem among those that are here."""

    def __init__(
        self,
        columns: tuple[Column[T], ...],
        is_problem: Callable[[T], bool],
        marking: Marking[T],
    ) -> None:
        super().__init__(columns)
        self.marking = marking
        self._fetching: Worker[None] | None = None  # what is missing of ranges
        self.is_marked = lambda item: item.id in marking.marks
        self.is_problem = is_problem

    def watch_cursor_row(self) -> None:
        """Show the range that follows the cursor; whoever owns the marking stretches it."""
        if self.marking.has_range:
            self.tell_marks()

    def action_mark(self) -> None:
        """Mark the row under the cursor, or no longer, and go on to the next; or end a range."""
        item = self.item
        if item is None:
            return
        if self.marking.has_range:
            self._end_range()
        else:
            self.marking.toggle(item)
        self.action_move(1)
        self.tell_marks()

    def action_mark_range(self) -> None:
        """Begin a range at the cursor, or end it there."""
        if self.marking.has_range:
            self._end_range()
        else:
            self.marking.begin_range(self.cursor_row)
        self.tell_marks()

    def _end_range(self) -> None:
        if rows := self.marking.end_range():
            self.warn(
                f"Marked loaded rows only; {count(rows)} more are too many to load. Narrow the "
                "list down, or export all rows."
            )

    def action_mark_all(self) -> None:
        """Mark all rows that are here; none if they are all marked."""
        self.marking.toggle_all()
        self.tell_marks()

    def clear_marks(self) -> None:
        """Mark nothing."""
        self.marking.clear()
        self.tell_marks()

    def action_find_problem(self, direction: int) -> None:
        """Move to the next row with a problem among those that are here."""
        here = self.rows.loaded() if self.rows is not None else ()
        rows = [row for row, item in here if self.is_problem(item)]
        if direction > 0:
            found = next((row for row in rows if row > self.cursor_row), None)
        else:
            found = next((row for row in reversed(rows) if row < self.cursor_row), None)
        if found is None:
            self.post_message(self.NoneFound())
        else:
            self.move_to(found)

    def tell_marks(self) -> None:
        """Draw the marks as they are now, and tell of them."""
        self.redraw_rows()
        self.refresh_bindings()  # the way back is another one while rows are marked
        self.post_message(self.Marked())

    @on(Marked)
    def fetch_range(self) -> None:
        """Get what is missing of ranges."""
        if self.marking.wants and self._fetching is None:
            self._fetching = self._fetch_range()

    @work
    async def _fetch_range(self) -> None:
        try:
            await self.marking.fetch()
        except KinescopeError as error:
            told = "The range ended: not all of its rows could be loaded."
            self.post_message(PartFailed(error, told))
        finally:
            self._fetching = None
            if self.is_attached:
                self.tell_marks()

    def step_back(self) -> bool:
        """Undo that all were marked, or get no more of a range; tell whether there was that."""
        marking = self.marking
        if marking.can_undo_all:
            marking.undo_all()
            self.tell_marks()
            return True
        if self._fetching is None:
            return False
        here, spanned = count(marking.spanned - marking.lacks), plural(marking.spanned, "row")
        self._fetching.cancel()
        told = f"Stopped: {here} of {spanned} in the range marked."
        self.warn(told)
        return True
