"""One invoice: what was billed, whether it adds up, and its CSV."""

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.keys import keymap
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.offer_csv import offer_csv


class InvoiceScreen(DetailScreen[Invoice]):
    """Shows an invoice, its lines, and what came that nobody knows."""

    BINDINGS = keymap.bindings("invoice")
    KEY_GROUPS = ("invoice", *DetailScreen.KEY_GROUPS)
    hidden_actions = frozenset({"analytics"})

    @property
    def link(self) -> str:
        """The document, if one came."""
        return self._shown.document_link

    def action_csv(self) -> None:
        """Offer the invoice as CSV."""
        offer_csv(self, [self._shown])
