"""Offering invoices as files, over whatever screen shows them."""

from collections.abc import Sequence

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.dialogs.invoice_csv_dialog import InvoiceCsvDialog
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.billing.invoice_files import InvoiceFiles, SaveChoice


def offer_csv(screen: SessionScreen, invoices: Sequence[Invoice]) -> None:
    """Open the dialog that fetches and saves invoices; what was chosen there is remembered."""
    session = screen.session
    if not screen.is_on_top:
        return

    def remember(choice: SaveChoice) -> None:
        session.save_choice = choice

    files = InvoiceFiles.of(session.client, invoices)
    InvoiceCsvDialog(files, session.save_choice).ask(screen.app, remember)
