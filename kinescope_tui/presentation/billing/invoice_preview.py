"""An invoice as the preview beside its row shows it."""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_page import (
    check_sign,
    invoice_overview,
    lines_section,
)
from kinescope_tui.presentation.billing.year_bars import year_section
from kinescope_tui.presentation.lists.preview import Preview
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.services.billing.year_sums import year_sums

_ELSEWHERE = {"Number", "Status", "Lines"}  # title, status line, and the lines themselves
_KEYS = (("{table.open}", "everything"), ("{invoice.csv}", "CSV"), ("{view.copy}", "copy"))


def invoice_preview(invoice: Invoice, today: date, others: Iterable[Invoice]) -> Preview:
    """Return what is known of an invoice: its facts, its lines, and the year around it.

    Args:
        invoice: The invoice.
        today: By which it is late.
        others: Invoices that are here.
    """
    overview = invoice_overview(invoice, today)
    facts = [(row[0].text, row[-1]) for row in overview.rows]
    status: tuple[Cell, ...] = tuple(cell for label, cell in facts if label == "Status")
    lines = lines_section(invoice.lines, {})
    return Preview(
        one_line(invoice.number) or "(no number)",
        status,
        [fact for fact in facts if fact[0] not in _ELSEWHERE],
        sections=(
            replace(lines, state=check_sign(invoice)),
            year_section(year_sums(invoice, others)),
        ),
        keys=[(hint(key), label) for key, label in _KEYS],
    )
