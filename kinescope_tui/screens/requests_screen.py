"""The Requests screen: the exchanges of this session, as a place and as a drawer."""

from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import ModalScreen

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.requests.exchange_page import glance
from kinescope_tui.presentation.requests.request_log import file_text, no_requests, request_rows
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.requests import REQUEST_COLUMNS, totals
from kinescope_tui.screens.exchange_screen import ExchangeScreen
from kinescope_tui.screens.offer_file import offer_file
from kinescope_tui.screens.resending_screen import ResendingScreen
from kinescope_tui.services.command_line import Command
from kinescope_tui.services.files.records import fields_of
from kinescope_tui.services.workspace.request_list import RequestList
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.virtual_table import VirtualTable

_TOLD = (
    "The ending chooses the form: .jsonl, .csv, .tsv, or .har for browsers' tools.\n"
    "No token is in it, no answer's body, and nothing that was searched for."
)


class RequestsScreen(ResendingScreen):
    """The journal as a table, newest first, with the request under the cursor explained below.

    The cursor stays with its request while others come; it shows what happens as it happens.
    """

    BINDINGS = keymap.bindings("requests")
    KEY_GROUPS = ("requests", "request", "table", "token")

    table: query_one[VirtualTable[Exchange]] = query_one(VirtualTable)
    empty = query_one("#empty", DiffedStatic)
    inspector = query_one("#inspector", SectionBox)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.requests = RequestList(session.journal)
        self._is_behind = False

    def compose_content(self) -> ComposeResult:
        """Lay out the table, and what is known of its row."""
        yield VirtualTable(REQUEST_COLUMNS)
        yield DiffedStatic(id="empty")
        yield SectionBox(id="inspector")

    def on_mount(self) -> None:
        """Show the journal from now on."""
        super().on_mount()
        self.table.focus()
        self._show()

    def go_to(self, command: Command) -> bool:
        """Go to a row that was typed."""
        return self.table.go_to(command)

    # What is shown.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The request under the cursor."""
        return self.table.item

    @property
    def copied_exchange(self) -> Exchange | None:
        """The request under the cursor, whatever the status bar tells of."""
        return self.table.item

    def on_journal_change(self) -> None:
        """Take in what changed, once for however many changes."""
        super().on_journal_change()
        if not self._is_behind and self.is_current:
            self._is_behind = True
            self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """Take in what happened meanwhile."""
        super().on_screen_resume()
        self.call_after_refresh(self._show)

    def _show(self, sought: Exchange | None = None) -> None:
        """Take the journal in, with the cursor on what is sought, or where it was."""
        self._is_behind = False
        if not self.is_attached:
            return
        table = self.table
        rows, row = self.requests.rows(sought, table.item, otherwise=table.cursor_row)
        table.show(rows, Order(), cursor_row=row, is_at_top=table.scroll_offset.y == 0)
        table.appear(is_shown=rows.row_count > 0)
        self.empty.display = not rows.row_count
        self.empty.show(no_requests(self.requests))
        self._explain()

    @on(VirtualTable.Moved)
    def _explain(self) -> None:
        item = self.table.item
        self.inspector.set_class(item is None, "-empty")
        if item is not None:
            self.inspector.section = glance(item)
        which = "failures" if self.requests.only_failures else "newest first"
        self.status_bar.position = (totals(list(self.session.journal)), which)
        self.update_status()

    def show(self, exchange: Exchange) -> None:
        """Put the cursor on the request that was sent; it may not be in the table yet."""
        self._show(exchange)

    # What can be done.

    @on(VirtualTable.Opened)
    def open_request(self) -> None:
        """Show everything about the request under the cursor."""
        if self.table.item is not None and self.is_on_top:
            self.app.push_screen(ExchangeScreen(self.session, self.table.item))

    def action_failures(self) -> None:
        """Show only what failed, or all again."""
        self.requests.only_failures = not self.requests.only_failures
        self._show()

    def action_export(self) -> None:
        """Save what is shown."""
        shown, base_url = self.requests.exchanges[::-1], self.session.profile.base_url
        count = plural(len(shown), "request")

        offer_file(
            self,
            f"Save {count}",
            _TOLD,
            f"kinescope-requests-{datetime.now().astimezone():%Y%m%d-%H%M%S}.jsonl",
            partial(file_text, shown, base_url),
            fields=fields_of(request_rows(shown, base_url), AnyRow),
            what=count,
        )


class RequestDrawer(RequestsScreen, ModalScreen[None]):
    """The same over the lower part of any screen."""
