"""The days of an invoice, as people say them."""

from datetime import date

from kinescope_tui.api.invoice import Day, Invoice
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.services.billing.due import is_late, is_unpaid

_SOON_DAYS = 31
_LONGEST = 200


def short_day(day: Day, today: date, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a day as people say it: `1 Aug`, of another year `1 Dec 25`; else as it came."""
    on = day.on
    if on is None:
        text = one_line(day.text)[:_LONGEST]
        return Cell(f"? {text}", Tone.WARNING) if text else Cell(MISSING, Tone.MUTED)
    told = f"{on.day} {on:%b}"
    return Cell(told if on.year == today.year else f"{told} {on.year % 100:02}", tone)


def due_words(invoice: Invoice, today: date) -> Cell:
    """Return when an invoice is due: `22 d late`, `in 9 d`, of one that is paid the day."""
    on = invoice.due.on
    tone = Tone.BAD if is_late(invoice, today) else Tone.WARNING
    if on is None or not is_unpaid(invoice):
        return short_day(invoice.due, today, Tone.MUTED)
    days = (on - today).days
    if days < 0:
        return Cell(f"{-days} d late", Tone.BAD)
    if days <= _SOON_DAYS:
        return Cell(f"in {days} d" if days else "today", tone)
    return short_day(invoice.due, today, Tone.MUTED)


def paid_words(invoice: Invoice) -> str:
    """Return how a payment stands to the day when it was due: `27 d early`; empty if unknown."""
    paid, due = invoice.paid_at.on, invoice.due.on
    if paid is None or due is None:
        return ""
    days = (paid - due).days
    return f"{days} d late" if days > 0 else f"{-days} d early" if days else "on time"
