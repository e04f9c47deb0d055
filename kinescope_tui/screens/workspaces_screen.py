"""The workspaces of all profiles side by side, and the way into each."""

from collections.abc import Sequence
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.models import RawModel
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.workspace_page import workspace_page
from kinescope_tui.presentation.workspace_words import workspace_record, workspace_section
from kinescope_tui.resources.workspaces import WORKSPACE_COLUMNS
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.item_copyables import row_copyables
from kinescope_tui.screens.navigation import OpenProfile
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.workspaces import WorkspaceRow, Workspaces
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.summed_pane import SummedPane
from kinescope_tui.widgets.virtual_table import VirtualTable


class WorkspacesScreen(SessionScreen):
    """Shows a row for each profile at once, fills it as answers come, and opens its workspace.

    Args:
        session: The open workspace.
        sign_in: The way into it, and into the others.
    """

    BINDINGS = keymap.bindings("workspaces")
    KEY_GROUPS = ("workspaces", "table")

    table: query_one[VirtualTable[WorkspaceRow]] = query_one(VirtualTable)
    inspector = query_one("#inspector", SectionBox)
    pane = query_one("#rows", SummedPane)

    def __init__(self, session: Session, sign_in: SignIn) -> None:
        super().__init__(session)
        self.workspaces = Workspaces(sign_in, session)
        self._order = Order()
        self._is_behind = False

    def compose_content(self) -> ComposeResult:
        """Lay out the table, and what is known of its row."""
        with SummedPane("Workspaces", id="rows"):
            yield VirtualTable(WORKSPACE_COLUMNS)
        yield SectionBox(id="inspector")

    def on_mount(self) -> None:
        """Ask about all of them."""
        super().on_mount()
        self.tell_place("Workspaces")
        self.table.focus()
        self.workspaces.on_change = self._take
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        await self.workspaces.look()

    def refresh_view(self) -> None:
        """Ask again; what is known stays meanwhile."""
        self._look()

    def _take(self) -> None:
        """Take in what came, once for however many answers."""
        if self.is_attached and not self._is_behind:
            self._is_behind = True
            self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """Take in what came meanwhile."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        self._is_behind = False
        if not self.is_attached:
            return
        keys = {column.name: partial(column.sort_key, names={}) for column in WORKSPACE_COLUMNS}
        rows = InMemoryRows(in_order(self.workspaces.rows, self._order, keys))
        name = self.table.item.id if self.table.item is not None else self.session.profile.name
        self.table.show(rows, self._order, cursor_row=rows.row_of(name) or 0)
        self._explain()

    @on(VirtualTable.Moved)
    def _explain(self) -> None:
        item = self.table.item
        self.inspector.set_class(item is None, "-empty")
        if item is not None:
            self.inspector.section = workspace_section(item)
        self.pane.sum_up(len(self.workspaces.rows), self._page)
        rows = self.workspaces.rows
        asking = sum(row.is_asking for row in rows)
        told = f"loading {plural(asking, 'workspace')} …" if asking else ""
        told = told or plural(len(rows), "workspace")
        if is_framed(*self.size):
            self.pane.tell("Workspaces", told)
        else:
            self.status_bar.position = (told, "")
        self.update_status()

    def _page(self, _lines: int) -> Sequence[Section]:
        """Return what is known of the workspace under the cursor."""
        item = self.table.item
        today = self.session.clock.utc_now().date()
        return workspace_page(item, self.workspaces.rows, today) if item is not None else ()

    def on_resize(self) -> None:
        """Fit what is known of a workspace into the room that there is."""
        self.call_after_refresh(self._show)

    @property
    def copyables(self) -> list[Copyable]:
        """Copies of the row under the cursor."""
        item = self.table.item
        if item is None:
            return []
        chosen = [RawModel(raw=workspace_record(item))]
        return row_copyables(chosen, RawModel, self.table.column.cell(item).text)

    # What can be done.

    @on(VirtualTable.Opened)
    def open_workspace(self) -> None:
        """Open the workspace under the cursor."""
        if self.table.item is not None and self.is_on_top:
            self.post_message(OpenProfile(self, self.table.item.profile))

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort by the column under the cursor: ascending, descending, as at first."""
        self._order = self._order.cycled(self.table.column.name)
        self._show()
