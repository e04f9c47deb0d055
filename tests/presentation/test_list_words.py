"""What is said of a list is true in every state in which it is said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import Identified, Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.billing.invoice_words import InvoiceWords
from kinescope_tui.presentation.lists.list_words import ListWords, lacking_text, marks_text
from kinescope_tui.services.billing.invoice_list import InvoiceList, InvoiceListModel
from kinescope_tui.services.lists import marking
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)
EXCHANGE = Exchange("GET", "/v1/videos", (), NOW - timedelta(minutes=5))
NEWEST, BY_NUMBER = View(Order.parse("created_at.desc")), View(Order.parse("number"))
NO_ORDER = errors.OrderFieldError("no", status=400, code=400216)


class Server:
    """Answers at once.

    Attributes:
        total: How many it says there are.
        rows: How many there are.
        says: The order that it says it made.
        errors: What it refuses with, by order.
    """

    def __init__(self, make: Callable[[str], Identified] = Video, rows: int = 250) -> None:
        self.make = make
        self.rows = rows
        self.total: int | None = rows
        self.says = Order()
        self.errors: dict[Order, errors.KinescopeError] = {}

    def fetch(self, view: View) -> Fetch[Identified]:
        async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Identified]:
            if view.order in self.errors:
                raise self.errors[view.order]
            start = (number - 1) * per_page
            found = range(start, min(start + per_page, self.rows))
            items = [self.make(f"{n}") for n in found]
            return Page(items, number, per_page, self.total, self.says, EXCHANGE)

        return fetch


async def shown(server: Server, view: View = NEWEST) -> ListWords[Identified]:
    model = ListModel(server.fetch, view)
    await model.answer(model.ask(view))
    return ListWords(model, "video")


async def test_where_the_cursor_is() -> None:
    words = await shown(Server())
    words.model.move_to(120)
    told = "row 121 of 250 · page 2/3"
    assert words.position(NOW) == told
    assert words.position(NOW, ["export 5 %", ""]) == f"{told} · export 5 %"
    server = Server(rows=0)
    assert (await shown(server)).position(NOW) == "no rows"
    server.total = None
    server.rows = 3
    assert (await shown(server)).position(NOW) == "row 1 of ? · page 1"


async def test_what_is_old_says_how_old_and_what_leads_on() -> None:
    words = await shown(server := Server())
    server.errors[NEWEST.order] = errors.UnreachableError("no route")
    await words.model.answer(words.model.ask(NEWEST))
    assert words.position(NOW).endswith(" · refresh failed; rows are from 5 min ago")
    model = ListModel(server.fetch, NEWEST)
    words = ListWords(model, "video")
    assert words.position(NOW) == ""
    model.begin_with(NEWEST, [Video(id="1")], row=0, first=0, at=NOW - timedelta(hours=2))
    question = model.ask(NEWEST)
    assert words.position(NOW) == "as of 2 hours ago · updating …"
    assert words.order(100) == ""
    await model.answer(question)
    assert words.position(NOW) == "as of 2 hours ago · r reloads"


@pytest.mark.parametrize(
    ("said", "told", "news"),
    [
        ("", "requested: created ▼", 0),
        ("created_at.desc,title", "sorted by the server: created ▼1 · title ▲2", 0),
        ("title", "! title ▲, not created ▼", 1),
        (f"{'x' * 100}", f"! {'x' * 79}…, not created ▼", 1),
    ],
)
async def test_who_sorted_the_rows(said: str, told: str, news: int) -> None:
    server = Server()
    server.says = Order.parse(said)
    words = await shown(server)
    assert words.order(200) == told
    assert len(words.news) == news
    assert all("not by created_at.desc" in one for one in words.news)


async def test_an_order_that_is_refused_leaves_what_was() -> None:
    server = Server()
    server.errors[BY_NUMBER.order] = NO_ORDER
    model = (words := await shown(server)).model
    await model.answer(model.ask(BY_NUMBER))
    assert words.refused_order == (
        "The server cannot sort by number.asc. Order kept: created_at.desc."
    )
    model = ListModel(server.fetch, BY_NUMBER)
    await model.answer(model.ask(BY_NUMBER))
    assert ListWords(model, "video").refused_order.endswith("Order kept: none.")


async def test_how_much_is_marked_and_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    words = await shown(Server())
    model, marks = words.model, words.model.marking
    assert (marks_text(marks), lacking_text(marks)) == ("", "")
    marks.begin_range(0)
    model.move_to(3)
    assert marks_text(marks) == "4 marked, range"
    assert lacking_text(marks) == ""
    model.move_to(249)
    assert marks_text(marks) == (
        "100 marked, range · 150 of 250 rows in the range loading, esc stops"
    )
    assert lacking_text(marks) == "150 of 250 rows in the range still loading; esc stops."
    assert "100 marked, range · 150 of" in words.position(NOW)
    monkeypatch.setattr(marking, "MAX_FETCHED", 100)
    assert marks_text(marks).endswith("rows in the range not loaded (too many)")
    assert lacking_text(marks).endswith(
        "rows in the range not loaded, because there are too many; v ends the range."
    )
    await model.answer(model.ask(BY_NUMBER))
    assert words.news == ["The range ended; marked: 100 rows."]


async def test_why_there_are_none() -> None:
    server = Server(rows=0)
    model = ListModel(server.fetch, NEWEST)
    words = ListWords(model, "video")
    question = model.ask(NEWEST)
    assert words.absence(None, []) == "░░░░░░ loading …"
    await model.answer(question)
    assert "This workspace has no videos." in words.absence(None, [])
    assert "No match: / x" in words.absence(None, ["/ x"])
    server.errors[NEWEST.order] = errors.ServerError("broken", status=500)
    model = ListModel(server.fetch, NEWEST)
    await model.answer(model.ask(NEWEST))
    assert "The videos could not be loaded." in ListWords(model, "video").absence(None, [])


# Invoices.


def invoice(invoice_id: str) -> Invoice:
    return Invoice(id=invoice_id, raw={"total": "1.50", "currency": "EUR"})


async def invoices(server: Server, view: View = NEWEST) -> InvoiceWords:
    keys = {"number": lambda one: one.id, "created_at": lambda one: one.id}
    model = InvoiceListModel(InvoiceList(NEWEST.order, keys), server.fetch, NEWEST)  # type: ignore[arg-type]  # they are invoices
    await model.answer(model.ask(view))
    return InvoiceWords(model, lambda: date(2026, 8, 22))


async def test_invoices_say_who_sorted_them_as_there_is_room() -> None:
    server = Server(invoice, rows=20)
    server.errors = {NEWEST.order: NO_ORDER, BY_NUMBER.order: NO_ORDER}
    words = await invoices(server, BY_NUMBER)
    assert words.order(110) == "○ sorted here: number ▲"
    assert words.order(109) == "○ sorted here"
    assert words.model.applied_order == BY_NUMBER.order
    server.rows = server.total = 150
    words = await invoices(server)
    assert words.order(110) == "in the server's order"
    assert words.order(80) == "not sorted"
    assert words.model.applied_order == Order()  # the head claims no other
    server.errors.clear()
    server.says = NEWEST.order
    words = await invoices(server)
    assert words.order(110) == "sorted by the server: created ▼"
    assert words.order(80) == ""
    server.says = BY_NUMBER.order
    words = await invoices(server)
    assert words.order(80).startswith("! ")


async def test_a_refused_list_of_invoices_is_explained_in_its_place() -> None:
    server = Server(invoice)
    server.errors[NEWEST.order] = errors.NotFoundError("no", status=404)
    words = await invoices(server)
    assert "The API does not list invoices (404)" in words.absence(None, [])
    assert "i opens an invoice by id" in words.absence(None, [])


async def test_sums_are_of_what_is_marked_else_of_what_is_here() -> None:
    words = await invoices(Server(invoice, rows=150))
    assert words.sums == "Σ 100 loaded: 150.00 EUR"
    assert words.model.rows is not None
    await words.model.rows.load(149)
    assert words.position(NOW) == "row 1 of 150 · page 1/2 · Σ all: 225.00 EUR"
    words.model.marking.toggle(invoice("7"))
    assert words.position(NOW).endswith(" · 1 marked · Σ 1.50 EUR")


@pytest.mark.parametrize("status", ["draft", "Canceled", "void"])
async def test_what_was_not_billed_is_in_no_sum(status: str) -> None:
    def made(number: str) -> Invoice:
        one = invoice(number)
        one.raw["status"] = status if number == "7" else "paid"
        return one

    words = await invoices(Server(made, rows=9))
    assert words.sums == "Σ all billed: 12.00 EUR"
