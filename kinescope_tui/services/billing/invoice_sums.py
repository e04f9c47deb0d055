"""Adding up invoices: by currency, exactly, and with what could not be added said."""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.invoice import Amount, Invoice, amount_of
from kinescope_tui.api.nouns import counted

_EXACT = Context(prec=80)  # more than the largest and the finest amount have digits between them
_REDUCTION = re.compile(r"(discount|credit)s?(_?(amount|total|applied))?", re.IGNORECASE)
_NOISE = Decimal("0.000001")  # less is no money, but what binary fractions leave behind


class Totals(msgspec.Struct, frozen=True):
    """The sums of some amounts, by currency.

    Attributes:
        by_currency: The sum in each currency, in the order in which they came.
        unread: How many amounts were missing, or no numbers.
    """

    by_currency: dict[str, Decimal]
    unread: int = 0


def sums(amounts: Iterable[Amount]) -> Totals:
    """Return what some amounts come to, apart for each currency."""
    found: dict[str, Decimal] = {}
    unread = 0
    for amount in amounts:
        if amount.number is None:
            unread += 1
        else:
            before = found.get(amount.currency)
            number = amount.number
            found[amount.currency] = number if before is None else _EXACT.add(before, number)
    return Totals(found, unread)


def unpaid_amount(invoice: Invoice) -> Amount:
    """Return what is left to be paid of an invoice that is not paid yet.

    What came as its balance is left alone: it may be that of the account.
    """
    total, paid = invoice.total, invoice.paid_amount
    if total.number is None or paid.number is None or paid.currency != total.currency:
        return total
    return replace(total, number=_EXACT.subtract(total.number, paid.number))


class Agreement(StrEnum):
    """Whether an invoice's lines add up to its total."""

    EQUAL = "equal"
    WITH_TAX = "with tax"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Check(msgspec.Struct, frozen=True):
    """The check of an invoice's total against its lines.

    Attributes:
        lines: Their sum; None if there is none.
        expected: What it should be.
        against: Which amount that is, "subtotal" or "total".
        difference: How much less or more the lines are than that.
        reason: Why nothing can be said, if so.
    """

    agreement: Agreement
    lines: Decimal | None = None
    expected: Amount = msgspec.field(default_factory=Amount)
    difference: Decimal | None = None
    reason: str = ""
    against: str = "total"


def check(invoice: Invoice) -> Check:
    """Compare an invoice's lines with its subtotal if it has one, and with its total."""
    against = "subtotal" if invoice.subtotal.number is not None else "total"
    expected = invoice.subtotal if against == "subtotal" else invoice.total
    added = sums(line.amount for line in invoice.lines)
    if reason := _why_not(invoice, added, expected):
        return Check(Agreement.UNKNOWN, expected=expected, reason=reason, against=against)
    lines = added.by_currency[expected.currency]
    number = expected.number or Decimal()
    difference = _EXACT.subtract(lines, number)
    if abs(difference) < _NOISE:
        return Check(Agreement.EQUAL, lines, expected, difference, against=against)
    total = invoice.total
    if total.currency == expected.currency and total.number is not None:
        rest = _EXACT.subtract(lines, total.number)
        if abs(rest) < _NOISE:  # lines with the tax in them
            return Check(Agreement.EQUAL, lines, total, rest)
    tax = invoice.tax
    is_net = expected is invoice.total and tax.number is not None
    if is_net and abs(_EXACT.add(difference, tax.number or Decimal())) < _NOISE:
        return Check(Agreement.WITH_TAX, lines, expected, difference)
    if reduced := _reduction(invoice):
        reason = f"the invoice has a {reduced}, which is not added up here"
        return Check(Agreement.UNKNOWN, lines, expected, reason=reason, against=against)
    return Check(Agreement.DIFFERENT, lines, expected, difference, against=against)


def _reduction(invoice: Invoice) -> str:
    """Return what an invoice was reduced by, which nobody documented; empty if nothing."""
    for key, value in invoice.raw.items():
        found = _REDUCTION.fullmatch(key)
        parts = value if isinstance(value, list) else [value]
        if found is not None and any(amount_of(part).number for part in parts):
            return found[1].lower()
    return ""


def _why_not(invoice: Invoice, added: Totals, expected: Amount) -> str:
    """Return why the lines cannot be compared with the total; empty if they can."""
    if not invoice.lines:
        return "no lines received"
    if invoice.unread_lines:
        return f"{invoice.unread_lines} of the lines are not objects"
    if added.unread:
        return f"no readable amount in {added.unread} of {counted(len(invoice.lines), 'line')}"
    if expected.number is None:
        return "the invoice has no readable total"
    if set(added.by_currency) != {expected.currency}:
        return "lines and total are in different currencies"
    return ""
