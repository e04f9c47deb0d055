"""What storage costs, as far as an invoice tells it."""

import re
from decimal import Context, Decimal

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice, Line
from kinescope_tui.services.billing.due import is_billed
from kinescope_tui.services.index.view_counts import StoragePrice

_STORAGE = re.compile(r"stor(age|ed)|хранени|хранилищ", re.IGNORECASE)
_UNITS = {
    "b": 1, "byte": 1, "bytes": 1, "б": 1, "байт": 1,
    "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12,
    "кб": 10**3, "мб": 10**6, "гб": 10**9, "тб": 10**12,
    "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
    "киб": 2**10, "миб": 2**20, "гиб": 2**30, "тиб": 2**40,
}  # fmt: skip
_EXACT = Context(prec=120)  # more than all bytes at the largest price have digits
_MOST_INVOICES = 3  # that are looked into, where lists come without lines
_LONGEST = 60


async def find_storage_price(client: KinescopeClient) -> StoragePrice:
    """Return what storage costs by the latest invoice that tells it.

    Raises:
        LookupError: None does; its text says why.
        KinescopeError: There are no invoices for this token.
    """
    page = await client.invoices()
    latest = sorted(filter(is_billed, page.items), key=_age)[:_MOST_INVOICES]
    if not latest:
        raise LookupError("the workspace has no invoices")
    for invoice in latest:
        whole = invoice
        if not invoice.lines and invoice.id:
            whole = (await client.invoice(invoice.id)).value
        if (price := price_in(whole)) is not None:
            return price
    numbers = ", ".join(invoice.number[:_LONGEST] for invoice in latest)
    raise LookupError(f"no line on the latest invoices ({numbers}) bills storage in bytes")


def price_in(invoice: Invoice) -> StoragePrice | None:
    """Return what storage costs by an invoice; None if it does not tell that."""
    line = next(filter(_is_storage, invoice.lines), None)
    if line is None:
        return None
    first, last = invoice.period.first.on, invoice.period.last.on
    return StoragePrice(
        amount=f"{line.amount.number:f}",
        quantity=f"{line.quantity.number:f}",
        unit=line.unit,
        unit_bytes=_UNITS[line.unit.strip().casefold()],
        currency=line.amount.currency[:_LONGEST],
        product=line.product[:_LONGEST],
        invoice=invoice.number[:_LONGEST],
        period=invoice.period.text[:_LONGEST],
        days=(last - first).days + 1 if first and last and first <= last else None,
    )


def monthly_cost(price: StoragePrice, size_bytes: int) -> Decimal:
    """Return what so many bytes cost in a month: their share of the line of the invoice.

    Where the invoice is of many more or fewer days than a month has, it is that of 30 of them.
    """
    units = _EXACT.divide(Decimal(size_bytes), Decimal(price.unit_bytes))
    paid = _EXACT.multiply(units, Decimal(price.amount))
    cost = _EXACT.divide(paid, Decimal(price.quantity))
    if price.days is not None and price.days not in MONTH_DAYS:
        cost = _EXACT.divide(_EXACT.multiply(cost, Decimal(30)), Decimal(price.days))
    return cost.quantize(Decimal("0.01"), context=_EXACT)


MONTH_DAYS = range(28, 32)
"""How many days a month has."""


def told_trouble(error: KinescopeError | LookupError) -> str:
    """Return why no price is known, for people."""
    return error.message if isinstance(error, KinescopeError) else str(error.args[0])


def _is_storage(line: Line) -> bool:
    numbers = (line.amount.number, line.quantity.number)
    is_counted = all(number is not None and number > 0 for number in numbers)
    is_known = line.unit.strip().casefold() in _UNITS
    return bool(_STORAGE.search(line.product)) and is_counted and is_known


def _age(invoice: Invoice) -> int:
    """Return what sorts the latest first, and those without a date last."""
    day = invoice.period.last.on or invoice.issued.on
    return 0 if day is None else -day.toordinal()
