"""The inbox: what needs somebody, and what is watched until it ends."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow
from kinescope_tui.api.order import Order
from kinescope_tui.api.text import clean
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.inbox.finding_page import finding_page
from kinescope_tui.presentation.inbox.finding_words import (
    counted_told,
    finding_section,
    nothing_found,
    partly_told,
    unread_told,
)
from kinescope_tui.presentation.inbox.watch_words import NOTHING_WATCHED, asks_told, watch_page
from kinescope_tui.presentation.lists.audit_words import audits_told
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import age
from kinescope_tui.resources.audits import AUDIT_LIST, audit_rows
from kinescope_tui.resources.inbox import (
    FINDING_COLUMNS,
    WATCH_COLUMNS,
    FindingRow,
    finding_rows,
)
from kinescope_tui.resources.list_summary import summary_sections
from kinescope_tui.resources.registry import LISTINGS, resource_of
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.navigation import OpenList, opening
from kinescope_tui.screens.requests_screen import RequestsScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import SaveError
from kinescope_tui.services.inbox.finding import Finding, FindingKind, Look
from kinescope_tui.services.inbox.watch_list import Watch
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.summed_pane import SummedPane
from kinescope_tui.widgets.tab_line import TabLine
from kinescope_tui.widgets.virtual_table import VirtualTable

_FINDINGS, _AUDITS, _WATCHES = range(3)
_STATE = "inbox"
_FRAME = 2  # lines of a box
_NO_INDEX = "This workspace has no index yet. :audit builds one and lists what it finds."
_STALE_AFTER = timedelta(minutes=5)  # who comes back later is told what there is now


class InboxScreen(SessionScreen):
    """Shows what was found a line each, new ones in bold; audits and what is watched in tabs.

    It asks when it opens, and again for whoever comes back after a while.
    """

    BINDINGS = keymap.bindings("inbox", "token")
    KEY_GROUPS = ("inbox", "token")

    table: query_one[VirtualTable[Any]] = query_one(VirtualTable)
    tab_line = query_one(TabLine)
    empty = query_one("#empty", DiffedStatic)
    unread = query_one("#unread", DiffedStatic)
    inspector = query_one("#inspector", SectionBox)
    rows = query_one("#rows", SummedPane)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.inbox = session.inbox
        self.watch_list = session.watch_list
        self.state.keep(
            lambda: tuple(self.inbox.looks.items()),
            lambda: partial(self._keep, self.inbox.own_looks),
        )
        self._kept_looks: dict[FindingKind, Look] = {}
        self._audits: list[AnyRow] = []
        self._shown_tab = _FINDINGS
        self._why = ""  # there are no rows
        self._cursors = dict.fromkeys(range(3), "")  # the row under the cursor, by tab

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs, the table, what could not be read, and what is known of a row."""
        yield TabLine()
        with SummedPane(id="rows"):
            yield VirtualTable(FINDING_COLUMNS)
            yield DiffedStatic(id="empty")
        yield DiffedStatic(id="unread")
        yield SectionBox(id="inspector")

    def on_mount(self) -> None:
        """Recall what was looked at, and ask."""
        super().on_mount()
        if (kept := self.session.state_store.load(_STATE)) is not None:
            self.inbox.restore(kept.state)
        self.tell_place("Inbox")
        self.table.now = self.session.clock.utc_now
        self.table.is_new = lambda row: isinstance(row, FindingRow) and row.new > 0
        self.table.focus()
        self.watch_list.on_change = self._show_soon
        self._show_tab(_FINDINGS)
        self.refresh_view()

    def on_screen_resume(self) -> None:
        """Show what happened meanwhile, and ask again after a while."""
        self.call_after_refresh(self._show)
        if self.tab_line.active == _AUDITS:
            self._read_audits()
        came_at = self.inbox.came_at
        if came_at is not None and self.session.clock.utc_now() - came_at > _STALE_AFTER:
            self.refresh_view()

    def _keep(self, looks: Mapping[FindingKind, Look]) -> None:
        """Keep what was looked at here; what another program looked at meanwhile stays."""
        for kind, look in looks.items():
            if self._kept_looks.get(kind) != look:
                self._kept_looks[kind] = look
                change = partial(_with_look, kind, look)
                self.session.state_store.update(_STATE, kind, change)

    def on_unmount(self) -> None:
        """Show no more of what is watched."""
        self.watch_list.on_change = lambda: None

    # Asking.

    def refresh_view(self) -> None:
        """Ask once more, with six requests."""
        self._ask()
        if self.tab_line.active == _AUDITS:
            self._read_audits()

    @work(exclusive=True, group="audits")
    async def _read_audits(self) -> None:
        """Read what the audits find, where there is an index; nobody is asked."""
        index = self.session.index
        found: list[AnyRow] | None = []
        if index.exists:
            found = await self.or_show_problem(audit_rows(index), "audits")
        if found is not None:
            self._audits = found
        self._show()

    @work
    async def _ask(self) -> None:
        asked = self.inbox.refresh()
        self.call_after_refresh(self._show)
        await self.or_show_problem(asked)
        self._show()

    @property
    def is_blank(self) -> bool:
        """Whether nothing came yet."""
        return self.inbox.came_at is None

    @property
    def shown_exchange(self) -> Exchange | None:
        """One of the requests of the last round."""
        return self.inbox.exchange

    # Showing.

    def _show_soon(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Show everything as it is known now, the cursor on the line where it was."""
        if not self.is_attached:
            return
        watches = self.watch_list.watches
        findings = finding_rows(self.inbox)
        number = f" {count(len(watches))}" if watches else ""
        self.tab_line.titles = ("Needs attention", "Audits", f"Watching{number}")
        tab = self.tab_line.active
        tables: dict[int, list[Any]] = {
            _FINDINGS: [*findings],
            _AUDITS: [*self._audits],
            _WATCHES: [*watches],
        }
        items = tables[tab]
        rows: InMemoryRows[Any] = InMemoryRows(items)
        item = self.table.item if tab == self._shown_tab else None
        row = rows.row_of(item.id if item is not None else self._cursors[tab])
        self._shown_tab = tab
        if row is None:
            row = max(0, min(self.table.cursor_row, len(items) - 1))
        self.table.show(rows, Order(), cursor_row=row, is_at_top=True)
        self.table.appear(is_shown=bool(items))
        self.empty.display = not items
        told = ""
        if tab == _FINDINGS:
            nothing = nothing_found(self.inbox.came_at, is_asking=self.inbox.is_asking)
            self._why = nothing or "Nothing could be loaded."
            if self.inbox.came_at is not None:
                both = unread_told(self.inbox.unread), partly_told(self.inbox.partly)
                told = " ".join(filter(None, both))
        elif tab == _AUDITS:
            self._why = _NO_INDEX
        else:
            self._why = NOTHING_WATCHED
            told = asks_told(self.watch_list.failure) if any(w.video_id for w in watches) else ""
        self.unread.display = bool(told)
        self.unread.show(told)
        self._tell_row()

    @on(VirtualTable.Moved)
    def _tell_row(self) -> None:
        item = self.table.item
        if item is not None:
            self._cursors[self.tab_line.active] = item.id
        self.inspector.set_class(not isinstance(item, FindingRow | AnyRow), "-empty")
        if isinstance(item, FindingRow):
            self.inspector.section = finding_section(item.finding, item.new, self.inbox.stuck_after)
        elif isinstance(item, AnyRow) and AUDIT_LIST.overview is not None:
            self.inspector.section = AUDIT_LIST.overview(item, {})
        rows = self.table.rows
        if self.empty.display:
            is_of_audits = self.tab_line.active == _AUDITS
            self.rows.lead_on(self.empty, self._why, lambda: [audits_told()] * is_of_audits)
        else:
            self.rows.sum_up(rows.row_count if rows is not None else 0, self._page)
        self._tell_position()

    def _page(self, lines: int) -> Sequence[Section]:
        """Return what is known of the row under the cursor, for so many lines."""
        item, now = self.table.item, self.session.clock.utc_now()
        if isinstance(item, FindingRow):
            look, names = self.inbox.look(item.finding), self.session.project_names.names
            return finding_page(
                item.finding, look, self.inbox.stuck_after, names, now, height=lines - _FRAME
            )
        if isinstance(item, Watch):
            return watch_page(item, now)
        if not isinstance(item, AnyRow):
            return ()
        sums = summary_sections(AUDIT_LIST, AUDIT_LIST.columns, self._audits, {}, now=now)
        return [self.inspector.section, *sums]

    def on_resize(self) -> None:
        """Fit what is known of a row into the room that there is."""
        self.call_after_refresh(self._show)

    def on_tick(self) -> None:
        """Tell how old it is."""
        super().on_tick()
        self._tell_position()

    def _tell_position(self) -> None:
        findings, came_at = self.inbox.findings, self.inbox.came_at
        new = sum(map(self.inbox.new, findings))
        told = counted_told(len(findings), new)
        asked = ""
        if came_at is not None:
            asked = f"updated {age(self.session.clock.utc_now() - came_at)}"
        if is_framed(*self.size):
            self.rows.tell("Inbox", told if self.tab_line.active == _FINDINGS else "", asked)
        else:
            self.status_bar.position = (told, asked)
        self.update_status()

    # Tabs.

    def action_move_tab(self, places: int) -> None:
        """Show another tab, around the ends."""
        self._show_tab((self.tab_line.active + places) % len(self._cursors))

    @on(TabLine.Chosen)
    def show_clicked(self, event: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self._show_tab(event.tab)

    def _show_tab(self, tab: int) -> None:
        self.tab_line.active = tab
        columns: dict[int, Any] = {
            _FINDINGS: FINDING_COLUMNS,
            _AUDITS: tuple(AUDIT_LIST.columns),
            _WATCHES: WATCH_COLUMNS,
        }
        self.table.columns = columns[tab]
        self._show()
        if tab == _AUDITS:
            self._read_audits()
        self.refresh_bindings()

    # What can be done.

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense in this tab; empty if it does."""
        if action == "drop" and self.tab_line.active != _WATCHES:
            return hint("Only watched items can be removed; {inbox.next-tab} shows them.")
        if action == "looked" and self.tab_line.active != _FINDINGS:
            return hint(
                "Only items that need attention can be marked as seen; {inbox.last-tab} shows them."
            )
        return super().disabled_reason(action, parameters)

    @on(VirtualTable.Opened)
    async def open_behind(self) -> None:
        """Look at what the line tells of, where it is listed."""
        item = self.table.item
        if not self.is_on_top:
            return
        if isinstance(item, FindingRow):
            self._look_at(item.finding)
            await self._go_behind(item.finding)
        elif isinstance(item, AnyRow) and (lead := AUDIT_LIST.leads_to(item, ())) is not None:
            self.post_message(opening(self, lead))

    async def _go_behind(self, finding: Finding) -> None:
        if finding.kind is FindingKind.REQUESTS:
            await self.run_action("app.show('requests')")
            screen = self.app.screen
            if isinstance(screen, RequestsScreen) and not screen.requests.only_failures:
                screen.action_failures()
        elif finding.kind is FindingKind.EXPORT:
            await self.run_action("app.show('videos')")
            screen = self.app.screen
            if isinstance(screen, ListScreen):
                screen.action_export()
        elif finding.kind is FindingKind.LEFT:
            self._save_left()
        else:
            resource = resource_of(LISTINGS[finding.place])
            self.post_message(OpenList(self, resource, finding.view))

    @work
    async def _save_left(self) -> None:
        """Save what exports of earlier runs had written."""
        for left in self.inbox.left:
            try:
                saved = await call_in_daemon(left.save, limit_s=None)
            except SaveError as error:
                self.warn(f"{error.message} {error.next_step.capitalize()}.")
            else:
                told = f"The partial export is saved as {clean(str(saved))}."
                self.notify(told, title="Saved", markup=False)
        self.refresh_view()

    def action_looked(self) -> None:
        """Take what the line tells of as seen."""
        if isinstance(self.table.item, FindingRow):
            self._look_at(self.table.item.finding)
            self._show()

    def _look_at(self, finding: Finding) -> None:
        self.inbox.look_at(finding)
        self.table.redraw_rows()

    def action_drop(self) -> None:
        """Watch what is under the cursor no more."""
        if isinstance(self.table.item, Watch):
            self.watch_list.drop(self.table.item.id)


def _with_look(kind: FindingKind, look: Look, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, str(kind): look.written()}
