"""Invoices where the API refuses their list or an order: what stands for them, and what is said."""

import asyncio
from datetime import UTC, datetime

import pytest
from patience import until

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.order import Order
from kinescope_tui.services.billing.invoice_list import InvoiceList, SortedHere, Unsorted

EXCHANGE = Exchange("GET", "/v1/billing/invoices", (), datetime(2026, 8, 21, tzinfo=UTC))
NEWEST, BY_NUMBER = Order.parse("created_at.desc"), Order.parse("number")
KEYS = {"number": lambda invoice: invoice.id, "created_at": lambda invoice: invoice.id}
NO_ORDER = errors.OrderFieldError("no", status=400, code=400216)
NO_LIST = errors.NotFoundError("no list", status=404)


class Api:
    """A list of invoices.

    Attributes:
        asked: Orders and pages that were asked for.
        refuses: What it refuses with, by order.
    """

    def __init__(self, *ids: str) -> None:
        self.ids = ids
        self.asked: list[tuple[str, int, int]] = []
        self.refuses: dict[Order, errors.KinescopeError] = {}

    async def page(self, order: Order, number: int, per_page: int) -> Page[Invoice]:
        self.asked.append((str(order), number, per_page))
        if order in self.refuses:
            raise self.refuses[order]
        start = (number - 1) * per_page
        items = [Invoice(id=one) for one in self.ids[start : start + per_page]]
        return Page(items, number, per_page, len(self.ids), order, EXCHANGE)


async def page(
    invoices: InvoiceList, api: Api, order: Order, number: int = 1, per_page: int = 100
) -> Page[Invoice]:
    fetch = invoices.fetch(
        order,
        lambda number, per_page, _priority: api.page(order, number, per_page),
        lambda number, per_page, _priority: api.page(Order(), number, per_page),
    )
    return await fetch(number, per_page, Priority.LOOKED_AT)


def ids(found: Page[Invoice]) -> str:
    return "".join(invoice.id for invoice in found.items)


async def test_a_list_that_is_sorted_is_passed_on() -> None:
    api = Api("c", "a", "b")
    found = await page(InvoiceList(NEWEST, KEYS), api, BY_NUMBER)
    assert type(found) is Page
    assert ids(found) == "cab"


@pytest.mark.parametrize("order", [NEWEST, BY_NUMBER])
async def test_a_refused_order_is_made_here_where_all_is_here(order: Order) -> None:
    api, invoices = Api("c", "a", "b"), InvoiceList(NEWEST, KEYS)
    api.refuses[order] = NO_ORDER
    found = await page(invoices, api, order)
    assert isinstance(found, SortedHere)
    assert found.order == order
    assert ids(found) == ("cba" if order == NEWEST else "abc")
    api.asked.clear()
    await page(invoices, api, order)
    assert api.asked == [("", 1, 100)]  # it is known to be refused
    invoices.forget()
    await page(invoices, api, order)
    assert api.asked[1] == (str(order), 1, 100)


async def test_an_order_that_was_refused_to_an_older_question_is_asked_for_anew() -> None:
    api, invoices, answers = Api("b", "a"), InvoiceList(NEWEST, KEYS), asyncio.Event()
    api.refuses[BY_NUMBER] = NO_ORDER

    async def late(number: int, per_page: int, _priority: Priority) -> Page[Invoice]:
        await answers.wait()
        return await api.page(Order(), number, per_page)

    fetch = invoices.fetch(BY_NUMBER, lambda n, m, _: api.page(BY_NUMBER, n, m), late)
    older = asyncio.ensure_future(fetch(1, 100, Priority.LOOKED_AT))
    for _ in until(lambda: api.asked):
        await asyncio.sleep(0)
    invoices.forget()
    answers.set()
    await older
    api.asked.clear()
    await page(invoices, api, BY_NUMBER)
    assert api.asked[0] == (str(BY_NUMBER), 1, 100)


async def test_also_a_small_page_is_cut_from_all_of_it_sorted() -> None:
    api, invoices = Api(*"gfedcba"), InvoiceList(NEWEST, KEYS)
    api.refuses[BY_NUMBER] = NO_ORDER
    found = await page(invoices, api, BY_NUMBER, number=2, per_page=3)
    assert (ids(found), found.number, found.per_page, found.total) == ("def", 2, 3, 7)


async def test_a_long_list_is_not_claimed_to_be_sorted() -> None:
    many = [f"{n:03}" for n in range(150)]
    api, invoices = Api(*many), InvoiceList(NEWEST, KEYS)
    api.refuses = {NEWEST: NO_ORDER, BY_NUMBER: NO_ORDER}
    with pytest.raises(errors.OrderFieldError):
        await page(invoices, api, BY_NUMBER)
    api.asked.clear()
    found = await page(invoices, api, NEWEST)
    assert isinstance(found, Unsorted)
    assert not found.order
    assert api.asked == [("created_at.desc", 1, 100), ("", 1, 100)]
    # One that grew beyond a page is no longer called sorted, though its order once was made here.
    short, invoices = Api(*many[:100]), InvoiceList(NEWEST, KEYS)
    short.refuses[NEWEST] = NO_ORDER
    assert isinstance(await page(invoices, short, NEWEST), SortedHere)
    short.ids = tuple(many)
    assert isinstance(await page(invoices, short, NEWEST), Unsorted)


async def test_what_was_opened_stands_for_a_refused_list_until_there_is_one() -> None:
    api, journal = Api("c", "a"), [EXCHANGE]
    opened: list[Invoice] = []
    invoices = InvoiceList(NEWEST, KEYS, opened=lambda: opened, journal=journal)
    api.refuses[NEWEST] = NO_LIST
    with pytest.raises(errors.NotFoundError):
        await page(invoices, api, NEWEST)
    assert invoices.refusal is NO_LIST
    journal.append(Exchange("GET", "/", (), EXCHANGE.started_at, error=NO_LIST))
    opened += [Invoice(id="x"), Invoice(id="y")]
    found = await page(invoices, api, NEWEST)
    assert (ids(found), found.total, found.exchange) == ("yx", None, journal[1])
    assert len(api.asked) == 1
    invoices.ask_again()
    refusals = [invoices.refusal]  # stays for as long as nothing else is known
    api.refuses.clear()
    assert ids(await page(invoices, api, NEWEST)) == "ca"
    refusals.append(invoices.refusal)
    api.refuses[NEWEST] = NO_LIST
    with pytest.raises(errors.NotFoundError):  # there was a list: this is a fault
        await page(invoices, api, NEWEST)
    assert [*refusals, invoices.refusal] == [NO_LIST, None, None]


async def test_another_failure_is_no_refusal() -> None:
    api, invoices = Api(), InvoiceList(NEWEST, KEYS, opened=lambda: [Invoice(id="x")])
    api.refuses[NEWEST] = errors.ServerError("broken", status=500)
    with pytest.raises(errors.ServerError):
        await page(invoices, api, NEWEST)
    assert invoices.refusal is None
