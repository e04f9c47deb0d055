"""One invoice: what was billed, whether it adds up, and its CSV."""

from typing import Any

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.keys import keymap
from kinescope_tui.resources.invoices import invoices_of
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.offer_csv import offer_csv
from kinescope_tui.services.workspace.session import Session


class InvoiceScreen(DetailScreen[Invoice]):
    """Shows an invoice, its lines, and what came that nobody knows."""

    BINDINGS = keymap.bindings("invoice")
    KEY_GROUPS = ("invoice", *DetailScreen.KEY_GROUPS)
    hidden_actions = frozenset({"analytics"})

    def __init__(
        self, session: Session, resource: Resource[Invoice], item: Invoice, **found: Any
    ) -> None:
        del resource  # what is told of an invoice depends on the day, and on those that are here
        super().__init__(session, invoices_of(session), item, **found)

    @property
    def link(self) -> str:
        """The document, if one came."""
        return self._shown.document_link

    def action_csv(self) -> None:
        """Offer the invoice as CSV."""
        offer_csv(self, [self._shown])
