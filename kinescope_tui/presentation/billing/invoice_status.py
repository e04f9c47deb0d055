"""The status of an invoice: a sign, a word, and whether money is owed."""

from datetime import UTC, date, datetime

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line

# Nobody documented the words; these are what billing systems say.
_BADGES = {
    "paid": Cell("✓ paid", Tone.GOOD),
    "unpaid": Cell("○ unpaid", Tone.WARNING),
    "pending": Cell("○ pending", Tone.WARNING),
    "open": Cell("○ open", Tone.WARNING),
    "issued": Cell("○ issued", Tone.WARNING),
    "overdue": Cell("! overdue", Tone.BAD),
    "draft": Cell("◌ draft", Tone.MUTED),
    "preliminary": Cell("◌ preliminary", Tone.MUTED),
    "canceled": Cell("⊘ canceled", Tone.MUTED),
    "cancelled": Cell("⊘ cancelled", Tone.MUTED),
    "void": Cell("⊘ void", Tone.MUTED),
    "refunded": Cell("↩ refunded", Tone.MUTED),
    "credit": Cell("↩ credit", Tone.MUTED),
}
_UNPAID = {"unpaid", "pending", "open", "issued", "overdue"}
_LONGEST = 200


def invoice_badge(status: str) -> Cell:
    """Return a status as it is shown; one that nobody knows is shown as it came."""
    word = one_line(status)
    known = _BADGES.get(status.strip().lower())
    return known or (Cell(f"· {word[:_LONGEST]}") if word else Cell(MISSING, Tone.MUTED))


def is_unpaid(invoice: Invoice) -> bool:
    """Return whether an invoice is to be paid still, going by its status."""
    return invoice.status.strip().lower() in _UNPAID


def is_late(invoice: Invoice, today: date | None = None) -> bool:
    """Return whether an invoice is overdue, or its day to be paid is over."""
    status = invoice.status.strip().lower()
    now = today or datetime.now(UTC).date()
    return status == "overdue" or (
        is_unpaid(invoice) and invoice.due.on is not None and invoice.due.on < now
    )
