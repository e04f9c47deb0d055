"""The Billing screen: invoices, and what was used."""

from functools import partial

from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.billing.invoice_words import InvoiceWords
from kinescope_tui.presentation.billing.refused_list import refused_list_line
from kinescope_tui.presentation.lists.list_words import lacking_text
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.offer_csv import offer_csv
from kinescope_tui.services.billing.invoice_list import InvoiceList, InvoiceListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.usage_strip import UsageStrip


class BillingScreen(ListScreen[Invoice]):
    """Shows invoices with their sums, each currency for itself."""

    BINDINGS = keymap.bindings("billing", "invoice")
    KEY_GROUPS = ("billing", "invoice", *ListScreen.KEY_GROUPS)
    # What the API has for no invoice.
    hidden_actions = frozenset({"tree", "analytics"})

    refusal_line = query_one("#refusal", DiffedStatic)
    usage = query_one(UsageStrip)

    def __init__(self, session: Session) -> None:
        self._invoices = InvoiceList(
            INVOICES.default_order,
            SORT_KEYS,
            opened=lambda: session.opened(INVOICES.name),
            journal=session.journal,
        )
        fetch = partial(INVOICES.fetch, session.client)
        model = InvoiceListModel(
            self._invoices,
            fetch,
            View(INVOICES.default_order),
            lambda items, view: INVOICES.arranged(items, view, {}),
            lambda: session.per_page,
        )
        super().__init__(session, INVOICES, model, InvoiceWords(model))

    def compose_content(self) -> ComposeResult:
        """Lay out what was used this month, why there may be no list, and the list."""
        yield UsageStrip(self.session.usage)
        yield DiffedStatic(id="refusal")
        yield from super().compose_content()

    # Textual calls the handlers of the base classes by itself.

    def on_resize(self) -> None:
        """Show cards where there is room for them, else a line."""
        self.usage.show()

    def on_screen_resume(self) -> None:
        """Show also the invoices that were opened meanwhile, where they stand for the list."""
        if self._invoices.refusal is not None and self.session.opened(self.resource.name):
            self.ask(self.model.view)

    def refresh_view(self) -> None:
        """Ask again, also for a list that was refused."""
        self._invoices.ask_again()
        self.usage.ask()
        super().refresh_view()

    def refresh_all(self) -> None:
        """Ask again for everything, also in the orders that were refused."""
        self._invoices.forget()
        self.session.usage.forget()
        self.usage.ask()
        super().refresh_all()

    def show_problem(self, error: KinescopeError) -> None:
        """Show it; that there is no list is explained in its place instead."""
        super().show_problem(error)
        if error is self._invoices.refusal:
            self.panel.problem = None

    def _show_absence(self) -> None:
        super()._show_absence()
        refusal = self._invoices.refusal
        self.refusal_line.display = refusal is not None and bool(self.table.display)
        if refusal is not None:
            self.refusal_line.show(refused_list_line(refusal))

    @property
    def link(self) -> str:
        """The document of the invoice under the cursor, if one came."""
        item = self.table.item
        return item.document_link if item is not None else ""

    def action_csv(self) -> None:
        """Offer the CSV of the marked invoices, or of the one under the cursor."""
        chosen = [invoice for invoice in self.model.chosen if invoice.id]
        if lacking := lacking_text(self.model.marking):
            self.warn(lacking)
        elif not chosen:
            self.warn("No invoice here.")
        else:
            offer_csv(self, chosen)
