"""Invoices. Their list and every field of theirs are inferences: nothing of it is documented."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kinescope_tui.api.client import KinescopeClient, quote_segment
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_page import (
    day_cell,
    invoice_badge,
    invoice_overview,
    invoice_sections,
    period_cell,
)
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.money import amount_cell, currency
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Resource, Tab, named
from kinescope_tui.services.billing.due import is_late


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

_COLUMNS: tuple[Column[Invoice], ...] = (
    Column("NUMBER", 12, lambda one: text(one.number), "number", is_flexible=True),
    Column("STATUS", 10, lambda one: invoice_badge(one.status), "status", has_values=True),
    Column("AMOUNT", 13, lambda one: amount_cell(one.total), "total", is_right=True),
    Column("CUR", 3, lambda one: text(currency(one.total.currency), Tone.MUTED)),
    Column("PERIOD", 8, lambda one: period_cell(one.period), "period", is_flexible=True),
    Column("ISSUED", 10, lambda one: day_cell(one.issued, Tone.MUTED), "created_at"),
    Column(
        "DUE",
        10,
        lambda one: day_cell(one.due, Tone.WARNING if is_late(one) else Tone.MUTED),
        "due_date",
    ),
    Column("PAID", 10, lambda one: day_cell(one.paid_at, Tone.MUTED), "paid_at"),
)

INVOICES: Resource[Invoice] = Resource(
    **LISTINGS["invoices"].facts,
    model=Invoice,
    columns=[replace(column, key=SORT_KEYS.get(column.sort_field)) for column in _COLUMNS],
    title_of=lambda invoice: named(invoice.number),
    tabs=(Tab("Overview", sections=invoice_sections),),
    extras=(
        CopyItem("number", "number", lambda invoice: invoice.number),
        CopyItem("download-link", "document's link", ask=_document_link),
    ),
    is_problem=is_late,
    overview=invoice_overview,
)
