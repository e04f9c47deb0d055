"""What was billed in the months around an invoice, as far as invoices are here."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from kinescope_tui.api.invoice import Amount, Invoice
from kinescope_tui.services.billing.due import is_billed
from kinescope_tui.services.billing.invoice_sums import sums

_MONTHS = 12
_FIRST_YEAR = 2  # from which on there is a year before each month


class YearSums(msgspec.Struct, frozen=True):
    """The sums of twelve months in one currency.

    Attributes:
        months: The first day of each, the last one last.
        sums: What was billed for it; None where no invoice of it is here.
        currency: In which.
        chosen: The number of the month of the invoice.
    """

    months: tuple[date, ...]
    sums: tuple[Decimal | None, ...]
    currency: str
    chosen: int

    @property
    def mean(self) -> Decimal:
        """The mean of the months that are known."""
        known = [one for one in self.sums if one is not None]
        return sum(known, Decimal()) / len(known) if known else Decimal()


def year_sums(invoice: Invoice, others: Iterable[Invoice]) -> YearSums | None:
    """Return the year of an invoice: the last twelve months if it is of these, else those before.

    None where the invoice has no month or no amount, or where fewer than two months are here.

    Args:
        invoice: The invoice.
        others: Those that are here, itself among them or not.
    """
    month = _month(invoice)
    currency = invoice.total.currency
    if month is None or invoice.total.number is None:
        return None
    amounts: dict[date, list[Amount]] = {}
    for one in {one.id: one for one in (*others, invoice)}.values():
        when = _month(one)
        if when is None or one.total.currency != currency or not is_billed(one):
            continue
        if one.total.number is not None:
            amounts.setdefault(when, []).append(one.total)
    newest = max(amounts, default=month)
    end = newest if _ordinal(newest) - _ordinal(month) < _MONTHS else month
    numbers = (_ordinal(end) - n for n in reversed(range(_MONTHS)))
    months = tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)
    found = tuple(
        sums(amounts[one]).by_currency.get(currency) if one in amounts else None for one in months
    )
    if sum(one is not None for one in found) < 2:  # noqa: PLR2004 - one alone compares with nothing
        return None
    return YearSums(months, found, currency, months.index(month))


def _month(invoice: Invoice) -> date | None:
    first = invoice.period.first.on or invoice.issued.on
    return first.replace(day=1) if first is not None and first.year >= _FIRST_YEAR else None


def _ordinal(month: date) -> int:
    return month.year * 12 + month.month - 1
