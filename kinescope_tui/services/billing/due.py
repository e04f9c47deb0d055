"""Whether an invoice is to be paid still, and whether that is late."""

from datetime import date

from kinescope_tui.api.invoice import Invoice

_UNPAID = {"unpaid", "pending", "open", "issued", "overdue"}
_NOT_BILLED = {"draft", "preliminary", "canceled", "cancelled", "void"}


def is_unpaid(invoice: Invoice) -> bool:
    """Return whether an invoice is to be paid still, going by its status."""
    return invoice.status.strip().lower() in _UNPAID


def is_billed(invoice: Invoice) -> bool:
    """Return whether an invoice counts: going by its status it is no draft, and not canceled."""
    return invoice.status.strip().lower() not in _NOT_BILLED


def is_late(invoice: Invoice, today: date) -> bool:
    """Return whether an invoice is overdue, or its day to be paid is over.

    Args:
        invoice: Which.
        today: The workspace's day.
    """
    status = invoice.status.strip().lower()
    return status == "overdue" or (
        is_unpaid(invoice) and invoice.due.on is not None and invoice.due.on < today
    )
