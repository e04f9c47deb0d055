"""Marking rows: one by one, all that are here, and ranges of which not everything is here."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.marks import Marks
from kinescope_tui.services.lists.rows import HasId, MissingRow, Rows

T = TypeVar("T", bound=HasId)

MAX_FETCHED = 10_000
"""Rows of a range that are fetched for it; more of them are an export, or want a filter."""


class Marking(Generic[T]):
    """Marks by id, and the range that follows the cursor.

    A range marks the rows from where it began to the cursor. Those of them that are not here are
    wanted: `fetch` gets them page by page while the user goes on. A range belongs to the rows in
    which it was begun: the same view read again carries it on by id, in another one it is over,
    and what it marks stays marked.

    Attributes:
        marks: What is marked.
        on_change: Called when more was marked by itself, or a range is over.
    """

    def __init__(self) -> None:
        self.marks: Marks[T] = Marks()
        self.on_change: Callable[[], None] = lambda: None
        self._rows: Rows[T] | None = None
        self._range: _Range[T] | None = None  # follows the cursor
        self._wanted: list[_Range[T]] = []  # over, but not all of it is here
        self._before_all: list[T] | None = None  # what was marked before all were

    @property
    def has_range(self) -> bool:
        """Whether a range follows the cursor."""
        return self._range is not None

    @property
    def lacks(self) -> int:
        """The number of rows of ranges that are not marked because they are not here yet."""
        return sum(one.lacks for one in self._ranges)

    @property
    def wants(self) -> int:
        """The number of missing rows that `fetch` gets."""
        return sum(one.lacks for one in self._ranges if one.is_wanted)

    @property
    def spanned(self) -> int:
        """The number of rows in the ranges of which rows are missing."""
        return sum(len(one.span) for one in self._ranges if one.lacks)

    @property
    def can_undo_all(self) -> bool:
        """Whether the last thing that happened was that all were marked, or none."""
        return self._before_all is not None

    # What the user does.

    def toggle(self, item: T) -> None:
        """Mark an item, or no longer."""
        self._before_all = None
        self.marks.toggle(item)

    def begin_range(self, row: int) -> None:
        """Let a range follow the cursor from that row on."""
        self._before_all = None
        if self._rows is not None:
            self._range = _Range(self._rows, row, self.marks.items)
            self._mark_range()

    def end_range(self) -> int:
        """Leave the range as it is; what it lacks is still wanted, unless that is too much.

        Returns:
            How many rows stay unmarked because they are too many to fetch.
        """
        ended, self._range = self._range, None
        if ended is None:
            return 0
        if ended.is_wanted:
            self._wanted.append(ended)
        return 0 if ended.is_wanted else ended.lacks

    def stretch(self, row: int) -> None:
        """Let the range reach to that row."""
        self._before_all = None
        if self._range is not None:
            self._range.end = row
            self._mark_range()

    def toggle_all(self) -> None:
        """Mark all rows that are here; none if they are all marked."""
        before = self.marks.items
        here = [item for item in self._here() if item.id]
        if here and all(item.id in self.marks for item in here):
            self._give_up_ranges()
            self.marks.clear()
        else:
            self.end_range()
            self.marks.add(here)
        self._before_all = before

    def undo_all(self) -> None:
        """Mark what was marked before all were."""
        if self._before_all is not None:
            self.marks.replace(self._before_all)
            self.marks.renew(self._here())
            self._before_all = None

    def clear(self) -> None:
        """Mark nothing."""
        self._give_up_ranges()
        self._before_all = None
        self.marks.clear()

    # What happens meanwhile.

    def show(self, rows: Rows[T], *, moved: int | None = None) -> None:
        """Go on in other rows.

        Args:
            rows: What is shown from now on.
            moved: By how many rows the cursor's item moved, if these are the same view.
        """
        self._rows = rows
        if self._range is not None and moved is None:
            self.end_range()
        elif self._range is not None and moved is not None:
            self._range.carry_on(rows, moved)
        self.take_in()

    def take_in(self) -> None:
        """Look at what came."""
        if self.marks:
            self.marks.renew(self._here())
        self._mark_range()

    async def fetch(self) -> None:
        """Get what is missing of ranges, and mark it as it comes.

        Raises:
            KinescopeError: A page could not be read; the ranges are over.
        """
        try:
            while (
                wanted := next((one for one in self._ranges if one.is_wanted), None)
            ) is not None:
                rows, row = wanted.rows, wanted.first_missing
                if row < rows.row_count:
                    await rows.load(row, Priority.BULK)
                if rows is not wanted.rows:
                    continue  # the same view was read again meanwhile
                if row >= rows.row_count or isinstance(rows.row(row), MissingRow):
                    wanted.seen[row] = None  # there is nothing in it to mark
                if wanted is self._range:
                    self._mark_range()
                elif wanted in self._wanted:
                    self._mark_more(wanted)
                self.on_change()
        except BaseException:
            self._give_up_ranges()
            raise

    @property
    def _ranges(self) -> "list[_Range[T]]":
        return [*self._wanted, *([self._range] if self._range is not None else [])]

    def _give_up_ranges(self) -> None:
        self._range = None
        self._wanted.clear()

    def _mark_range(self) -> None:
        if self._range is not None:
            self._range.take_in()
            self.marks.replace([*self._range.before, *self._range.items])

    def _mark_more(self, wanted: "_Range[T]") -> None:
        known = set(wanted.seen)
        wanted.take_in()
        # Not those that were here before: some of them may be unmarked since.
        new = (item for row, item in wanted.seen.items() if row not in known)
        self.marks.add(item for item in new if item is not None)
        if not wanted.lacks:
            self._wanted.remove(wanted)
            self.marks.arrange(wanted.items)

    def _here(self) -> Iterable[T]:
        return (item for _, item in self._rows.loaded()) if self._rows is not None else ()


class _Range(Generic[T]):
    """Rows from where it began to where it ends, as far as they are here.

    Attributes:
        before: What was marked when it began.
        seen: What stands in rows that were here once; None where nothing does.
    """

    def __init__(self, rows: Rows[T], row: int, before: list[T]) -> None:
        self.rows = rows
        self.start = self.end = row
        self.before = before
        self.seen: dict[int, T | None] = {}

    @property
    def span(self) -> range:
        """The rows."""
        return range(min(self.start, self.end), max(self.start, self.end) + 1)

    @property
    def items(self) -> list[T]:
        """The items that are here, from the top."""
        inside = ((row, item) for row, item in self.seen.items() if row in self.span)
        return [item for _, item in sorted(inside, key=lambda pair: pair[0]) if item is not None]

    @property
    def lacks(self) -> int:
        """The number of rows that are missing."""
        span = self.span
        return len(span) - sum(row in span for row in self.seen)

    @property
    def is_wanted(self) -> bool:
        """Whether there are rows missing, and not too many."""
        return 0 < self.lacks <= MAX_FETCHED

    @property
    def first_missing(self) -> int:
        """The first row that is missing."""
        return next(row for row in self.span if row not in self.seen)

    def take_in(self) -> None:
        """Look at what is here."""
        span = self.span
        self.seen |= {row: item for row, item in self.rows.loaded() if row in span}

    def carry_on(self, rows: Rows[T], moved: int) -> None:
        """Go on in the same view, read again.

        Args:
            rows: The view.
            moved: By how many rows the item under the cursor moved.
        """
        first = self.seen.get(self.start)
        found = rows.row_of(first.id) if first is not None and first.id else None
        shift = moved if found is None else found - self.start
        self.seen = {row + shift: item for row, item in self.seen.items() if item is not None}
        self.rows, self.start, self.end = rows, self.start + shift, self.end + moved
