"""What is said of the list of invoices: sums, who sorted it, and why there may be none."""

from collections.abc import Callable, Sequence
from datetime import date

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.refused_list import refused_list
from kinescope_tui.presentation.lists.list_words import ListWords
from kinescope_tui.presentation.lists.order_words import order_words
from kinescope_tui.presentation.text.money import sums_text
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.services.billing.due import is_billed, is_late, is_unpaid
from kinescope_tui.services.billing.invoice_list import InvoiceListModel, SortedHere, Unsorted
from kinescope_tui.services.billing.invoice_sums import sums, unpaid_amount

_WIDE_COLUMNS = 110  # columns from which on sums and order have room side by side


class InvoiceWords(ListWords[Invoice]):
    """The words of that list."""

    def __init__(self, model: InvoiceListModel, today: Callable[[], date]) -> None:
        super().__init__(model, "invoice")
        self._today = today
        self._invoices = model

    @property
    def sums(self) -> str:
        """The sums of the marked invoices, else of those that are here."""
        model = self.model
        if marked := model.marking.marks.items:
            told = sums_text(sums(invoice.total for invoice in marked))
            due = sums_text(sums(map(unpaid_amount, filter(is_unpaid, marked))), "unpaid")
            return " · ".join(filter(None, (told, due)))
        here = model.loaded
        is_all = model.rows is not None and len(here) == model.rows.total
        billed = [*filter(is_billed, here)]
        label = "all" if is_all else f"{count(len(here))} loaded"
        if len(billed) < len(here):
            label = "all billed" if is_all else f"billed of {label}"
        told = sums_text(sums(invoice.total for invoice in billed), label)
        today = self._today()
        late = [invoice for invoice in here if is_late(invoice, today)]
        overdue = sums_text(sums(map(unpaid_amount, late)), "overdue")
        return " · ".join(filter(None, (overdue, told)))  # what is urgent is cut last

    def order(self, width: int) -> str:
        """Return in which order the rows stand, and who put them there."""
        is_broad = width >= _WIDE_COLUMNS
        if self.model.view.here.order:
            return super().order(width) if is_broad else "○ sorted here"
        match self.model.page:
            case SortedHere(order=order):
                return f"○ sorted here: {order_words(order)}" if is_broad else "○ sorted here"
            case Unsorted():
                return "in the server's order" if is_broad else "not sorted"
        told = super().order(width)
        # The header has it too, but not what was asked for instead.
        return told if is_broad or told.startswith("!") else ""

    def absence(self, problem: KinescopeError | None, chips: Sequence[str]) -> str:
        """Return why there are no rows; for a list that is refused what to do instead."""
        refusal = self._invoices.refusal
        return refused_list(refusal) if refusal is not None else super().absence(problem, chips)
