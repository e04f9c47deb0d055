"""The Requests screen: the exchanges of this session and of earlier, as a place and as a drawer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable, incident_copyables
from kinescope_tui.presentation.lists.list_words import joined, while_typing
from kinescope_tui.presentation.requests.exchange_page import (
    cause_glance,
    day_glance,
    exchange_section,
    glance,
    meaning_sections,
)
from kinescope_tui.presentation.requests.request_log import no_requests
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.requests import (
    CAUSE_COLUMNS,
    REQUEST_COLUMNS,
    REQUEST_KEYS,
    WIDE_REQUEST_COLUMNS,
    ToldOnce,
    causes_text,
    dated,
    outcomes,
    times_text,
    totals,
)
from kinescope_tui.screens.exchange_screen import ExchangeScreen
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.request_files import RequestFiles
from kinescope_tui.screens.resending_screen import ResendingScreen
from kinescope_tui.services.command_line import Command, GoToRow, Sort
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.requests.causes import Cause, causes, same_failures
from kinescope_tui.services.requests.kept_request import Request, exchange_of
from kinescope_tui.services.workspace.request_list import (
    DayHeading,
    RequestList,
    Row,
    has_failed,
    request_of,
)
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.filter_bar import FilterBar
from kinescope_tui.widgets.marking_table import MarkingTable
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.request_meters import RequestMeters
from kinescope_tui.widgets.request_panes import RequestPanes
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.virtual_table import VirtualTable, beyond_told

if TYPE_CHECKING:
    from textual.worker import Worker

_DATED_FROM = 60  # columns of the terminal; the day would leave no room for what was asked


class RequestsScreen(ResendingScreen):
    """The journal as a table, newest first, and what was kept under it, with the row explained.

    The cursor stays with its request while others come; it shows what happens as it happens.
    """

    BINDINGS = keymap.bindings("requests")
    AUTO_FOCUS = "VirtualTable"
    KEY_GROUPS = ("requests", "request", "mark", "table", "token")

    table: query_one[MarkingTable[Any]] = query_one(MarkingTable)
    filter_bar = query_one(FilterBar)
    empty = query_one("#empty", DiffedStatic)
    inspector = query_one("#inspector", SectionBox)
    meters = query_one(RequestMeters)
    pane = query_one("#listed", Pane)
    panes = query_one(RequestPanes)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.requests = RequestList(session.journal, REQUEST_KEYS)
        self._is_behind = False
        self._making: Worker[None] | None = None  # requests of what was kept
        self._explained: Row | None = None
        self._told = ToldOnce(())  # of the session, or of a file

    def compose_content(self) -> ComposeResult:
        """Lay out what is searched for, the table, and what is known of its row."""
        yield FilterBar(self.session.clock)
        yield RequestMeters()
        with Horizontal(id="halves"):
            with Pane("Requests", id="listed"):
                yield MarkingTable(REQUEST_COLUMNS, _had_trouble, self.requests.marking)
                yield DiffedStatic(id="empty")
            yield RequestPanes()
        yield SectionBox(id="inspector")

    def on_mount(self) -> None:
        """Show the journal from now on."""
        super().on_mount()
        self.filter_bar.show((), "")
        self.table.is_tinted = _failed
        self.table.focus()
        self._show()
        self._read_kept()

    def go_to(self, command: Command) -> bool:
        """Sort, or go to a row that was typed."""
        if isinstance(command, Sort):
            self._sort(command.order)
            return True
        if isinstance(command, GoToRow):  # as they are counted below the table
            rows = self.table.rows.row_count if self.table.rows is not None else 0
            last = self.requests.place_of(rows) - 1
            if told := beyond_told("row", command.row, last):
                self.warn(told)
            command = GoToRow(self.requests.row_of(min(command.row, last)) + 1)
        return super().go_to(command)

    # What is shown.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The request under the cursor; of a cause the last one."""
        item = self.table.item
        if isinstance(item, Cause):
            return item.last
        return request_of(item)

    @property
    def copied_exchange(self) -> Exchange | None:
        """The request under the cursor, whatever the status bar tells of."""
        return self.shown_exchange

    def on_typing_change(self) -> None:
        """Tell of no keys while letters are typed."""
        self._show()

    def on_journal_change(self) -> None:
        """Take in what changed, once for however many changes."""
        super().on_journal_change()
        if self.is_current:
            self._show_soon()

    def on_screen_resume(self) -> None:
        """Take in what happened meanwhile."""
        self._show_soon()
        self._read_kept()

    def _show_soon(self) -> None:
        if not self._is_behind:
            self._is_behind = True
            self.call_after_refresh(self._show)

    @work(exclusive=True, group="kept")
    async def _read_kept(self) -> None:
        kept = await self.session.kept_entries()
        if kept and self.is_attached:
            self.requests.kept = kept
            self._show()

    def _show(self, sought: Exchange | None = None, *, is_other: bool = False) -> None:
        """Take the journal in, with the cursor on what is sought, or where it was.

        Args:
            sought: A request that the cursor goes to.
            is_other: Whether other rows are listed than before, for all that marks know.
        """
        self._is_behind = False
        if not self.is_attached:
            return
        if not self.requests.is_ready:
            is_making = self._making is not None and not self._making.is_finished
            if is_other or sought is not None or not is_making:
                self._making = self._show_made(sought, is_other)
            return
        table = self.table
        before = table.cursor_row
        rows, row = self.requests.rows(sought, table.item, otherwise=before)
        table.columns = self._columns
        self.requests.marking.show(rows, moved=None if is_other else row - before)
        order = self.requests.order
        table.show(rows, order, cursor_row=row, is_at_top=table.scroll_offset.y == 0)
        table.appear(is_shown=rows.row_count > 0)
        self.empty.display = not rows.row_count
        told = no_requests(self.requests)
        self.empty.show(while_typing(told) if self.is_typing else told)
        self._explain()

    @work(exclusive=True, group="made", description="list what was kept")
    async def _show_made(self, sought: Exchange | None, is_other: bool) -> None:
        while not self.requests.is_made:  # more may be read meanwhile
            await call_in_daemon(self.requests.make, limit_s=None)
        self._show(sought, is_other=is_other)

    @work(exclusive=True, group="make")
    async def _make_soon(self) -> None:
        await call_in_daemon(self.requests.make, limit_s=None)

    @property
    def _columns(self) -> tuple[Column[Any], ...]:
        if self.requests.is_by_cause:
            return CAUSE_COLUMNS
        columns = WIDE_REQUEST_COLUMNS if self.panes.display else REQUEST_COLUMNS
        has_room = self.size.width >= _DATED_FROM
        return dated(columns) if has_room and self.requests.mixes_days else columns

    def on_resize(self) -> None:
        """Show as much as there is room for."""
        self._show_soon()

    @on(VirtualTable.Moved)
    def _follow(self) -> None:
        self.requests.marking.stretch(self.table.cursor_row)
        if self.table.item is self._explained:  # a table tells so where it lists others, too
            self._tell_totals()
        else:
            self._explain()

    def _explain(self) -> None:
        item: Row | None = self.table.item
        self._explained = item
        self.inspector.set_class(item is None, "-empty")
        if item is not None:
            section = _glance(item)
            self.inspector.section = replace(section, foot="") if self.is_typing else section
        self.call_later(self._show_panes)
        self._tell_totals()

    def _show_panes(self) -> None:
        """Tell what the row means, in a turn of its own: a body may be long."""
        if self.is_attached and self.panes.display:
            self.panes.show(self._panes(self.table.item))

    @on(MarkingTable.Marked)
    def _tell_totals(self) -> None:
        own = self.requests.of_session
        if own is not self._told.exchanges:
            self._told = ToldOnce(own)
            self.meters.show(own, self.session.pacer.pace)
        marked = len(self.requests.marking.marks)
        which = f"{marked} marked" if marked else self._which
        rows = self.table.rows.row_count if self.table.rows is not None else 0
        rows = self.requests.place_of(rows) - 1  # a day's heading is none
        row = f"row {count(self.requests.place_of(self.table.cursor_row))} of {count(rows)}"
        if not rows or isinstance(self.table.item, DayHeading):
            row = plural(rows, "row") if rows else "no rows"
        is_part = self.requests.lists_earlier and len(self.session.journal)  # of what is listed
        went = self._told.by(outcomes) + (" this session" if is_part else "")
        foot = self._told.by(_causes_of if self.panes.display else times_text)
        foot = f"this session: {foot}" if is_part and foot else foot
        if is_framed(*self.size):
            self.pane.tell("Requests", joined([row, went, which]), foot)
        else:
            self.status_bar.position = (self._told.by(totals), which)
        self.update_status()

    def _panes(self, item: Row | None) -> tuple[str, list[Section], Section | None]:
        """Return the title and the sections of what a row means, and what went over the wire."""
        if item is None:
            return "", [], None
        if (request := request_of(item)) is not None:
            same = same_failures(request, self.session.journal)
            return (*meaning_sections(request, same), exchange_section(request))
        section = _glance(item)
        return section.title, [section], None

    def on_tick(self) -> None:
        """Show how the rate limits are now."""
        super().on_tick()
        if self.is_attached:
            self.meters.show_pace(self.session.pacer.pace)

    @property
    def _which(self) -> str:
        if self.requests.is_by_cause:
            return "by cause"
        if self.requests.order:
            return f"sorted by {self.requests.order}"
        return "failures" if self.requests.only_failures else "newest first"

    def show(self, exchange: Exchange) -> None:
        """Put the cursor on the request that was sent; it may not be in the table yet."""
        self._show(exchange)

    # What can be done.

    @on(VirtualTable.Opened)
    def open_request(self) -> None:
        """Show everything about the request under the cursor, or the requests of a cause."""
        item = self.table.item
        if isinstance(item, Cause):
            self.requests.cause, self.requests.is_by_cause = item, False
            self._list_others(item.last)
        elif (request := request_of(item)) is not None and self.is_on_top:
            self.app.push_screen(ExchangeScreen(self.session, request))

    def action_failures(self) -> None:
        """Show failed requests only, or all again."""
        self.requests.only_failures = not self.requests.only_failures
        self._list_others()

    def action_causes(self) -> None:
        """Show failures by cause, or the requests again."""
        self.requests.is_by_cause = not self.requests.is_by_cause
        self.requests.cause = None
        self.requests.marking.clear()
        self._list_others()

    def action_search(self) -> None:
        """Let a part of an id or of a path be typed."""
        self._make_soon()
        self.filter_bar.begin(self.requests.search, is_here=True)

    @on(FilterBar.Searched)
    def search(self, event: FilterBar.Searched) -> None:
        """Show what has that in it."""
        self.requests.search = event.text.strip()
        self._list_others()
        if event.is_over:
            self.set_focus(self.table if self.table.display else None)

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort by the column under the cursor: ascending, descending, the newest first."""
        field = self.table.column.sort_field
        if field or self.requests.is_by_cause:
            self._sort(self.requests.order.cycled(field))
        else:
            self.warn("Requests cannot be sorted by this column.")

    def _sort(self, order: Order) -> None:
        if self.requests.is_by_cause:
            self.warn("Causes are listed by how often they occurred.")
            return
        self.requests.order = order
        self._list_others()

    def _list_others(self, sought: Exchange | None = None) -> None:
        listed, cause = self.requests, self.requests.cause
        chips = [f"“{one_line(listed.search)}”"] if listed.search else []
        if cause is not None:
            key = cause.key
            chips.append(f"{key.status or MISSING} {key.code or ''} {one_line(key.endpoint)}")
        self.filter_bar.show(chips, "")
        self._show(sought, is_other=True)

    @on(MarkingTable.NoneFound)
    def tell_none(self) -> None:
        """Tell that no further request failed."""
        self.warn("No more failed requests here.")

    def action_back(self) -> None:
        """Step back: from marks, a search, a cause, the causes, the screen."""
        listed = self.requests
        if self.table.step_back():
            return
        if listed.marking.marks or listed.marking.has_range:
            self.table.clear_marks()
        elif listed.search:
            listed.search = ""
            self._list_others()
        elif listed.cause is not None:
            listed.cause, listed.is_by_cause = None, True
            self._list_others()
        elif listed.is_by_cause:
            self.action_causes()
        else:
            super().action_back()

    @property
    def copyables(self) -> list[Copyable]:
        """One bundle of what is marked, or of the cause under the cursor."""
        chosen = self.requests.marked(self.table.item)
        return incident_copyables(chosen, self.session.profile.base_url)

    def action_export(self) -> None:
        """Save what is marked, or all that is shown."""
        listed = self.table.rows.row_count if self.table.rows is not None else 0
        RequestFiles(self, self.requests).offer(self.table.item, listed)


def _causes_of(exchanges: Sequence[Exchange]) -> str:
    return causes_text(causes(exchanges[::-1]))


def _failed(row: Row) -> bool:
    return isinstance(row, Request) and has_failed(row)


def _had_trouble(row: Row) -> bool:
    return isinstance(row, Request) and row.had_trouble


def _glance(row: Row) -> Section:
    if isinstance(row, Cause):
        return cause_glance(row)
    if isinstance(row, DayHeading):
        return day_glance(row)
    return glance(exchange_of(row))
