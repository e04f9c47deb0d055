"""Invoices. Their list and every field of theirs are inferences: nothing of it is documented."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.client import KinescopeClient, quote_segment
from kinescope_tui.api.invoice import Day, Invoice
from kinescope_tui.presentation.billing.invoice_days import due_words, short_day
from kinescope_tui.presentation.billing.invoice_page import (
    day_cell,
    invoice_overview,
    invoice_sections,
    period_cell,
)
from kinescope_tui.presentation.billing.invoice_preview import invoice_preview
from kinescope_tui.presentation.billing.invoice_status import invoice_badge
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.money import amount_cell, currency
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Names, Resource, Tab, named
from kinescope_tui.services.billing.amount_scale import AmountScale
from kinescope_tui.services.billing.due import is_late
from kinescope_tui.services.billing.invoice_sums import check
from kinescope_tui.services.workspace.session import Session


async def _document_link(client: KinescopeClient, invoice: Invoice) -> str:
    """Return the link of the document, made now."""
    path = f"{INVOICES.path}/{quote_segment(invoice.id)}"
    return (await client.item(path, Invoice)).value.document_link


def _sum(invoice: Invoice) -> Any:
    """Return what an invoice comes to, beside others of its currency."""
    total = invoice.total
    return (total.currency, total.number) if total.number is not None else None


SORT_KEYS: Mapping[str, Callable[[Invoice], Any]] = {
    "created_at": lambda invoice: invoice.issued.on,
    "number": lambda invoice: invoice.number.casefold() or None,
    "status": lambda invoice: invoice.status.casefold() or None,
    "total": _sum,
    "period": lambda invoice: invoice.period.first.on,
    "due_date": lambda invoice: invoice.due.on,
    "paid_at": lambda invoice: invoice.paid_at.on,
}
"""By what invoices are sorted here, where the server does not and all of them are here."""

_BAR, _DAY = 12, 9  # cells

_COLUMNS: tuple[Column[Invoice], ...] = (
    Column("NUMBER", 12, lambda one: text(one.number), "number", is_flexible=True, most=20),
    Column("STATUS", 10, lambda one: invoice_badge(one.status), "status", has_values=True),
    Column("AMOUNT", 13, lambda one: amount_cell(one.total), "total", is_right=True),
    Column("CUR", 3, lambda one: text(currency(one.total.currency), Tone.MUTED), is_close=True),
    Column(
        "DUE",
        10,
        lambda one: day_cell(one.due, Tone.MUTED),
        "due_date",
    ),
    Column("PERIOD", 8, lambda one: period_cell(one.period), "period", is_flexible=True, most=24),
    Column("ISSUED", 10, lambda one: day_cell(one.issued, Tone.MUTED), "created_at"),
    Column("PAID", 10, lambda one: day_cell(one.paid_at, Tone.MUTED), "paid_at", rank=2),
)

INVOICES: Resource[Invoice] = Resource(
    **LISTINGS["invoices"].facts,
    model=Invoice,
    columns=[replace(column, key=SORT_KEYS.get(column.sort_field)) for column in _COLUMNS],
    title_of=lambda invoice: named(invoice.number),
    extras=(
        CopyItem("number", "number", lambda invoice: invoice.number),
        CopyItem("download-link", "document's link", ask=_document_link),
    ),
    work_out=check,  # reads the amounts of its lines, of which there may be thousands
)
"""What is to be known of the list itself; what is late is known beside a workspace's day."""


def invoices_by(today: Callable[[], date]) -> Resource[Invoice]:
    """Return the same with what is late by a day, for where dates are written in full."""
    columns = [
        replace(column, cell=lambda one: day_cell(one.due, _due_tone(one, today())))
        if column.title == "DUE"
        else column
        for column in INVOICES.columns
    ]
    return replace(INVOICES, columns=columns, is_problem=lambda one: is_late(one, today()))


def _due_tone(invoice: Invoice, today: date) -> Tone:
    return Tone.WARNING if is_late(invoice, today) else Tone.MUTED


def invoices_of(session: Session, scale: AmountScale | None = None) -> Resource[Invoice]:
    """Return the same as a screen shows it: beside what is here, and by today's date.

    Args:
        session: Whose invoices.
        scale: Beside what amounts are drawn; they are not without it.
    """

    def today() -> date:
        return session.analytics.now.date()

    def others() -> list[Invoice]:
        return list(session.loaded.rows_of(lambda kind: kind.name == INVOICES.name))

    def sections(invoice: Invoice, _raw: dict[str, Any], names: Names) -> list[Section]:
        return invoice_sections(invoice, names, today(), others())

    def short(day_of: Callable[[Invoice], Day]) -> Callable[[Invoice], Cell]:
        return lambda one: short_day(day_of(one), today(), Tone.MUTED)

    cells: dict[str, Callable[[Invoice], Cell]] = {
        "ISSUED": short(lambda one: one.issued),
        "DUE": lambda one: due_words(one, today()),
        "PAID": short(lambda one: one.paid_at),
    }
    columns = [
        replace(column, cell=cells[column.title], width=_DAY) if column.title in cells else column
        for column in INVOICES.columns
    ]
    if scale is not None:
        columns.insert(-1, _bar_column(scale))
    return replace(
        INVOICES,
        columns=columns,
        tabs=(Tab("Overview", sections=sections),),
        overview=lambda invoice, _names: invoice_overview(invoice, today()),
        preview_of=lambda invoice, _names, _now: invoice_preview(invoice, today(), others()),
        is_problem=lambda invoice: is_late(invoice, today()),
    )


def _bar_column(scale: AmountScale) -> Column[Invoice]:
    def bar(invoice: Invoice) -> Cell:
        share = scale.share(invoice)
        return Cell("━" * max(1, round(share * _BAR)) if share else "", Tone.ACCENT)

    return Column("COMPARED", _BAR, bar, key=scale.share, rank=1)
