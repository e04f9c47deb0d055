"""What a list screen shows: a view that was answered, one that is asked for, and a row of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kinescope_tui.api.client import PER_PAGE
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.paged_list import Fetch, PagedList
from kinescope_tui.services.lists.rows import InMemoryRows, MissingRow, Rows
from kinescope_tui.services.lists.view import View

T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A view that is asked for, and the list in which its answer comes.

    Attributes:
        number: Which one it is, from 1.
        keeps_item: Whether the cursor stays with its item in another view, if that is on the page
            that comes.
    """

    number: int
    view: View
    rows: PagedList[T]
    keeps_item: bool


class ListModel(Generic[T]):
    """The rows that are shown, the view that is asked for, the row under the cursor, and marks.

    Another view asks a new question beside the list that is shown, and takes that one's place when
    its answer is here; one that fails leaves everything as it was. An answer is put into what is
    so when it comes, not when it was asked for: the cursor stays with the item that is under it
    then, and marks are those of the items that they were set on.

    Attributes:
        view: What the rows that are shown were asked for by.
        asked_view: What was asked for last; the next key builds on it.
        rows: What is shown; None before the first answer.
        remembered: What stands there before the first answer; None if nothing does.
        cursor_row: The cursor's row in what is shown.
        marking: What is marked of it, and of what was shown before.
        failure: Why what was asked for last is not what is shown; None if it is, or is under way.
        failed_view: What that failure was asked for.
        on_shown: Called when an answer took the place of what was shown.
        on_failed: Called with the error when what was asked for last could not be read.

    Args:
        fetch: Makes what fetches the pages of a view.
        view: What to begin with.
    """

    def __init__(self, fetch: Callable[[View], Fetch[T]], view: View) -> None:
        self._fetch = fetch
        self.view = self.asked_view = view
        self.rows: PagedList[T] | None = None
        self.remembered: InMemoryRows[T] | None = None
        self._remembered_first = 0  # the row of the list in which the first remembered one stood
        self.cursor_row = 0
        self.marking: Marking[T] = Marking()
        self.failure: KinescopeError | None = None
        self.failed_view = view
        self._left_at: dict[View, tuple[int, str]] = {}  # row and id under the cursor
        self._asked: Question[T] | None = None
        self._asked_number = self._shown_number = 0
        self.on_shown: Callable[[], None] = lambda: None
        self.on_failed: Callable[[KinescopeError], None] = lambda _error: None

    # What is shown.

    @property
    def shown(self) -> Rows[T] | None:
        """The rows that stand there, be they only remembered."""
        return self.rows if self.rows is not None else self.remembered

    @property
    def row(self) -> int:
        """The cursor's row in the list as the server has it."""
        return self.cursor_row + (self._remembered_first if self.rows is None else 0)

    @property
    def item(self) -> T | None:
        """The item under the cursor, if it is here."""
        return self._item_at(self.cursor_row)

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for that will take the place of what is shown."""
        return self._asked is not None

    @property
    def is_stale(self) -> bool:
        """Whether what is shown was asked for again, and could not be read."""
        return self.failure is not None and self.failed_view == self.view

    @property
    def said_order(self) -> Order:
        """How the rows around the cursor are sorted, as the server says; no levels if it does not.

        What was asked for is `view.order`.
        """
        if self.rows is None:
            return Order()
        page = self.rows.page_of(self.cursor_row)
        return page.order if page is not None else self.rows.last_order

    def move_to(self, row: int) -> None:
        """Take note of where the cursor is."""
        self.cursor_row = row
        self.marking.stretch(row)

    def begin_with(self, view: View, items: Sequence[T], *, row: int, first: int) -> None:
        """Let items stand there until the first answer comes.

        Args:
            view: How they were asked for.
            items: Neighbours in the list.
            row: Where the cursor was, in the list.
            first: The row of the first of these items.
        """
        self.view = self.asked_view = view
        self._remembered_first = first if items else row
        if items:
            self.remembered = InMemoryRows(items)
            self.cursor_row = max(0, min(row - first, len(items) - 1))
            self.marking.show(self.remembered)

    # Asking.

    def ask(self, view: View, *, keeps_item: bool = True) -> Question[T]:
        """Begin to ask for a view; `answer` waits for it, and for none in another view."""
        if self._asked is not None and self._asked.view != view:
            self._asked.rows.close()
        self._asked_number += 1
        rows = PagedList(self._fetch(view))
        question = Question(self._asked_number, view, rows, keeps_item)
        self._asked, self.asked_view = question, view
        self.failure = None
        return question

    async def answer(self, question: Question[T]) -> None:
        """Show what a question brings, as soon as what will be under the cursor is here.

        An answer to an older question is shown too, if it is in the view that is asked for: it is
        newer than what stands there.
        """
        try:
            row = await self._place_in(question)
        except asyncio.CancelledError:
            if self._is_awaited(question):
                raise
            return  # abandoned for another view
        except KinescopeError as error:
            if question is self._asked:
                self._asked, self.asked_view = None, self.view
                self.failure, self.failed_view = error, question.view
                self.on_failed(error)
            return
        if row is not None:
            self._show(question, row)

    def _is_awaited(self, question: Question[T]) -> bool:
        is_last = question is self._asked
        is_newer = self._asked is not None and self._shown_number < question.number
        return is_last or (is_newer and question.view == self.asked_view)

    async def _place_in(self, question: Question[T]) -> int | None:
        """Return where the cursor stands in an answer when it is shown now; None if it is not.

        Keys move the cursor while pages come: then another one may be needed.

        Raises:
            KinescopeError: A page of it could not be read.
        """
        rows, loaded = question.rows, set[int]()
        while self._is_awaited(question):
            row = self._row_in(question)
            if loaded:  # it is known by now how long the list is
                row = max(0, min(row, rows.row_count - 1))
            if rows.page_of(row) is not None or row in loaded:
                return row
            loaded.add(row)
            await rows.load(row)
        return None

    def _row_in(self, question: Question[T]) -> int:
        """Return where the cursor is to stand in another list, as far as that list is here."""
        rows = question.rows
        item = self.item
        is_same_view = question.view == self.view
        if item is not None and item.id and (is_same_view or question.keeps_item):
            found = rows.row_of(item.id)
            if found is not None:
                return found
        if not is_same_view:
            left_row, left_id = self._left_at.get(question.view, (0, ""))
            found = rows.row_of(left_id) if left_id else None
            return left_row if found is None else found
        return max(0, self.row + self._shift_in(rows))

    def _shift_in(self, rows: PagedList[T]) -> int:
        """Return by how much the neighbours of the cursor's row moved; the nearest one tells."""
        if self.item is None:
            return 0
        for distance in range(1, PER_PAGE):
            for row in (self.cursor_row - distance, self.cursor_row + distance):
                neighbour = self._item_at(row)
                found = rows.row_of(neighbour.id) if neighbour is not None else None
                if found is not None:
                    return found - (row + self.row - self.cursor_row)
        return 0

    def _item_at(self, row: int) -> T | None:
        shown = self.shown
        if shown is None or not 0 <= row < shown.row_count:
            return None
        item = shown.row(row)
        return None if isinstance(item, MissingRow) else item

    def _show(self, question: Question[T], row: int) -> None:
        is_same_view = question.view == self.view
        if not is_same_view and self.shown is not None:
            item = self.item
            self._left_at[self.view] = self.row, item.id if item is not None else ""
        moved = row - self.cursor_row
        self.rows, self.view, self.cursor_row = question.rows, question.view, row
        self.remembered = None
        self._shown_number = question.number
        if question is self._asked:
            self._asked = None
        self.marking.show(question.rows, moved=moved if is_same_view else None)
        self.on_shown()

    # Going on.

    def near(self, most: int) -> tuple[int, list[T]]:
        """Return the items around the cursor without a gap, and the row of the first one.

        Args:
            most: How many rows there are at most on either side.
        """
        if self.item is None:
            return self.row, []
        first = last = self.cursor_row
        while first > self.cursor_row - most and self._item_at(first - 1) is not None:
            first -= 1
        while last < self.cursor_row + most and self._item_at(last + 1) is not None:
            last += 1
        found = (self._item_at(row) for row in range(first, last + 1))
        items = [item for item in found if item is not None]
        return first + self.row - self.cursor_row, items

    async def neighbour(self, places: int) -> int | None:
        """Return the row of the next item with an id, from the cursor on; None if there is none.

        Raises:
            KinescopeError: Its page could not be fetched.
        """
        rows, begin = self.rows, self.cursor_row
        row = begin + places
        while rows is not None and 0 <= row < rows.row_count:
            await rows.load(row)
            if rows is not self.rows or begin != self.cursor_row:
                # Another list came, or the cursor went: the next one from there is meant.
                rows, begin = self.rows, self.cursor_row
                row = begin + places
                continue
            item = self._item_at(row)
            if item is not None and item.id:
                return row
            row += places
        return None
