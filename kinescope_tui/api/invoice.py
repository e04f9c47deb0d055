"""Invoices. Nobody documented a field of theirs, so each part is read by any name it may have.

Amounts are what came: never guessed into minor units, never divided, never added across currencies.
Source: guidelines, "CSV export", which has the address of one invoice and nothing more.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec

from kinescope_tui.api.models import RawModel
from kinescope_tui.api.numeral import Numeral

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?", re.ASCII)
# Powers of ten of the first and the last digit of an amount. What a program reckoned in binary
# fractions has digits far behind the last one that was meant, as 0.30000000000000004 has.
_LARGEST, _FINEST = 17, -40
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_PLAIN = (str, int, float)
_LONGEST = 400  # characters of what is no amount and no date

_NUMBERS = ("number", "invoice_number", "num")
_IDS = ("id", "uuid", "invoice_id")
_STATUSES = ("status", "state")
_IS_PAID = ("paid", "is_paid")
_ISSUED = ("issued_at", "invoice_date", "created_at", "date")
_DUE = ("due_at", "due_date")
_PAID_AT = ("paid_at", "payment_date")
_TOTALS = ("total", "amount", "sum", "total_amount", "price")
_CURRENCIES = ("currency", "currency_code")
_SUBTOTALS = ("subtotal",)
_TAXES = ("vat", "tax")
_PAID = ("paid_amount",)
_BALANCES = ("balance", "debt")
_LINES = ("items", "lines", "products", "details", "usage")
_PERIODS = (
    ("period_from", "period_to"),
    ("period_start", "period_end"),
    ("from", "to"),
    ("start", "end"),
)
_PERIOD, _MONTHS = "period", "month"
_LINKS = ("pdf", "pdf_link", "url", "link", "download_link")
_PRODUCTS = ("product", "name", "title", "description")
_QUANTITIES = ("quantity", "usage", "count", "qty")
_UNITS = ("unit", "units")
_PRICES = ("price", "unit_price")
_AMOUNTS = ("amount", "total", "sum")


class Amount(msgspec.Struct, frozen=True):
    """A number of money or of goods, exactly as it came.

    Attributes:
        number: None if nothing came, or nothing that is a number.
        text: What came.
        currency: Upper-case if it is a code; empty if nobody said.
    """

    number: Decimal | None = None
    text: str = ""
    currency: str = ""


class Day(msgspec.Struct, frozen=True):
    """A day as it was written, in whatever time zone that was.

    Attributes:
        on: None if nothing came, or nothing that is a date.
        text: What came.
    """

    on: date | None = None
    text: str = ""


class Period(msgspec.Struct, frozen=True):
    """The period of an invoice: from a day to a day, both included, or only what came."""

    first: Day = Day()
    last: Day = Day()
    text: str = ""


class Line:
    """One thing that was billed; each part of it is read when it is asked for.

    Args:
        row: What came, without secrets.
        currency: That of the invoice, where the line says none.
    """

    def __init__(self, row: dict[str, Any], currency: str) -> None:
        self._row = row
        self._invoiced_in = currency

    @cached_property
    def product(self) -> str:
        """What it is."""
        return _text(_first(self._row, _PRODUCTS))

    @cached_property
    def quantity(self) -> Amount:
        """How much of it."""
        return amount_of(_first(self._row, _QUANTITIES), "")

    @cached_property
    def unit(self) -> str:
        """In what that is counted."""
        return _text(_first(self._row, _UNITS))

    @cached_property
    def price(self) -> Amount:
        """The price of a unit."""
        return amount_of(_first(self._row, _PRICES), self._currency)

    @cached_property
    def amount(self) -> Amount:
        """The amount of money."""
        return amount_of(_first(self._row, _AMOUNTS), self._currency)

    @cached_property
    def rest(self) -> dict[str, Any]:
        """What else came."""
        used = {
            name
            for names in (_PRODUCTS, _QUANTITIES, _UNITS, _PRICES, _AMOUNTS)
            if (name := next((name for name in names if _is_said(self._row.get(name))), ""))
        }
        return {key: value for key, value in self._row.items() if key not in used}

    @property
    def _currency(self) -> str:
        return _currency(_first(self._row, _CURRENCIES)) or self._invoiced_in


class Invoice(RawModel, dict=True, gc=True):
    """An invoice, as a list and `GET /v1/billing/invoices/{id}` may give it.

    The links are signed: they are opened for the user, and neither shown nor kept.
    """

    pdf: str | None = None
    pdf_link: str | None = None
    url: str | None = None
    link: str | None = None
    download_link: str | None = None

    @classmethod
    def has_numbers(cls, field: str) -> bool:
        """Return whether a field is an amount, which may come as a text."""
        return field in {*_TOTALS, *_SUBTOTALS, *_TAXES, *_PAID, *_BALANCES}

    def __post_init__(self) -> None:
        """Take the id from wherever it stands."""
        self.id = self.id or _text(_first(self.raw, _IDS))

    @cached_property
    def number(self) -> str:
        """The number that people quote; the id where there is none."""
        return _text(_first(self.raw, _NUMBERS)) or self.id

    @cached_property
    def status(self) -> str:
        """The status as it came, else what is known of its payment; empty if nothing is."""
        said = _text(_first(self.raw, _STATUSES))
        if said:
            return said
        paid = _first(self.raw, _IS_PAID)
        if isinstance(paid, bool):
            return "paid" if paid else "unpaid"
        return "paid" if self.paid_at.text else ""

    @cached_property
    def period(self) -> Period:
        """The period that is billed."""
        period = self.raw.get(_PERIOD)
        places = [period] if isinstance(period, dict) else []
        for place in (*places, self.raw):
            for start, end in _PERIODS:
                if place.get(start) or place.get(end):
                    first, last = _day(place.get(start)), _day(place.get(end))
                    return Period(first, last, f"{first.text or '?'} → {last.text or '?'}")
        return _month(_text(period) or _text(self.raw.get(_MONTHS)))

    @cached_property
    def issued(self) -> Day:
        """The date of issue."""
        return _day(_first(self.raw, _ISSUED))

    @cached_property
    def due(self) -> Day:
        """The due date."""
        return _day(_first(self.raw, _DUE))

    @cached_property
    def paid_at(self) -> Day:
        """The moment of payment."""
        return _day(_first(self.raw, _PAID_AT))

    @cached_property
    def total(self) -> Amount:
        """The total amount."""
        return self._money(_TOTALS)

    @cached_property
    def subtotal(self) -> Amount:
        """The amount before tax."""
        return self._money(_SUBTOTALS)

    @cached_property
    def tax(self) -> Amount:
        """The tax."""
        return self._money(_TAXES)

    @cached_property
    def paid_amount(self) -> Amount:
        """The amount that was paid."""
        return self._money(_PAID)

    @cached_property
    def balance(self) -> Amount:
        """The balance: still to be paid, or on the account; nobody says which."""
        return self._money(_BALANCES)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the invoice; none if nothing came that looks like lines."""
        found = _first(self.raw, _LINES)
        rows = found if isinstance(found, list) else []
        currency = self.total.currency
        return [Line(row, currency) for row in rows if isinstance(row, dict)]

    @property
    def unread_lines(self) -> int:
        """The number of entries among the lines that are no objects."""
        found = _first(self.raw, _LINES)
        return len(found) - len(self.lines) if isinstance(found, list) else 0

    @cached_property
    def rest(self) -> dict[str, Any]:
        """The fields that came and are none of these."""
        known = {_PERIOD, _MONTHS, *_LINKS, *_IDS}
        for names in (_NUMBERS, _STATUSES, _IS_PAID, _ISSUED, _DUE, _PAID_AT, _TOTALS,
                      _CURRENCIES, _SUBTOTALS, _TAXES, _PAID, _BALANCES, _LINES):  # fmt: skip
            used = next((name for name in names if _is_said(self.raw.get(name))), "")
            known |= {used, *(name for name in names if not _is_said(self.raw.get(name)))}
        known |= {name for pair in _PERIODS for name in pair}
        if not self.lines:
            known -= set(_LINES)
        return {key: value for key, value in self.raw.items() if key not in known}

    @property
    def document_link(self) -> str:
        """The address of the document; empty if none came."""
        links = (self.pdf, self.pdf_link, self.url, self.link, self.download_link)
        return next((link for link in links if link), "")

    def _money(self, names: tuple[str, ...]) -> Amount:
        return amount_of(_first(self.raw, names), _currency(_first(self.raw, _CURRENCIES)))


def amount_of(value: Any, currency: str = "") -> Amount:
    """Return an amount from whatever came: a number, a text, an object with its currency."""
    if isinstance(value, dict):
        inner = value.get("amount", value.get("value"))
        own = _currency(_first(value, _CURRENCIES))
        if not isinstance(inner, dict):
            found = amount_of(inner, own or currency)
            return found if found.text else Amount(None, "{…}", found.currency)
    if value is None or value == "":
        return Amount(None, "", currency)
    return Amount(number_of(value), _text(value) or _kind(value), currency)


def number_of(value: Any) -> Decimal | None:
    """Return a number exactly; None if it is none, or so large or fine that it is no amount.

    A text is taken only in the form in which JSON has numbers: a comma may mean thousands or cents.
    """
    if isinstance(value, bool) or not isinstance(value, _PLAIN):
        return None
    text = str(value).strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    is_fine = isinstance(exponent, int) and exponent >= _FINEST
    return number if number.adjusted() <= _LARGEST and is_fine else None


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the value of the first of these names that has one."""
    for name in names:
        if _is_said(value := row.get(name)):
            return value
    return None


def _is_said(value: Any) -> bool:
    return value is not None and value != ""


def _text(value: Any) -> str:
    """Return a plain value as it was written; nothing of what is none."""
    if isinstance(value, bool) or not isinstance(value, _PLAIN):
        return ""
    text = value.text if isinstance(value, Numeral) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "[…]" if isinstance(value, list) else "{…}"


def _currency(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("code", value.get("name"))
    text = _text(value).strip()
    is_code = len(text) == 3 and text.isascii() and text.isalpha()  # noqa: PLR2004 - ISO 4217
    return text.upper() if is_code else text


def _day(value: Any) -> Day:
    text = _text(value).strip()
    found = _DAY.fullmatch(text)
    try:
        return Day(date.fromisoformat(found[1]) if found else None, text)
    except ValueError:
        return Day(None, text)


def _month(text: str) -> Period:
    """Return the period that `2026-07` means, or whatever else was written."""
    if not _MONTH.fullmatch(text):
        return Period(text=text)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return Period(text=text)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Period(Day(first, str(first)), Day(last, str(last)), text)
