"""What was paid, and what for."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.billing.refused_list import refused_list, refused_list_line
from kinescope_tui.presentation.billing.usage_words import strip_line, usage_card
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.money import sums_text
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.offer_csv import offer_csv
from kinescope_tui.services.billing.invoice_list import InvoiceList, SortedHere, Unsorted
from kinescope_tui.services.billing.invoice_sums import sums
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.time.time_range import PRESETS
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.metric_cards import MetricCards

if TYPE_CHECKING:
    from kinescope_tui.services.billing.usage import UsageAnswer

_HIGH = 22  # lines from which on there is room for cards
_WIDE_COLUMNS = 110  # columns from which on sums and order have room side by side
# What the API has for no invoice.
_NOT_HERE = {"search", "facets", "same", "tree", "analytics"}


class BillingScreen(ListScreen[Invoice]):
    """Shows invoices with their sums, each currency for itself."""

    BINDINGS = keymap.bindings("billing", "invoice")
    KEY_GROUPS = ("billing", "invoice", *ListScreen.KEY_GROUPS)

    refusal_line = query_one("#refusal", DiffedStatic)
    usage_line = query_one("#usage", DiffedStatic)
    usage_cards = query_one(MetricCards)

    def __init__(self, session: Session) -> None:
        super().__init__(session, INVOICES)
        self._invoices = InvoiceList(
            INVOICES.default_order,
            SORT_KEYS,
            opened=lambda: session.opened(INVOICES.name),
            journal=session.journal,
        )
        self._usage: UsageAnswer | None = None
        self._usage_error: KinescopeError | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out what was used this month, why there may be no list, and the list."""
        yield DiffedStatic(id="usage")
        yield MetricCards()
        yield DiffedStatic(id="refusal")
        yield from super().compose_content()

    # Textual calls the handlers of the base classes by itself.

    def on_mount(self) -> None:
        """Ask for what was used this month, besides the list."""
        self._ask_usage()

    def on_resize(self) -> None:
        """Show cards where there is room for them, else a line."""
        self._show_usage()

    def on_screen_resume(self) -> None:
        """Show also the invoices that were opened meanwhile, where they stand for the list."""
        if self._refusal is not None and self.session.opened(self.resource.name):
            self._ask(self.model.view)

    # Asking.

    @property
    def _refusal(self) -> KinescopeError | None:
        return self._invoices.refusal

    def _fetch(self, view: View) -> Fetch[Invoice]:
        own_pages = super()._fetch(view.ordered(Order()))
        return self._invoices.fetch(view.order, super()._fetch(view), own_pages)

    def refresh_view(self) -> None:
        """Ask again, also for a list that was refused."""
        self._invoices.ask_again()
        self._ask_usage()
        super().refresh_view()

    def refresh_all(self) -> None:
        """Ask again for everything, also in the orders that were refused."""
        self._invoices.forget()
        self.session.usage.forget()
        self._ask_usage()
        super().refresh_all()

    # What was used.

    @work(exclusive=True, group="usage")
    async def _ask_usage(self) -> None:
        """Ask what was used this month; a failure is told on its line, and nothing else stops."""
        self._usage_error = None
        meter = self.session.usage
        try:
            self._usage = await meter.ask(PRESETS["this-month"](meter.now))
        except KinescopeError as error:
            self._usage_error = error
        self._show_usage()

    @on(MetricCards.Chosen)
    async def open_usage(self) -> None:
        """Show what was used in full."""
        await self.run_action("app.show('usage')")

    def _show_usage(self) -> None:
        if not self.is_mounted:
            return
        answer, error = self._usage, self._usage_error
        has_room = self.size.height >= _HIGH
        is_here = answer is not None and bool(answer.usage.series)
        self.usage_cards.display = is_here and has_room
        told = " This month ░░░░░░ asking …"
        if answer is not None:
            series = answer.usage.series
            told = hint(" This month so far · {billing.usage} shows usage by day and project")
            if not (is_here and has_room):
                told = strip_line(series, "This month")
            self.usage_cards.cards = [
                usage_card(one, None, compares=False, is_exact=False) for one in series
            ]
            self.usage_cards.chosen = -1
        if error is not None:
            keys = hint("{view.refresh} asks again, {billing.usage} shows more")
            told = f" ! Usage: {problem_of(error).title} · {keys}"
        self.usage_line.show(told)

    # Showing.

    def show_problem(self, error: KinescopeError) -> None:
        """Show it; that there is no list is explained in its place instead."""
        super().show_problem(error)
        if error is self._refusal:
            self.panel.problem = None

    def _update_emptiness(self) -> None:
        super()._update_emptiness()
        refusal = self._refusal
        self.refusal_line.display = refusal is not None and bool(self.table.display)
        if refusal is not None:
            self.refusal_line.show(refused_list_line(refusal))

    @property
    def absence_text(self) -> str:
        """Why there are no rows; for a list that is refused what to do instead."""
        if self._refusal is None:
            return super().absence_text
        return refused_list(self._refusal)

    @property
    def order_text(self) -> str:
        """In which order the rows stand, and who put them there."""
        is_broad = self.size.width >= _WIDE_COLUMNS
        match self._page_here:
            case SortedHere(order=order):
                return f"○ sorted here by {order}" if is_broad else "○ sorted here"
            case Unsorted():
                return "the server's own order" if is_broad else "not sorted"
        told = super().order_text
        # The header has it too, but not what was asked for instead.
        return told if is_broad or told.startswith("!") else ""

    @property
    def _applied_order(self) -> Order:
        page = self._page_here
        return page.order if isinstance(page, Unsorted) else super()._applied_order

    @property
    def _page_here(self) -> Page[Invoice] | None:
        rows = self.rows
        return rows.page_of(self.model.cursor_row) if rows is not None else None

    @property
    def row_notes(self) -> list[str]:
        """What the marked invoices come to, else those that are here."""
        if marked := self.table.marks.items:
            told = sums_text(sums(invoice.total for invoice in marked))
        elif self.rows is not None:
            here = [invoice for _, invoice in self.rows.loaded()]
            label = "all" if len(here) == self.rows.total else f"{count(len(here))} loaded"
            told = sums_text(sums(invoice.total for invoice in here), label)
        else:
            told = ""
        return [told] if told else []

    @property
    def link(self) -> str:
        """The document of the invoice under the cursor, if one came."""
        item = self.table.item
        return item.document_link if item is not None else ""

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is for no invoice."""
        return action not in _NOT_HERE and super().check_action(action, parameters)

    def action_csv(self) -> None:
        """Offer the CSV of the marked invoices, or of the one under the cursor."""
        if not self.marks_are_whole():
            return
        chosen = [invoice for invoice in self.table.chosen if invoice.id]
        if not chosen:
            self.notify("There is no invoice here.", severity="warning")
        else:
            offer_csv(self, chosen)
