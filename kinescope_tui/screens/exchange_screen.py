"""One request with everything that is known of it."""

from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.requests.exchange_page import exchange_sections, exchange_title
from kinescope_tui.presentation.requests.path_help import latest
from kinescope_tui.screens.resending_screen import ResendingScreen
from kinescope_tui.services.requests.causes import same_failures
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.column_page import ColumnPage
from kinescope_tui.widgets.section_box import show_facts

_COLUMNS_FROM = 120  # cells: a header's name and an id side by side, twice


class _Page(ColumnPage):
    """Has the headers that were sent beside those that came."""

    most_columns = 2


class ExchangeScreen(ResendingScreen):
    """Shows a request, what it means, its attempts, headers and body."""

    KEY_GROUPS = ("request", "scroll", "token")

    page = query_one(_Page)

    def __init__(self, session: Session, exchange: Exchange) -> None:
        super().__init__(session)
        self._exchange = exchange
        self._shown: object = None

    def compose_content(self) -> ComposeResult:
        """Lay out the page."""
        yield _Page()

    def on_mount(self) -> None:
        """Show the request from now on."""
        super().on_mount()
        self.page.focus()
        self.on_journal_change()

    def on_resize(self) -> None:
        """Put boxes beside each other where there is room."""
        super().on_resize()
        self.page.has_columns = self.size.width >= _COLUMNS_FROM
        if self._shown is not None:
            self._show(self._exchange)

    def on_journal_change(self) -> None:
        """Show what changed, if it is this request that did."""
        super().on_journal_change()
        exchange = self._exchange
        state = (exchange, exchange.outcome, len(exchange.attempts))
        if state != self._shown and self.is_attached:
            self._shown = state
            self._show(exchange)

    def _show(self, exchange: Exchange) -> None:
        self.tell_place(exchange_title(exchange))
        sent = exchange.sent_id
        self.status_bar.position = (f"our id {sent}" if sent else "nothing was sent", "")
        base_url = self.session.profile.base_url
        same = same_failures(exchange, self.session.journal)
        path = latest(exchange.path, self.session.journal.newest_first)
        is_told = path is not None and len(path.rows) > 1 and self.size.width >= _COLUMNS_FROM
        sections = exchange_sections(exchange, base_url, same, path if is_told else None)
        show_facts(self.page, sections)

    def show(self, exchange: Exchange) -> None:
        """Show another request in the place of this one."""
        self._exchange = exchange
        self.page.scroll_home(animate=False)
        self.on_journal_change()

    @property
    def shown_exchange(self) -> Exchange | None:
        """The request."""
        return self._exchange

    @property
    def status_exchange(self) -> Exchange | None:
        """The request, whatever else is under way."""
        return self._exchange
