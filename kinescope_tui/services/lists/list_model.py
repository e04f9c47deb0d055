"""The model of a list screen: a view that was answered, one that is asked for, and a row of it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.facet_counts import FacetCounts
from kinescope_tui.services.lists.held_list import HeldList
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.paged_list import Fetch, PagedList
from kinescope_tui.services.lists.rows import InMemoryRows, Rows
from kinescope_tui.services.lists.surroundings import Surroundings
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_steps import Narrow, ViewSteps
from kinescope_tui.services.lists.whole_list import WholeList

T = TypeVar("T", bound=Identified)

_MOST_HAD = 100  # rows that are kept of a list when nothing comes after it


class Question(msgspec.Struct, Generic[T], frozen=True):
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
        home: What the list was opened in; it is never wider than that.
        rows: What is shown; None before the first answer.
        had: Where there are no rows, some of those that were shown last.
        remembered: What stands there before the first answer; None if nothing does.
        is_remembered_whole: Whether that is all of the list.
        remembered_at: When that was read; None if nothing was.
        cursor_row: The cursor's row in what is shown.
        marking: What is marked of it, and of what was shown before.
        held: What was read as a whole, or is being read.
        counts: What was counted beside the view that is asked for.
        failure: Why what was asked for last is not what is shown; None if it is, or is under way.
        failed_view: What that failure was asked for.
        has_ended_range: Whether the answer that came last ended a range, being another view.
        is_denied_anew: Whether the answer that came last is the first one of its order to say that
            it is in another one.
        on_shown: Called when an answer took the place of what was shown.
        on_failed: Called with the error when what was asked for last could not be read.

    Args:
        fetch: Makes what fetches the pages of a view.
        view: What to begin with.
        narrow: Makes the view in which a parameter has some values, and nothing contradicts them.
        arrange: Makes of all rows those of a view that is made here, in its order.
        per_page: Returns how many rows are asked for at a time.
    """

    def __init__(
        self,
        fetch: Callable[[View], Fetch[T]],
        view: View,
        narrow: Narrow = View.filtered,
        arrange: Callable[[Sequence[T], View], list[T]] = lambda items, _view: list(items),
        per_page: Callable[[], int] = lambda: PER_PAGE,
    ) -> None:
        self.fetch = fetch
        self._per_page = per_page
        self.held: HeldList[T] = HeldList(fetch, arrange)
        self._narrow = narrow
        self._default_order = view.order
        self.view = self.asked_view = self.home = view
        self.rows: PagedList[T] | None = None
        self.had: list[T] = []
        self.is_remembered_whole = False
        self.remembered: InMemoryRows[T] | None = None
        self.remembered_at: datetime | None = None
        self._remembered_first = 0  # the row of the list in which the first remembered one stood
        self.cursor_row = 0
        self.marking: Marking[T] = Marking()
        self.failure: KinescopeError | None = None
        self.failed_view = view
        self._left_at: dict[View, tuple[int, str]] = {}  # row and id under the cursor
        self._asked: Question[T] | None = None
        self._asked_number = self._shown_number = 0
        self.counts = FacetCounts()
        self._denied = Order()  # an order that the server said it did not make
        self.has_ended_range = self.is_denied_anew = False
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
    def around(self) -> Surroundings[T]:
        """The cursor's row in what is shown, and the rows beside it."""
        return Surroundings(self.shown, self.cursor_row, self.row - self.cursor_row)

    @property
    def item(self) -> T | None:
        """The item under the cursor, if it is here."""
        return self.around.item

    @property
    def is_begun(self) -> bool:
        """Whether anything was asked."""
        return self._asked_number > 0

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for that will take the place of what is shown."""
        return self._asked is not None

    @property
    def is_stale(self) -> bool:
        """Whether what is shown was asked for again, and could not be read."""
        return self.failure is not None and self.failed_view == self.view

    @property
    def page(self) -> Page[T] | None:
        """The page under the cursor, if it is here."""
        return self.rows.page_of(self.cursor_row) if self.rows is not None else None

    @property
    def exchange(self) -> Exchange | None:
        """What brought the page under the cursor, else the page that came last."""
        if self.rows is None:
            return None
        page = self.page
        return page.exchange if page is not None else self.rows.last_exchange

    @property
    def said_order(self) -> Order:
        """The order of the rows around the cursor, as the server says; no levels if it does not.

        What was asked for is `view.order`.
        """
        if self.rows is None:
            return Order()
        page = self.page
        return page.order if page is not None else self.rows.last_order

    @property
    def applied_order(self) -> Order:
        """How the rows are sorted: here, as the server says, or else as was asked for."""
        return self.view.here.order or self.said_order or self.view.order

    @property
    def is_denied(self) -> bool:
        """Whether the server says that the rows are not in the order that was asked for."""
        said = self.said_order
        return bool(said) and not said.begins_with(self.view.order)

    @property
    def loaded(self) -> list[T]:
        """The items that are here, from the top."""
        return [item for _, item in self.rows.loaded()] if self.rows is not None else []

    @property
    def here(self) -> list[T]:
        """The same, remembered ones among them."""
        return [item for _, item in self.shown.loaded()] if self.shown is not None else []

    @property
    def chosen(self) -> list[T]:
        """The marked items, else the one under the cursor."""
        return self.marking.marks.items or ([self.item] if self.item is not None else [])

    def move_to(self, row: int) -> None:
        """Take note of where the cursor is."""
        self.cursor_row = row
        self.marking.stretch(row)

    def begin_with(
        self,
        view: View,
        items: Sequence[T],
        *,
        row: int,
        first: int,
        at: datetime | None = None,
        is_whole: bool = False,
    ) -> None:
        """Let items stand there until the first answer comes.

        Args:
            view: How they were asked for.
            items: Neighbours in the list.
            row: Where the cursor was, in the list.
            first: The row of the first of these items.
            at: When they were read.
            is_whole: Whether they are all of the list.
        """
        self.is_remembered_whole = is_whole
        self.view = self.asked_view = view
        self._remembered_first = first if items else row
        if items:
            self.remembered, self.remembered_at = InMemoryRows(items), at
            self.cursor_row = max(0, min(row - first, len(items) - 1))
            self.marking.show(self.remembered)

    def lay_out(self, columns: tuple[tuple[str, int], ...]) -> None:
        """Show these columns from now on, in other views too."""
        self.view = replace(self.view, columns=columns)
        self.asked_view = replace(self.asked_view, columns=columns)

    @property
    def steps(self) -> ViewSteps:
        """The views that can be asked for next."""
        return ViewSteps(self.asked_view, self.home, self._narrow)

    # What is done here, once all rows are.

    @property
    def whole(self) -> WholeList[T] | None:
        """All rows of what the server is asked for, as far as they were read or are being read."""
        base = self.asked_view.of_server
        if (held := self.held.of(base)) is not None:
            return held
        if self.rows is None or self.view != base or not self.rows.is_whole:
            return None
        first = self.rows.page_of(0)
        return (
            None
            if first is None
            else WholeList.of(replace(first, items=self.loaded, dropped=self.rows.dropped))
        )

    @property
    def is_whole(self) -> bool:
        """Whether all rows of what the server is asked for are here."""
        whole = self.whole
        return whole is not None and whole.page is not None

    async def read_whole(self) -> WholeList[T]:
        """Return all rows of what the server is asked for, read if they are not here.

        Raises:
            TooManyRowsError: They are more than are held here.
            KinescopeError: They could not be read, or it was to stop; the next call goes on.
        """
        whole = self._hold_whole(self.asked_view)
        await whole.read()
        return whole

    def _hold_whole(self, view: View) -> WholeList[T]:
        base = view.of_server
        return self.held.hold(base, self.whole if base == self.asked_view.of_server else None)

    async def count_in(self, view: View, *, priority: Priority = Priority.LOOKED_AT) -> int | None:
        """Return how many the server has in a view; None if it does not say.

        Raises:
            KinescopeError: It could not be asked.
        """
        return (await self.fetch(view.of_server)(1, 1, priority)).total

    # Asking.

    def ask(self, view: View, *, keeps_item: bool = True) -> Question[T]:
        """Begin to ask for a view; `answer` waits for it, and for none in another view.

        Args:
            view: Which; without an order it is asked for in the one to begin with.
            keeps_item: Whether the cursor stays with its item, if that is on the page that comes.
        """
        view = view.ordered(view.order or self._default_order)
        view = replace(view, columns=view.columns or self.asked_view.columns)
        if view == self.view:
            self.held.forget()  # what is asked for again is to be new
        if self._asked is not None and self._asked.view != view:
            self._asked.rows.close()
        self._asked_number += 1
        fetch = self.fetch(view)
        if view.here:  # what is made here comes as one page
            fetch = self.held.arranged(view, self._hold_whole(view))
        rows = PagedList(fetch, per_page=self._per_page())
        question = Question(self._asked_number, view, rows, keeps_item)
        self._asked, self.asked_view = question, view
        self.failure = None
        return question

    async def answer(self, question: Question[T]) -> None:
        """Show what a question brings, as soon as what will be under the cursor is here.

        An answer to an older question is shown too, if it is in the view that is asked for: it is
        newer than what stands there, also where the last one failed.
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
        is_newer = self._shown_number < question.number
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
        return max(0, self.row + self.around.shift_in(rows))

    def _show(self, question: Question[T], row: int) -> None:
        is_same_view = question.view == self.view
        if not is_same_view and self.shown is not None:
            item = self.item
            self._left_at[self.view] = self.row, item.id if item is not None else ""
        moved, before = row - self.cursor_row, self.rows
        if question.rows.row_count:
            self.had = []
        elif self.shown is not None and self.shown.row_count:
            self.had = [item for _, item in islice(self.shown.loaded(), _MOST_HAD)]
        self.rows, self.cursor_row = question.rows, row
        self.view = replace(question.view, columns=self.asked_view.columns)
        self.remembered = None
        self._shown_number = question.number
        if question is self._asked:
            self._asked = None
        had_range = self.marking.has_range
        self.marking.show(question.rows, moved=moved if is_same_view else None)
        self.has_ended_range = had_range and not self.marking.has_range
        asked, is_denied = self.view.order, self.is_denied
        self.is_denied_anew = is_denied and asked != self._denied
        self._denied = asked if is_denied else Order()
        self.on_shown()
        if before is not None:
            before.let_go()

    # Going on.

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
            item = self.around.item_at(row)
            if item is not None and item.id:
                return row
            row += places
        return None
