"""Marked rows say what they come to, and of how many that is not known."""

from datetime import UTC, date, datetime

from kinescope_tui.api import Exchange, Page, Priority
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import Asset, Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.billing.invoice_words import InvoiceWords
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.billing.invoice_list import InvoiceList, InvoiceListModel
from kinescope_tui.services.lists.view import Here, View

EXCHANGE = Exchange("GET", "/v1/billing/invoices", (), datetime(2026, 8, 21, tzinfo=UTC))


def video(n: int, duration_s: float | None, *sizes: int | None) -> Video:
    assets = [Asset(size_bytes=size) for size in sizes]
    return Video(id=f"v{n}", duration_s=duration_s, assets=assets)


def test_durations_and_sizes_are_added_up() -> None:
    told = VIDEOS.sum_of([video(1, 3_600.4, 10**9, 5 * 10**8), video(2, 61, 10**9)])
    assert told == "Σ 1:01:01 · 2.5 GB"
    told = VIDEOS.sum_of([video(1, 5_000_000, 10**6), *(video(n, 8_000_000) for n in (2, 3))])
    assert told == "Σ 5\u00a0833:20:00 · 1.0 MB (2 without a size)"
    assert VIDEOS.sum_of([video(1, 0, None), video(2, float("nan")), video(3, 10, -7)]) == (
        "Σ 0:10 (2 without a duration)".replace("0:10", "0:00:10")
    )
    assert VIDEOS.sum_of([video(1, None)]) == ""


def invoice(n: int, status: str, total: object, **fields: object) -> Invoice:
    raw = {"id": f"i{n}", "status": status, "total": total, "currency": "RUB", **fields}
    return Invoice(id=f"i{n}", raw=raw)


ROWS = [
    invoice(1, "paid", "100.10"),
    invoice(2, "unpaid", "50.20", paid_amount="20.10"),
    invoice(3, "Overdue", "7", currency="EUR"),
    invoice(4, "draft", "9000"),
]


async def shown(view: View = View()) -> InvoiceWords:  # noqa: B008 - it never changes
    async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Invoice]:
        return Page(ROWS, number, per_page, len(ROWS), Order(), EXCHANGE)

    model = InvoiceListModel(
        InvoiceList(Order(), SORT_KEYS),
        lambda _view: fetch,
        View(),
        lambda items, view: INVOICES.arranged(items, view, {}),
    )
    await model.answer(model.ask(View()))
    await model.answer(model.ask(view))
    return InvoiceWords(model, lambda: date(2026, 8, 22))


async def test_invoices_say_what_is_unpaid_by_currency() -> None:
    words = await shown()
    for one in ROWS:
        words.model.marking.toggle(one)
    assert words.sums == "Σ 9\u00a0150.30 RUB, 7 EUR · Σ unpaid: 30.10 RUB, 7 EUR"
    for one in ROWS[1:]:
        words.model.marking.toggle(one)
    assert words.sums == "Σ 100.10 RUB"


async def test_a_status_filters_invoices_here() -> None:
    unpaid = INVOICES.columns[1].text(ROWS[1], {})
    words = await shown(View(here=Here(values=(("status", unpaid),))))
    assert [one.id for one in words.model.loaded] == ["i2"]
    assert words.sums == "Σ all: 50.20 RUB"
    by_total = View(here=Here(Order.parse("total.desc")))
    words = await shown(by_total)
    assert [one.id for one in words.model.loaded] == ["i4", "i1", "i2", "i3"]
    assert words.order(80) == "○ sorted here"
