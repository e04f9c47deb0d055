"""A list on standard output: one page of it, its first rows, or all."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.headless.failure import CommandFailedError, IncompleteError, failure_of
from kinescope_tui.headless.notes import note, note_to_watcher
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.progress import progress
from kinescope_tui.headless.row_output import ID_WIDTH, RowOutput, check_is_whole
from kinescope_tui.presentation.lists.export_words import wait_told
from kinescope_tui.presentation.text.cell import Tone, one_line
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.billing.invoice_list import InvoiceList, SortedHere, Unsorted
from kinescope_tui.services.lists.first_rows import FirstRows
from kinescope_tui.services.lists.page_reader import PageReader, holes_told
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.steady_order import in_first_order, steady_orders
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)

_USUAL = 25  # rows of one page


class Pages(msgspec.Struct, frozen=True):
    """How much of a list.

    Attributes:
        is_all: Whether every row.
        limit: That many rows from the first on, on however many pages; else one page.
        number: Which page, from 1.
        per_page: How many rows each has; None for what is usual.
    """

    is_all: bool = False
    limit: int | None = None
    number: int = 1
    per_page: int | None = None


async def list_rows(
    session: Session, resource: Resource[T], view: View, pages: Pages, style: OutputFormat
) -> None:
    """Write a list, or a part of it, to standard output.

    Raises:
        CommandFailedError: It is not all there.
        KinescopeError: Nothing could be read.
        PipeClosedError: Nobody reads any more.
    """
    rows = RowOutput(Output(), style, resource.model, lambda found: _columns(resource, found))
    if style.form == "table" and resource.catalog_type:
        await rows.learn_names(session, resource.catalog_type)
    listed = _Listed(session, resource, view, rows)
    if pages.is_all:
        await listed.write_all(pages.per_page or PER_PAGE)
    elif pages.limit is not None:
        await listed.write_first(pages.limit, pages.per_page or PER_PAGE)
    else:
        await listed.write_page(pages.number, pages.per_page or _USUAL)


class _Listed(Generic[T]):
    """A list on its way to standard output, and what of it is not as it was asked for."""

    def __init__(
        self, session: Session, resource: Resource[T], view: View, rows: RowOutput[T]
    ) -> None:
        self._session = session
        self._resource = resource
        self._view = view
        self._rows = rows
        self._order = view.order or resource.default_order
        self._strays: Counter[str] = Counter()  # by what the server did not filter by

    async def write_page(self, number: int, per_page: int) -> None:
        """Write one page."""
        page = await self._fetch([self._order])(number, per_page, Priority.LOOKED_AT)
        await self._write(page.items)
        await self._end(page, self._order)
        check_is_whole(page)
        if page.total is None or len(page.items) < page.total:
            shown = f"{count(len(page.items))} of {count(page.total)} {self._resource.plural}"
            note_to_watcher(f"{shown}; use --all to print all.")

    async def write_first(self, limit: int, per_page: int) -> None:
        """Write that many rows; one that moved to the next page meanwhile is written once."""
        first = FirstRows(self._fetch([self._order]), min(per_page, limit))
        written = dropped = 0

        def done() -> str:
            return f"{count(written)} of {count(limit)} {self._resource.plural}"

        async with progress(done):
            while written + dropped < limit and first.is_more and not first.is_same:
                new = (await first.more())[: limit - written]
                await self._write(new)
                written, dropped = written + len(new), sum(page.dropped for page in first.pages)
        await self._end(first.pages[0], self._order)
        for page in first.pages:
            check_is_whole(page)
        if first.may_lack:
            told = "the list changed while it was read. Run the command again to retry."
            raise IncompleteError(f"{done()}; {told}")
        if first.is_more and written < limit:
            last = first.pages[-1]
            is_empty = not last.items and not last.dropped
            same = "the server returned the same rows again"
            why = holes_told([len(first.pages)]) if is_empty else same
            raise IncompleteError(f"{done()}; {why}.")

    async def write_all(self, per_page: int) -> None:
        """Write every row, and tell how far it is known that these are all."""
        first: list[Page[T]] = []
        fields, is_fixed = self._resource.sort_fields, bool(self._view.order)
        fetch = self._fetch(steady_orders(self._order, fields, is_fixed=is_fixed))

        async def kept(page: int, per_page: int, priority: Priority) -> Page[T]:
            found = await fetch(page, per_page, priority)
            first[:] = first or [found]
            return found

        all_rows = PageReader(kept, per_page=per_page)

        def done() -> str:
            total = f" of {count(all_rows.total)}" if all_rows.total is not None else ""
            return f"{count(all_rows.taken)}{total} {self._resource.plural}"

        try:
            pacer, clock = self._session.pacer, self._session.clock
            async with progress(lambda: done() + wait_told(pacer.pace, clock.utc_now())):
                await all_rows.read(self._write)
        except KinescopeError as error:
            failure = failure_of(error)
            raise CommandFailedError(f"{failure}\nWritten: {done()}.", failure.status) from None
        await self._end(first[0], self._view.order)
        if all_rows.shortfall:
            raise IncompleteError(
                f"{done()}; {all_rows.shortfall}. Run the command again to retry."
            )
        if all_rows.total is None:
            note_to_watcher(f"{done()}; the server reports no total.")
        elif not all_rows.is_proved:
            told = (
                "based on the server's count; simultaneous additions and removals would not show."
            )
            note_to_watcher(f"{done()}; {told}")

    async def _write(self, items: Sequence[T]) -> None:
        self._strays.update(self._resource.strays(items, self._view))
        await self._rows.write(items)

    async def _end(self, page: Page[T], asked: Order) -> None:
        """Write the end, and tell on standard error what the server did not do."""
        await self._rows.end()
        if asked:
            _tell_order(page, asked)
        for label, strays in self._strays.items():
            things = plural(strays, self._resource.noun)
            told = f"{things} had a {label} other than requested"
            note(f"The server did not filter by {label}: {told}.")

    def _fetch(self, orders: Sequence[Order]) -> Fetch[Any]:
        """Return what fetches pages, in the first of these orders that the server takes."""
        resource = self._resource

        @cache
        def fetch_in(order: Order) -> Fetch[Any]:
            if not order and resource.default_order:
                told = f"The server cannot sort by {resource.default_order}"
                note(f"{told}; rows are in the server's order.")
            return self._in_order(order)

        if resource.path == INVOICES.path:
            # Where the server refuses to sort them they are sorted here.
            invoices = InvoiceList(INVOICES.default_order, SORT_KEYS)
            ordered = in_first_order(fetch_in, orders)
            return invoices.fetch(self._order, ordered, self._in_order(Order()))
        # Who asked for no order gets none where the server refuses the usual one.
        return in_first_order(fetch_in, orders if self._view.order else [*orders, Order()])

    def _in_order(self, order: Order) -> Fetch[Any]:
        return self._resource.fetch(self._session.client, self._view.ordered(order))


def _tell_order(page: Page[Any], asked: Order) -> None:
    """Say on standard error where the rows do not stand as they were asked for."""
    if isinstance(page, SortedHere):
        note(f"Sorted here by {page.order}: the server cannot.")
    elif isinstance(page, Unsorted):
        note(f"Not sorted by {asked}: the server cannot, and this page does not have all rows.")
    elif page.order and not page.order.begins_with(asked):
        note(f"The server sorted by {one_line(str(page.order))}, not by {asked}.")


def _columns(resource: Resource[T], rows: Sequence[T]) -> Sequence[Column[T]]:
    if not resource.columns:
        return resource.columns_for(rows)
    if not all(row.own_id for row in rows):
        return resource.columns
    by_id: Column[T] = Column("ID", ID_WIDTH, lambda item: text(item.own_id, Tone.MUTED))
    return (*resource.columns, by_id)
