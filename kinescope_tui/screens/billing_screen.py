"""The Billing screen: invoices, and what was used."""

from datetime import date
from functools import partial

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.billing.invoice_words import InvoiceWords
from kinescope_tui.presentation.billing.project_bars import projects_section
from kinescope_tui.presentation.billing.refused_list import refused_list_line
from kinescope_tui.presentation.billing.status_tabs import status_tabs
from kinescope_tui.presentation.lists.list_words import lacking_text
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS, invoices_of
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.offer_csv import offer_csv
from kinescope_tui.services.billing.amount_scale import AmountScale
from kinescope_tui.services.billing.invoice_list import InvoiceList, InvoiceListModel
from kinescope_tui.services.billing.usage import Usage
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.tab_line import TabLine
from kinescope_tui.widgets.usage_strip import UsageStrip

_PROJECTS_COLUMNS, _PROJECTS_ROWS = 120, 36  # of the terminal, from which on they are shown


def has_projects(columns: int, rows: int) -> bool:
    """Return whether there is room for what each project used, beneath the invoices."""
    return columns >= _PROJECTS_COLUMNS and rows >= _PROJECTS_ROWS


class BillingScreen(ListScreen[Invoice]):
    """Shows invoices with their sums, each currency for itself."""

    BINDINGS = keymap.bindings("billing", "invoice")
    KEY_GROUPS = ("billing", "invoice", *ListScreen.KEY_GROUPS)
    # What the API has for no invoice.
    hidden_actions = frozenset({"tree", "analytics"})

    refusal_line = query_one("#refusal", DiffedStatic)
    usage = query_one(UsageStrip)
    projects = query_one("#projects", SectionBox)
    statuses = query_one("#statuses", TabLine)

    def __init__(self, session: Session) -> None:
        self._scale = AmountScale()
        self._statuses: list[tuple[str, str]] = []
        self._named: Usage | None = None  # whose projects' names were asked for
        resource = invoices_of(session, self._scale)
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
            lambda items, view: resource.arranged(items, view, {}),
            lambda: session.per_page,
        )

        def today() -> date:
            return session.analytics.now.date()

        words = InvoiceWords(model, today)
        super().__init__(session, resource, model, words)

    def compose_content(self) -> ComposeResult:
        """Lay out what was used this month, why there may be no list, and the list."""
        yield TabLine(id="statuses")
        yield UsageStrip(self.session.usage)
        yield DiffedStatic(id="refusal")
        yield from super().compose_content()
        yield SectionBox(id="projects")

    # Textual calls the handlers of the base classes by itself.

    def on_resize(self) -> None:
        """Show cards where there is room for them, else a line."""
        self.projects.display = has_projects(*self.size)
        self.usage.show()

    @on(UsageStrip.Shown)
    def show_projects(self) -> None:
        """Show what each project used, by names where they are known."""
        if not self.projects.display:
            return
        names, usage = self.session.project_names.names, self.usage.usage
        self.projects.section = projects_section(usage, names, is_waiting=self.usage.is_waiting)
        if usage is not None and usage is not self._named:
            self._named = usage
            self._learn_names(usage)

    @work(description="learn names", exclusive=True, group="names")
    async def _learn_names(self, usage: Usage) -> None:
        """Find out what the projects are called."""
        await self.session.project_names.learn(one.id for one in usage.projects)
        self.show_projects()

    @on(TabLine.Chosen)
    def choose_status(self, event: TabLine.Chosen) -> None:
        """Show only invoices of a status, among all that are here."""
        event.stop()
        asked = self.model.asked_view
        _, status = self._statuses[event.tab]
        here = asked.here.with_values("status", [status] if status else [])
        self.ask(replace(asked, here=here))

    def _show_statuses(self) -> None:
        """Show how many there are of each status, once all are here."""
        whole = self.model.whole
        page = whole.page if whole is not None else None
        everything = self.model.loaded if page is None else page.items
        if self._scale.take(everything):
            self.table.redraw_rows()
        self._statuses = status_tabs(page.items) if page is not None and page.items else []
        chosen = [value for name, value in self.model.view.here.values if name == "status"]
        values = [status for _, status in self._statuses]
        self.statuses.titles = [title for title, _ in self._statuses]
        self.statuses.active = values.index(chosen[0]) if chosen and chosen[0] in values else 0

    def on_screen_resume(self) -> None:
        """Show also the invoices that were opened meanwhile, where they stand for the list."""
        if self._invoices.refusal is not None and self.session.opened(self.resource.name):
            self.ask(self.model.view)

    def refresh_view(self) -> None:
        """Ask again, also for a list that was refused."""
        self._invoices.ask_again()
        self.usage.ask()
        super().refresh_view()

    def action_refresh_all(self) -> None:
        """Ask again for everything, also in the orders that were refused."""
        self._invoices.forget()
        self.session.usage.forget()
        self.usage.ask()
        super().action_refresh_all()

    def show_problem(self, error: KinescopeError) -> None:
        """Show it; that there is no list is explained in its place instead."""
        super().show_problem(error)
        if error is self._invoices.refusal:
            self.panel.problem = None

    def _show_absence(self) -> None:
        super()._show_absence()
        self._show_statuses()
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
            self.warn("No invoice selected.")
        else:
            offer_csv(self, chosen)
