"""Amounts of money as people write them: every digit that came, and no other."""

from collections.abc import Sequence
from decimal import Decimal

from kinescope_tui.api.invoice import Amount
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.services.billing.invoice_sums import Totals

_LONGEST = 40


def exact(number: Decimal) -> str:
    """Return a number with thin groups, `−4 200.00`."""
    return f"{number:,f}".replace(",", "\u00a0").replace("-", "\N{MINUS SIGN}")


def amount_cell(amount: Amount, *, has_currency: bool = False) -> Cell:
    """Return an amount; one that is no number stands there as it came."""
    if amount.number is None:
        text = one_line(amount.text)[:_LONGEST]
        return Cell(f"? {text}", Tone.WARNING) if text else Cell(MISSING, Tone.MUTED)
    text = exact(amount.number)
    return Cell(f"{text} {currency(amount.currency)}".rstrip() if has_currency else text)


def currency(code: str) -> str:
    """Return a currency as it came, on one line."""
    return one_line(code)[:_LONGEST]


def sums_text(added: Totals, label: str = "") -> str:
    """Return `Σ 356 225.50 RUB, 10.00 EUR`, with a label `Σ all: …`; empty if nothing is added."""
    parts = [
        f"{exact(number)} {currency(code) or '(no currency)'}"
        for code, number in added.by_currency.items()
    ]
    if not parts:
        return ""
    unread = f" ({plural(added.unread, 'invoice')} without an amount)" if added.unread else ""
    return f"Σ {label}{': ' if label else ''}{_listed(parts)}{unread}"


def _listed(parts: Sequence[str]) -> str:
    shown = 4
    more = len(parts) - shown
    return ", ".join(parts[:shown]) + (f" and {more} more currencies" if more > 0 else "")
