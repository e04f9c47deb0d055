"""The list of invoices, as far as the API gives one, sorts it, or lets single ones stand for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.error_codes import NO_BILLING_ACCOUNT
from kinescope_tui.api.errors import (
    ForbiddenError,
    KinescopeError,
    NotFoundError,
    OrderFieldError,
)
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View

SortKeys = Mapping[str, Callable[[Invoice], Any]]

_NO_METHOD = 405


class SortedHere(Page[Invoice], frozen=True):
    """A page of which the server refused the order, sorted here."""


class Unsorted(Page[Invoice], frozen=True):
    """A page of which the server refused the order, as it came."""


class InvoiceList:
    """Fetches invoices; where the API refuses, what can stand for it takes its place.

    No document has a list of invoices. Where the API refuses it, those that were opened by their
    ids stand for it; where it refuses to sort, a list that is one page is sorted here, and a longer
    one comes in the server's own order, if no other was asked for by the user.

    Attributes:
        refusal: Why there is no list; None while there may be one.

    Args:
        default_order: What is asked for without anybody choosing it.
        sort_keys: By what invoices are sorted here.
        opened: Those that were opened by their ids.
        journal: Every exchange of the session.
    """

    def __init__(
        self,
        default_order: Order,
        sort_keys: SortKeys,
        *,
        opened: Callable[[], Sequence[Invoice]] = lambda: (),
        journal: Iterable[Exchange] = (),
    ) -> None:
        self._default_order = default_order
        self._sort_keys = sort_keys
        self._opened = opened
        self._journal = journal
        self._asks_again = True
        self._has_list = False
        self._refused: dict[Order, OrderFieldError] = {}
        self.refusal: KinescopeError | None = None

    def ask_again(self) -> None:
        """Ask the API for the list once more, though it refused it."""
        self._asks_again = True

    def forget(self) -> None:
        """Ask the API once more also for the orders that it refused, be it just now."""
        self._asks_again = True
        self._refused = {}

    def fetch(
        self, order: Order, sorted_pages: Fetch[Invoice], own_pages: Fetch[Invoice]
    ) -> Fetch[Invoice]:
        """Return what fetches the pages of the list in an order.

        Args:
            order: Which.
            sorted_pages: Asks the API for a page in that order.
            own_pages: Asks it for a page in no order.
        """
        pages = _Pages(order, sorted_pages, own_pages, self._sort_keys, self._refused)
        pages.needs_order = order != self._default_order
        asks, self._asks_again = self._asks_again, False

        async def fetch(number: int, per_page: int, priority: Priority) -> Page[Invoice]:
            if self.refusal is not None and not asks:
                return self._opened_page(self.refusal, order, number)
            try:
                found = await pages.page(number, per_page, priority)
            except KinescopeError as error:
                if self._has_list or not is_refused_list(error):
                    raise
                self.refusal = error
                return self._opened_page(error, order, number)
            self._has_list, self.refusal = True, None
            return found

        return fetch

    def _opened_page(self, refusal: KinescopeError, order: Order, number: int) -> Page[Invoice]:
        """Return what was opened by id, in the place of the list.

        Raises:
            KinescopeError: Nothing was.
        """
        opened = self._opened()
        exchange = next((one for one in self._journal if one.error is refusal), None)
        if not opened or exchange is None:
            raise refusal
        items = in_order(opened, order, self._sort_keys) if number == 1 else []
        return SortedHere(items, number, max(1, len(opened)), None, order, exchange)


class InvoiceListModel(ListModel[Invoice]):
    """The list of invoices as it is shown, whatever stands for it.

    Args:
        invoices: What takes the API's place where it refuses.
        fetch: Makes what asks the API for the pages of a view.
        view: What to begin with.
        arrange: Makes of all invoices those of a view that is made here.
        per_page: Returns how many invoices are asked for at a time.
    """

    def __init__(
        self,
        invoices: InvoiceList,
        fetch: Callable[[View], Fetch[Invoice]],
        view: View,
        arrange: Callable[[Sequence[Invoice], View], list[Invoice]] = lambda items, _: list(items),
        per_page: Callable[[], int] = lambda: PER_PAGE,
    ) -> None:
        def fetch_either(view: View) -> Fetch[Invoice]:
            return invoices.fetch(view.order, fetch(view), fetch(view.ordered(Order())))

        super().__init__(fetch_either, view, arrange=arrange, per_page=per_page)
        self.invoices = invoices

    @property
    def refusal(self) -> KinescopeError | None:
        """Why the API gives no list; None while there may be one."""
        return self.invoices.refusal

    @property
    def applied_order(self) -> Order:
        """How the rows are sorted; what was asked for is not made where the server refused it."""
        page = self.page
        is_unsorted = isinstance(page, Unsorted) and not self.view.here.order
        return page.order if page is not None and is_unsorted else super().applied_order


class _Pages:
    """The pages of one question; the order that the server refuses is made here, if it can be."""

    def __init__(
        self,
        order: Order,
        sorted_pages: Fetch[Invoice],
        own_pages: Fetch[Invoice],
        sort_keys: SortKeys,
        refused: dict[Order, OrderFieldError],
    ) -> None:
        self._order = order
        self._sorted_pages = sorted_pages
        self._own_pages = own_pages
        self._sort_keys = sort_keys
        self._refused = refused
        self._whole: Page[Invoice] | None = None  # sorted; every page is cut from it
        # More than a page, or not to be sorted here.
        self._is_long = not all(level.field in sort_keys for level in order.levels)
        self.needs_order = True

    async def page(self, number: int, per_page: int, priority: Priority) -> Page[Invoice]:
        """Return a page.

        Raises:
            KinescopeError: It could not be read, or not be sorted.
        """
        refused = self._refused.get(self._order)
        if refused is None:
            try:
                return await self._sorted_pages(number, per_page, priority)
            except OrderFieldError as error:
                refused = error
        page = await self._without_server(refused, number, per_page, priority)
        self._refused[self._order] = refused
        return page

    async def _without_server(
        self, refused: OrderFieldError, number: int, per_page: int, priority: Priority
    ) -> Page[Invoice]:
        if self._whole is None and not self._is_long:
            largest = max(per_page, PER_PAGE)
            page = await self._own_pages(1, largest, priority)
            if page.total == len(page.items):
                items = in_order(page.items, self._order, self._sort_keys)
                self._whole = _as(SortedHere, page, items=items, order=self._order)
            else:
                self._is_long = True
            if self._is_long and not self.needs_order and (number, per_page) == (1, largest):
                return _as(Unsorted, page)
        if self._whole is not None:
            first = (number - 1) * per_page
            items = list(self._whole.items[first : first + per_page])
            return replace(self._whole, items=items, number=number, per_page=per_page)
        if self.needs_order:
            raise refused
        return _as(Unsorted, await self._own_pages(number, per_page, priority))


def is_refused_list(error: KinescopeError) -> bool:
    """Return whether an error says that there is no list, or none for this token."""
    is_kind = isinstance(error, NotFoundError | ForbiddenError)
    return is_kind or error.status == _NO_METHOD or error.code == NO_BILLING_ACCOUNT


def _as(kind: type[Page[Invoice]], page: Page[Invoice], **changes: Any) -> Page[Invoice]:
    values = {name: getattr(page, name) for name in page.__struct_fields__}
    return kind(**values | changes)
