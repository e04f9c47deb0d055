"""The one screen for everything that the API lists."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kinescope_tui import keymap
from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import KinescopeError, OrderFieldError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.presentation.absence import absence
from kinescope_tui.presentation.numbers import count, plural
from kinescope_tui.presentation.times import age
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.paged_list import PagedList
from kinescope_tui.services.session import Session
from kinescope_tui.widgets.virtual_table import VirtualTable

T = TypeVar("T", bound=Identified)


class ListScreen(SessionScreen, Generic[T]):
    """Shows a resource's list: browse, page, sort on the server, open, copy.

    A sort or a refresh asks a new question beside the list that is shown, and takes that one's
    place when its answer is here; an answer to an older question has no place to go, and one that
    fails leaves everything as it was.
    """

    BINDINGS = keymap.bindings("list")

    table: query_one[VirtualTable[Any]] = query_one(VirtualTable)
    empty = query_one("#empty", Static)

    def __init__(
        self, session: Session, resource: Resource[T], opened: Callable[[T], Screen[None]]
    ) -> None:
        super().__init__(session)
        self.resource = resource
        self._opened = opened
        self.rows: PagedList[T] | None = None
        self._order = resource.default_order
        self._asked: PagedList[T] | None = None
        self._asked_order = self._order

    def compose_content(self) -> ComposeResult:
        """Lay out the table, and what stands there when it is empty."""
        yield VirtualTable(tuple(self.resource.columns))
        yield Static(id="empty")

    def on_mount(self) -> None:
        """Ask for the list."""
        super().on_mount()
        self.table.is_gone = lambda item: item.id in self.session.gone
        self.header.place = f"{self.resource.noun.capitalize()}s"
        self.table.focus()
        self._ask(self._order)

    def on_screen_resume(self) -> None:
        """Show what another screen found out about these rows."""
        super().on_screen_resume()
        self.table.refresh_rows()

    # Asking.

    def _ask(self, order: Order) -> None:
        """Ask for the list in that order; the next key already builds on this question."""
        resource, client = self.resource, self.session.client

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
            return await client.page(
                resource.path,
                resource.model,
                page=page,
                per_page=per_page,
                order=order,
                priority=priority,
            )

        asked = self._asked = PagedList[T](fetch)
        self._asked_order = order
        self._take_its_place(asked, order)

    @work
    async def _take_its_place(self, asked: PagedList[T], order: Order) -> None:
        """Show that list as soon as the page around the row under the cursor is here."""
        before = self.rows
        same_order = before is not None and order == self._order
        row, item = (self.table.cursor_row, self.table.item) if same_order else (0, None)
        try:
            await asked.load(row)
            if row >= asked.row_count > 0:  # the list became shorter meanwhile
                row = asked.row_count - 1
                await asked.load(row)
        except KinescopeError as error:
            if asked is self._asked:
                self._asked_order = self._order
                self._show_failure(error, order)
            return
        if asked is not self._asked or not self.is_attached:
            return
        self.clear_problem()
        self.rows, self._order = asked, order
        anchored = asked.row_of(item.id) if item is not None and item.id else None
        self.table.show(asked, order, cursor_row=row if anchored is None else anchored)

    def clear_problem(self) -> None:
        """Take the problem away; the rows are no longer called stale."""
        super().clear_problem()
        self.tell_position()

    def _show_failure(self, error: KinescopeError, order: Order) -> None:
        self.show_problem(error)
        self.tell_position()
        if isinstance(error, OrderFieldError):
            stays = str(self._order) if self.rows is not None else "no order"
            self.notify(
                f"The server does not sort by {order}. It stays at {stays}.",
                severity="warning",
                markup=False,
            )
        self._update_emptiness()

    def refresh_view(self) -> None:
        """Ask again for the pages that failed, else for everything, and keep the row."""
        rows = self.rows
        if rows is not None and rows.failure is not None:
            self.clear_problem()
            rows.retry()
            self.table.refresh_rows()
        else:
            self._ask(self._order)

    def action_sort(self) -> None:
        """Sort by the column under the cursor alone: ascending, descending, as at first."""
        if field := self._sort_field():
            self._ask(self._asked_order.cycled(field) or self.resource.default_order)

    def action_sort_more(self) -> None:
        """Add the column under the cursor as a further level, or flip it."""
        if field := self._sort_field():
            self._ask(self._asked_order.with_level(field))

    def _sort_field(self) -> str:
        column = self.table.column
        if not column.sort_field:
            self.notify(
                f"The server cannot sort by {column.title.lower()}.",
                severity="warning",
                markup=False,
            )
        return column.sort_field

    # What is shown.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the page under the cursor."""
        rows = self.rows
        page = rows.page_of(self.table.cursor_row) if rows is not None else None
        return page.exchange if page is not None else None

    @property
    def copyables(self) -> list[Copyable]:
        """The id and the link of the row under the cursor."""
        item = self.table.item
        link = self.resource.play_link(item) if item is not None else ""
        return [
            Copyable("id", "id", item.id if item is not None else ""),
            Copyable("play-link", "play link", link),
        ]

    @on(VirtualTable.Moved)
    def tell_position(self) -> None:
        """Say where the cursor is, and what brought the page under it."""
        rows = self.rows
        if rows is None:
            return
        row = self.table.cursor_row
        total = count(rows.total)
        place = f"row {count(row + 1)} of {total} · page {count(rows.page_number(row))}"
        if rows.total is not None:
            place += f"/{count(rows.page_count)}"
        parts = [place if rows.row_count else "no rows", *rows.notes]
        if self.problem is not None and (shown := self.shown_exchange) is not None:
            parts.append(f"stale: fetched {age(datetime.now(UTC) - shown.started_at)}")
        place = " · ".join(parts)
        self.status_bar.position = (place, f"order {self._order}")
        self.update_status()

    @on(VirtualTable.Changed)
    def take_note_of_rows(self) -> None:
        """Show a page's failure as a problem, and that there is nothing where there is nothing."""
        rows = self.rows
        if rows is not None and rows.failure is not None:
            self.show_problem(rows.failure)
        self.tell_position()
        self._update_emptiness()

    def _update_emptiness(self) -> None:
        """Tell an empty list from one that is forbidden, and from one that could not be read."""
        rows, noun = self.rows, self.resource.noun
        self.table.appear(is_shown=rows is not None and rows.row_count > 0)
        self.empty.display = not self.table.display
        self.empty.update(Content(absence(noun, self.problem)))
        self.header.place = f"{noun.capitalize()}s"
        if rows is not None and rows.total is not None:
            self.header.place = plural(rows.total, noun)

    @on(VirtualTable.HeaderClicked)
    def sort_by_click(self) -> None:
        """Sort by the column whose title was clicked."""
        self.action_sort()

    @on(VirtualTable.Opened)
    def open_item(self) -> None:
        """Open what is under the cursor."""
        item = self.table.item
        if item is None or not self.is_on_top:
            return
        if not item.id:
            self.notify("This row came without an id.", severity="warning", markup=False)
            return
        self.app.push_screen(self._opened(item))
