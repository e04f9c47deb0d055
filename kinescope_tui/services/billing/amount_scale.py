"""How invoices compare with the greatest one of their currency."""

from collections.abc import Iterable
from decimal import Decimal

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.services.billing.due import is_billed


class AmountScale:
    """Knows the greatest amount of each currency that was billed by invoices it was shown."""

    def __init__(self) -> None:
        self._greatest: dict[str, Decimal] = {}

    def take(self, invoices: Iterable[Invoice]) -> bool:
        """Take these for all that there are; return whether that changes any share."""
        found: dict[str, Decimal] = {}
        for invoice in invoices:
            total = invoice.total
            if total.number is None or not is_billed(invoice):
                continue
            if total.number > found.get(total.currency, Decimal()):
                found[total.currency] = total.number
        is_other = found != self._greatest
        self._greatest = found
        return is_other

    def share(self, invoice: Invoice) -> float:
        """Return an invoice's part of the greatest of its currency; 0 if there is none."""
        greatest, number = self._greatest.get(invoice.total.currency), invoice.total.number
        if greatest is None or number is None or number <= 0:
            return 0.0
        return min(1.0, float(number / greatest))
