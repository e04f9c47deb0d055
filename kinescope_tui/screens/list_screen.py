"""The one screen for everything that the API lists."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.getters import query_one

from kinescope_tui.api.client import Page
from kinescope_tui.api.decode import decode_page, read_page
from kinescope_tui.api.errors import KinescopeError, OrderFieldError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified, Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.dialogs.export_dialog import ExportChoice, ExportDialog, Scope
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.dialogs.sort_editor import SortEditor
from kinescope_tui.dialogs.views_dialog import ViewsDialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.lists.chips import chips
from kinescope_tui.presentation.lists.export_words import export_progress, export_told, wait_told
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.times import age
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.item_copyables import item_copyables
from kinescope_tui.screens.navigation import OpenAnalytics, OpenItem
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.command_line import Command, GoToPlace, Sort
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.records import FileFormat, record, written
from kinescope_tui.services.lists.list_model import ListModel, Question
from kinescope_tui.services.lists.paged_list import Fetch, PagedList
from kinescope_tui.services.lists.steady_order import in_first_order, steady_orders
from kinescope_tui.services.lists.view import View, view_of, written_view
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.filter_bar import FilterBar
from kinescope_tui.widgets.marking_table import MarkingTable
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.preview_pane import PreviewPane
from kinescope_tui.widgets.project_tree import ProjectTree
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from datetime import datetime

    from textual.notifications import SeverityLevel
    from textual.worker import Worker
T = TypeVar("T", bound=Identified)

_WIDE_COLUMNS = 140  # columns from which on the tree and the preview stand beside the table
_TYPING_S = 0.2  # a pause in typing after which the server is asked
_COUNTS_S = 300.0  # how long what was counted is taken as true
_MAX_COPIED = 1_000  # rows
_FOLLOW_S = 1.0
_MAX_REMEMBERED = 100  # rows
_LONGEST_ORDER = 80  # characters of what the server says


class ListScreen(SessionScreen, Generic[T]):
    """Shows a resource's list: browse, page, sort and search on the server, mark, open, export.

    Another view asks a new question beside the list that is shown, and takes that one's place when
    its answer is here; an answer to an older question has no place to go, and one that fails leaves
    everything as it was.
    """

    AUTO_FOCUS = ""  # where there is no table it would be the field for searching
    BINDINGS = keymap.bindings("list", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("list", "mark", "table", "tree", "search", "token")

    table: query_one[MarkingTable[Any]] = query_one(MarkingTable)
    empty = query_one("#empty", DiffedStatic)
    filter_bar = query_one(FilterBar)
    project_tree = query_one(ProjectTree)
    preview = query_one(PreviewPane)

    def __init__(self, session: Session, resource: Resource[T]) -> None:
        super().__init__(session)
        self.resource = resource
        self.model: ListModel[T] = ListModel(self._fetch, View(resource.default_order))
        self.model.on_shown = self._show_rows
        self.model.on_failed = self._show_failure
        self._fetching: Worker[None] | None = None  # what is missing of ranges
        self._had_range = False
        self._denied = Order()  # an order that the server said it did not make
        self._search_before = ""
        self._typing = Pause(self, session.clock, _TYPING_S)
        self._tree_wanted: bool | None = None
        self._preview_wanted: str | None = None
        self._counts: dict[tuple[str, str], int | None] = {}
        self._counted: tuple[View, float] = (self.model.view, 0.0)
        self._exported: ExportChoice | None = None
        self._export_told = ""
        self._remembered_at: datetime | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the table, and what stands there when it is empty, between tree and preview."""
        resource = self.resource
        yield FilterBar()
        with Horizontal(id="body"):
            yield ProjectTree(self.session.project_names)
            with Container(id="panes"):
                yield MarkingTable(
                    resource.columns_for([]), resource.is_problem, self.model.marking
                )
                yield DiffedStatic(id="empty")
                yield PreviewPane(self.session.clock)

    def on_mount(self) -> None:
        """Ask for the list."""
        super().on_mount()
        self.watch(self.table, "cursor_row", self._follow_cursor, init=False)
        self.model.marking.on_change = self.table.tell_marks
        self.table.is_gone = lambda item: item.id in self.session.gone
        self.table.names = self.session.project_names.names
        self.header.place = self._places_name
        self.filter_bar.show((), "")
        self._lay_out()
        self.table.focus()
        self.set_interval(_FOLLOW_S, self._follow_export)
        self._show_remembered()
        self._ask(self.model.view)

    def on_screen_resume(self) -> None:
        """Show what another screen found out about these rows."""
        super().on_screen_resume()
        self.table.refresh_rows()

    def on_resize(self) -> None:
        """Show beside the table what there is room for."""
        super().on_resize()
        self._lay_out()

    # What was seen last.

    def _show_remembered(self) -> None:
        """Begin where this list was left; its rows stand there until those of today come."""
        found = self.session.state_store.load(self._remembered_as)
        if found is None:
            return
        model = self.model
        try:
            view = view_of(found.state)
            items = _items_of(found.rows, self.resource.model)
            row, first = max(0, int(found.state["row"])), max(0, int(found.state["first"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        model.begin_with(view, items, row=row, first=first)
        self._show_filters()
        if model.remembered is None:
            return
        self._remembered_at = found.at
        if not self.resource.columns:
            self.table.columns = self.resource.columns_for(items)
        self.table.show(model.remembered, view.order, cursor_row=model.cursor_row)
        self._update_emptiness()
        self.tell_position()

    @property
    def state_key(self) -> object:
        """The view, and the row."""
        return self.model.view, self.model.row

    def state_to_save(self) -> Callable[[], None] | None:
        """Return what keeps the view, and the rows around the cursor."""
        model = self.model
        if model.rows is None:
            return None
        first, near = model.near(_MAX_REMEMBERED // 2)
        if not near and model.rows.row_count:
            return None  # the row under the cursor is not here; what was kept before is
        state = {**written_view(model.view), "row": model.row, "first": first}
        keep, place = self.session.state_store.save, self._remembered_as
        return lambda: keep(place, state, [record(item) for item in near])

    @property
    def _remembered_as(self) -> str:
        # The entries of two playlists are two lists, of one name.
        return f"list:{self.resource.path}:{self.resource.fixed}"

    def on_unmount(self) -> None:
        """Remember where this list is left."""
        self.save_state()

    # Asking.

    @property
    def rows(self) -> PagedList[T] | None:
        """What the server has; None before its first answer."""
        return self.model.rows

    def _ask(self, view: View, *, keeps_item: bool = True) -> None:
        """Ask for the list in that view; the next key already builds on this question.

        Args:
            view: Which.
            keeps_item: Whether the cursor stays with its item, if that is on the page that comes.
        """
        self._wait_for(self.model.ask(view, keeps_item=keeps_item))

    @work
    async def _wait_for(self, question: Question[T]) -> None:
        await self.model.answer(question)

    def _fetch(self, view: View) -> Fetch[T]:
        resource, client = self.resource, self.session.client

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
            return await client.page(
                resource.path,
                resource.model,
                page=page,
                per_page=per_page,
                order=view.order,
                query=resource.fixed + view.query,
                priority=priority,
            )

        return fetch

    def _show_rows(self) -> None:
        """Show the list whose answer came."""
        rows = self.model.rows
        if rows is None or not self.is_attached:
            return
        self.clear_problem()
        if not self.resource.columns:
            self.table.columns = self.resource.columns_for([item for _, item in rows.loaded()])
        self.table.show(rows, self._applied_order, cursor_row=self.model.cursor_row)
        self._show_filters()
        self._learn_names()
        self._tell_what_differs()

    def _tell_what_differs(self) -> None:
        """Say once where what came is not what was asked for, or ends what was begun."""
        marking, asked = self.model.marking, self.model.view.order
        if self._had_range and not marking.has_range:
            self._tell_no(f"The range is over; marked: {plural(len(marking.marks), 'row')}.")
        self._had_range = marking.has_range
        if (said := self.model.said_order).begins_with(asked) or not said:
            self._denied = Order()
        elif asked != self._denied:
            self._denied = asked
            told = one_line(str(said))[:_LONGEST_ORDER]
            self._tell_no(f"The server says that it sorted by {told}, not by {asked}.")

    def _follow_cursor(self, row: int) -> None:
        self.model.move_to(row)
        self._tell_row()

    @work(exclusive=True, group="names")
    async def _learn_names(self) -> None:
        """Find out what the projects are called that stand in a column of the table."""
        is_looked_at = self.table.shows_names or self.preview.display
        if not self.resource.catalog_type or not is_looked_at:
            return
        try:
            await self.session.project_names.projects(self.resource.catalog_type)
        except KinescopeError:
            return  # their ids stand there
        self.table.redraw_rows()
        self._show_filters()
        self._show_preview()

    def clear_problem(self) -> None:
        """Take the problem away; the rows are no longer called stale."""
        super().clear_problem()
        self.tell_position()

    def _show_failure(self, error: KinescopeError) -> None:
        if not self.is_attached:
            return
        self.show_problem(error)
        self.tell_position()
        if isinstance(error, OrderFieldError):
            order = self.model.failed_view.order
            stays = str(self.model.view.order) if self.rows is not None else "no order"
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
            self._ask(self.model.view)

    def refresh_all(self) -> None:
        """Ask for everything anew, projects and counts included."""
        self.session.project_names.forget()
        self._counts.clear()
        self.project_tree.forget()
        self._ask(self.model.view)

    # Sorting.

    def action_sort(self) -> None:
        """Sort by the column under the cursor alone: ascending, descending, as at first."""
        if field := self._sort_field():
            order = self.model.asked_view.order.cycled(field) or self.resource.default_order
            self._ask(self.model.asked_view.ordered(order))

    def action_sort_more(self) -> None:
        """Add the column under the cursor as a further level, or flip it."""
        if field := self._sort_field():
            self._ask(self.model.asked_view.ordered(self.model.asked_view.order.with_level(field)))

    def _sort_field(self) -> str:
        column = self.table.column
        if not column.sort_field:
            self.notify(
                f"The server cannot sort by {column.title.lower()}.",
                severity="warning",
                markup=False,
            )
        return column.sort_field

    def action_edit_sort(self) -> None:
        """Show the sort levels as a list."""
        fields = self.resource.sort_fields
        if not fields:
            self.notify(
                f"The API documents no order for {self.resource.plural}.",
                severity="warning",
                markup=False,
            )
            return
        others = [column.title.lower() for column in self.table.columns if not column.sort_field]

        def sort(order: Order | None) -> None:
            if order is not None:
                view = self.model.asked_view.ordered(order or self.resource.default_order)
                self._ask(view)

        self.app.push_screen(SortEditor(self.model.asked_view.order, fields, others), sort)

    # Searching and filtering; the server does both.

    def action_search(self) -> None:
        """Let a search be typed."""
        if not self.resource.is_searchable:
            self._tell_no(f"The server does not search in {self.resource.plural}.")
            return
        self._search_before = self.model.asked_view.search
        self.filter_bar.begin(self._search_before)

    @on(FilterBar.Typed)
    def search_soon(self, event: FilterBar.Typed) -> None:
        """Ask after a pause in typing; a later question wins."""
        self._typing.then(partial(self._search, event.text))

    def _search(self, text: str) -> None:
        view = self.model.asked_view.searched(text)
        if view != self.model.asked_view:
            self._ask(view)

    @on(FilterBar.Ended)
    def end_search(self, event: FilterBar.Ended) -> None:
        """Keep what was typed, or go back to what was searched for before."""
        self._typing.cancel()
        if event.is_kept:
            self._search(event.text)
        elif self._search_before != self.model.asked_view.search:
            self._ask(self.model.asked_view.searched(self._search_before), keeps_item=False)
        self.filter_bar.end()
        self._show_filters()
        self.set_focus(self.table if self.table.display else None)  # it takes it when it comes back

    def action_facets(self) -> None:
        """Offer what the list can be narrowed to."""
        resource = self.resource
        if not resource.facets:
            self._tell_no(f"The server does not filter {resource.plural}.")
            return
        choices = [
            Choice(facet.label, facet.parameter, value, look, facet.is_multiple)
            for facet in resource.facets
            for value, look in facet.choices
        ]
        now, (view, at) = self.session.clock.monotonic(), self._counted
        if view != self.model.asked_view or now > at + _COUNTS_S:
            self._counts, self._counted = {}, (self.model.asked_view, now)

        def narrow(view: View | None) -> None:
            if view is None:
                return
            # The order may have been refused while the dialog was open.
            narrowed = replace(self.model.asked_view, filters=view.filters)
            if narrowed != self.model.asked_view:
                self._ask(narrowed)

        dialog = FacetDialog(
            self.model.asked_view,
            narrowed=resource.narrowed,
            choices=choices,
            more=self._places_to_choose,
            counts=self._counts,
            count=self._number_in,
        )
        self.app.push_screen(dialog, narrow)

    async def _places_to_choose(self, view: View) -> list[Choice]:
        """Return the projects, and the folders of the one that is chosen."""
        resource, names = self.resource, self.session.project_names
        if not resource.catalog_type:
            return []
        try:
            projects = await names.projects(resource.catalog_type)
            chosen = view.values("project_id")
            folders = await names.folders(chosen[0]) if chosen else []
        except KinescopeError as error:
            self.show_problem(error)
            return []
        inside = [
            Choice("folder", "folder_id", folder.id, _named(folder.name)) for folder in folders
        ]
        return inside + [
            Choice("project", "project_id", project.id, _named(project.name))
            for project in projects
        ]

    async def _number_in(self, view: View) -> int | None:
        """Return how many the server has in a view."""
        try:
            page = await self._fetch(view)(1, 1, Priority.LOOKED_AT)
        except KinescopeError as error:
            self.show_problem(error)
            return None
        return page.total

    def action_same(self) -> None:
        """Show only rows that have the cell under the cursor, or no longer."""
        column, item = self.table.column, self.table.item
        value = column.value(item) if item is not None else ""
        if not column.parameter:
            self._tell_no(f"The server cannot filter by {column.title.lower()}.")
        elif not value:
            self._tell_no("There is nothing in this cell to filter by.")
        elif column.parameter == "q":
            self._ask(
                self.model.asked_view.searched(
                    "" if self.model.asked_view.search == value else value
                )
            )
        else:
            is_set = self.model.asked_view.values(column.parameter) == (value,)
            values = () if is_set else (value,)
            self._ask(self.resource.narrowed(self.model.asked_view, column.parameter, values))

    @on(ProjectTree.Chosen)
    def narrow_to_place(self, event: ProjectTree.Chosen) -> None:
        """Show what is in a project, or in a folder."""
        place, narrowed = event.place, self.resource.narrowed
        view = narrowed(self.model.asked_view, "project_id", filter(None, (place.project_id,)))
        self._ask(narrowed(view, "folder_id", filter(None, (place.folder_id,))))

    @on(ProjectTree.Failed)
    def tell_failure_of_tree(self, event: ProjectTree.Failed) -> None:
        """Show what went wrong beneath a node."""
        self.show_problem(event.error)

    def _chips(self, view: View) -> list[str]:
        names = self.session.project_names.names
        labels = {facet.parameter: facet.label for facet in self.resource.facets}
        shown = {
            (facet.parameter, value): look.text
            for facet in self.resource.facets
            for value, look in facet.choices
        }
        shown |= {(name, value): names[value] for name, value in view.filters if value in names}
        return list(chips(view.filters, view.search, labels, shown))

    def _show_filters(self) -> None:
        total = self.rows.total if self.rows is not None else None
        told = f"● {count(total)} found by the server"
        shown = self.model.view.searched("") if self.filter_bar.is_typing else self.model.view
        self.filter_bar.show(self._chips(shown), told if self.model.view.is_narrowed else "")

    def action_views(self) -> None:
        """Offer the views that were saved, and those that everybody has."""

        def show(view: View | None) -> None:
            if view is not None:
                self._ask(view if view.order else view.ordered(self.resource.default_order))

        dialog = ViewsDialog(
            self.resource.name, self.session.views, dict(self.resource.views), self.model.view
        )
        self.app.push_screen(dialog, show)

    def _tell_no(self, text: str) -> None:
        self.notify(text, severity="warning", markup=False)

    # What is beside the table.

    def _lay_out(self) -> None:
        """Show tree and preview as the user wants, else as the width suggests."""
        if not self.is_mounted:
            return
        is_broad = self.size.width >= _WIDE_COLUMNS
        has_tree = bool(self.resource.catalog_type)
        shows_tree = has_tree and (is_broad if self._tree_wanted is None else self._tree_wanted)
        self.project_tree.display = shows_tree
        if shows_tree:
            self.project_tree.begin()
        wanted = self._preview_wanted
        where = ("right" if is_broad else "") if wanted is None else wanted
        self.preview.display = bool(where)
        self.query_one("#panes").set_class(where == "right", "-beside")
        self._show_preview()

    def action_tree(self) -> None:
        """Show the tree of projects and go there, or take it away."""
        if not self.resource.catalog_type:
            self._tell_no(f"{self.resource.plural.capitalize()} are in no project.")
            return
        self._tree_wanted = not self.project_tree.display
        self._lay_out()
        (self.project_tree if self._tree_wanted else self.table).focus()

    def action_preview(self) -> None:
        """Show the row under the cursor beside the table, beneath it, or not at all."""
        now = "" if not self.preview.display else "below"
        if self.preview.display and self.query_one("#panes").has_class("-beside"):
            now = "right"
        places = (
            ["right", "below", ""] if self.size.width >= _WIDE_COLUMNS else ["below", "right", ""]
        )
        self._preview_wanted = places[(places.index(now) + 1) % len(places)]
        self._lay_out()
        self._learn_names()

    def _show_preview(self) -> None:
        item = self.table.item
        if not self.preview.display:
            return
        if item is None:
            self.preview.show([])
            return
        self.preview.show(self.resource.preview(item, self.session.project_names.names))

    # What is shown.

    @property
    def _places_name(self) -> str:
        plural_name = self.resource.plural
        return plural_name[:1].upper() + plural_name[1:]

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the page under the cursor."""
        rows = self.rows
        if rows is None:
            return None
        page = rows.page_of(self.model.cursor_row)
        return page.exchange if page is not None else rows.last_exchange

    @property
    def link(self) -> str:
        """What opens in a browser."""
        item = self.table.item
        return self.resource.link_of(item) if item is not None else ""

    @property
    def copyables(self) -> list[Copyable]:
        """What belongs to the row under the cursor, and the rows that are marked."""
        item, chosen = self.table.item, self.table.chosen
        cell = self.table.column.cell(item).text if item is not None else ""
        told_rows = plural(len(chosen), "row")
        if lacks := self.model.marking.lacks:
            told_rows += f", {count(lacks)} of the range not loaded"
        if len(chosen) > _MAX_COPIED:
            told_rows = f"the first {count(_MAX_COPIED)} of {told_rows}"
            chosen = chosen[:_MAX_COPIED]
        rows = written(FileFormat.TSV, chosen, self.resource.model) if chosen else ""
        records = [record(one) for one in chosen]
        told = records[0] if len(records) == 1 else records
        return [
            *item_copyables(self.session.client, self.resource, item),
            Copyable("cell", "cell", cell),
            Copyable("rows", told_rows if chosen else "rows", rows),
            Copyable("json", "JSON", exact_json(told, indent=2) if chosen else ""),
        ]

    @on(VirtualTable.Moved)
    def tell_position(self) -> None:
        """Say where the cursor is, and what brought the page under it."""
        self._tell_row()
        if self.rows is not None:
            self.update_status()
            self._show_preview()

    def _tell_row(self) -> None:
        """Say where the cursor is; in the frame in which it moves, so that one frame is enough."""
        rows = self.rows
        if rows is None:
            if self._remembered_at is not None:
                old = age(self.session.clock.utc_now() - self._remembered_at)
                again = hint("{view.refresh} asks again")
                next_step = "asking …" if self.model.is_asking else again
                self.status_bar.position = (f"as it was {old} · {next_step}", "")
            return
        row = self.model.cursor_row
        total = count(rows.total)
        place = f"row {count(row + 1)} of {total} · page {count(rows.page_number(row))}"
        if rows.total is not None:
            place += f"/{count(rows.page_count)}"
        parts = [place if rows.row_count else "no rows", *self._marks_text]
        if told := export_progress(self.session.export, self._export_waits()):
            parts.append(told)
        parts += [*self.row_notes, *rows.notes]
        if self.model.is_stale and (shown := self.shown_exchange) is not None:
            old = age(self.session.clock.utc_now() - shown.started_at)
            parts.append(f"stale: fetched {old}, not read again")
        self.status_bar.position = (" · ".join(parts), self.order_text)

    @property
    def _marks_text(self) -> list[str]:
        """How many rows are marked, and how many of a range are not because they are not here."""
        marking = self.model.marking
        marked, lacks = len(marking.marks), marking.lacks
        if not marked and not lacks:
            return []
        told = f"{count(marked)} marked{', range' if marking.has_range else ''}"
        if not lacks:
            return [told]
        lacking = f"{count(lacks)} of the range's {count(marking.spanned)} rows are"
        is_coming = "loading, esc stops" if marking.wants else "not loaded, too many"
        return [f"{told} · {lacking} {is_coming}"]

    @property
    def row_notes(self) -> list[str]:
        """What else there is to say of the rows."""
        return []

    @property
    def order_text(self) -> str:
        """In which order the rows stand, and who put them there."""
        asked, said = self.model.view.order, self.model.said_order
        if not said:
            return f"asked for {asked}" if asked else ""
        told = f"order {one_line(str(said))[:_LONGEST_ORDER]}"
        return told if said.begins_with(asked) else f"! {told}, not {asked}"

    @property
    def _applied_order(self) -> Order:
        """What the table's head shows: what the server says, else what it was asked for."""
        return self.model.said_order or self.model.view.order

    @property
    def absence_text(self) -> str:
        """Why there are no rows, and which key leads on."""
        model = self.model
        if model.rows is None and model.is_asking:
            return "░░░░░░ asking …"
        problem = self.problem if model.rows is not None else model.failure
        return absence(self.resource.noun, problem, self._chips(model.view))

    @on(MarkingTable.Marked)
    def tell_marks(self) -> None:
        """Say how many rows are marked, and get what is missing of a range."""
        self._had_range = self.model.marking.has_range
        self.tell_position()
        if self.model.marking.wants and self._fetching is None:
            self._fetching = self._fetch_range()

    @on(MarkingTable.Cut)
    def tell_that_range_is_cut(self, event: MarkingTable.Cut) -> None:
        """Say that a range marks only what is here."""
        self._tell_no(
            f"Only rows that are here are marked: {count(event.rows)} more of the range are too "
            "many to load. Narrow the list first, or export all of it."
        )

    @work
    async def _fetch_range(self) -> None:
        try:
            await self.model.marking.fetch()
        except KinescopeError as error:
            self._tell_no("The range is over: not all of its rows could be loaded.")
            self.show_problem(error)
        finally:
            self._fetching = None
            if self.is_attached:
                self.table.tell_marks()

    def marks_are_whole(self) -> bool:
        """Return whether all that ranges mark is here, and say so if it is not."""
        marking = self.model.marking
        if not marking.lacks:
            return True
        told = f"{count(marking.lacks)} of the {count(marking.spanned)} rows of the range"
        if marking.wants:
            self._tell_no(f"{told} are still loading; esc stops it.")
        else:
            self._tell_no(hint(f"{told} are not loaded, too many; {{mark.range}} ends it."))
        return False

    @on(MarkingTable.NoneFound)
    def tell_that_none_was_found(self) -> None:
        """Say that what is here has no further problem; what is not here nobody looked at."""
        loaded = sum(1 for _ in self.rows.loaded()) if self.rows is not None else 0
        told = f"○ No further problem among the {count(loaded)} loaded rows."
        has_status = self.resource.facet("status[]") is not None
        asks = hint(" {list.facets} asks the server by status.") if has_status else ""
        self.notify(f"{told}{asks}", markup=False)

    @on(VirtualTable.Changed)
    def take_note_of_rows(self) -> None:
        """Show a page's failure as a problem, and that there is nothing where there is nothing."""
        rows = self.rows
        if rows is not None and rows.failure is not None:
            self.show_problem(rows.failure)
        self.model.marking.take_in()
        if rows is not None:
            self.table.order = self._applied_order
        self.tell_position()
        self._update_emptiness()

    def _update_emptiness(self) -> None:
        """Tell an empty list from one that is filtered, forbidden, or could not be read."""
        rows, noun = self.rows, self.resource.noun
        is_old = rows is None and self._remembered_at is not None
        self.table.appear(is_shown=is_old or (rows is not None and rows.row_count > 0))
        self.empty.display = not self.table.display
        self.empty.show(self.absence_text)
        self.header.place = self._places_name
        if rows is not None and rows.total is not None:
            self.header.place = plural(rows.total, noun)

    # Going.

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
            self._tell_no("This row came without an id.")
            return
        self.post_message(
            OpenItem(
                self, self.resource, item, neighbour=self._neighbour, exchange=self.shown_exchange
            )
        )

    def action_analytics(self) -> None:
        """Show who watched the video under the cursor."""
        item = self.table.item
        if isinstance(item, Video) and item.id and self.is_on_top:
            self.post_message(OpenAnalytics(self, item))
        else:
            self._tell_no("Only videos have analytics.")

    async def _neighbour(self, places: int) -> T | None:
        """Move the cursor by rows to the next item there is, and return it.

        Raises:
            KinescopeError: Its page could not be fetched.
        """
        row = await self.model.neighbour(places)
        if row is None:
            return None
        self.table.move_to(row)
        return self.model.item

    def go_to(self, command: Command) -> bool:
        """Do what was typed, and tell whether this screen knows how."""
        match command:
            case Sort(order):
                self._ask(self.model.asked_view.ordered(order))
            case GoToPlace("view", name):
                self._show_view(name)
            case _:
                return self.table.go_to(command)
        return True

    @property
    def completions(self) -> Completions:
        """The fields by which the server sorts, and the saved views."""
        fields = tuple(self.resource.sort_fields)
        return {"sort": lambda: fields, "view": lambda: list(self._views)}

    @property
    def _views(self) -> dict[str, View]:
        return dict(self.resource.views) | self.session.views.views(self.resource.name)

    def _show_view(self, name: str) -> None:
        view = self._views.get(name)
        if view is None:
            self._tell_no(f"There is no view {name!r}; {hint('{list.views}')} lists them.")
        else:
            self._ask(view if view.order else view.ordered(self.resource.default_order))

    def action_back(self) -> None:
        """Step back: from marking all, waiting, a problem, the tree, marks, filters, the screen."""
        marking = self.model.marking
        if marking.can_undo_all:
            marking.undo_all()
            self.table.tell_marks()
        elif self._fetching is not None:
            here, spanned = count(marking.spanned - marking.lacks), count(marking.spanned)
            self._fetching.cancel()
            self._tell_no(f"Stopped: {here} of the {spanned} rows of the range are marked.")
        elif self.is_troubled:
            super().action_back()
        elif self.project_tree.has_focus:
            self.table.focus()
        elif self.table.marks or self.table.has_range:
            self.table.clear_marks()
        elif self.model.asked_view.is_narrowed:
            self._ask(self.model.asked_view.widened())
        else:
            super().action_back()

    # Exporting.

    def action_export(self) -> None:
        """Offer to export rows, or show how an export goes."""
        self._open_export(self._exported)

    def action_export_again(self) -> None:
        """Export the same once more, under another name."""
        if self._exported is None:
            self.action_export()
        else:
            self._open_export(self._exported, starts=True)

    def _open_export(self, chosen: ExportChoice | None, *, starts: bool = False) -> None:
        running = self.session.export
        if running is not None and running.has_ended:
            running = None
        if self.rows is None and running is None:
            self._tell_no("There is nothing to export yet.")
            return
        if not self.marks_are_whole():
            return
        loaded = [item for _, item in self.rows.loaded()] if self.rows is not None else []
        marked = self.table.marks.items
        scopes = [Scope("marked", len(marked), marked)] if marked else []
        scopes.append(self._all_rows())
        scopes.append(Scope("loaded", len(loaded), loaded))
        dialog = ExportDialog(
            self.resource.plural,
            self.resource.model,
            scopes,
            loaded,
            self._begin_export,
            waits=self._export_waits,
            running=running,
            chosen=chosen,
            starts=starts and running is None,
        )
        self.app.push_screen(dialog)

    def _all_rows(self) -> Scope:
        """Return all rows of the view, in an order in which they can be read while others come."""
        view, total = self.model.view, self.rows.total if self.rows is not None else None
        orders = steady_orders(view.order, self.resource.sort_fields)
        fetch = in_first_order(lambda order: self._fetch(view.ordered(order)), orders)
        is_turned = orders[0].levels[:1] != view.order.levels[:1]
        told = "The oldest stand first: what comes meanwhile then moves no other row."
        return Scope("all", total, fetch, told if is_turned else "")

    def _export_waits(self) -> str:
        return wait_told(self.session.pacer.pace, self.session.journal.under_way)

    def _follow_export(self) -> None:
        """Show in a corner how an export goes that nobody looks at."""
        told = export_progress(self.session.export, self._export_waits())
        if told != self._export_told and self.is_on_top:
            self._export_told = told
            self.tell_position()

    def _begin_export(self, export: Export[Any], choice: ExportChoice) -> bool:
        self._exported = choice if choice.scope else self._exported

        def tell() -> None:
            told, _ = export_told(export)
            is_good = export.state is State.DONE
            title = "Exported" if is_good else "Export"
            is_seen = isinstance(self.app.screen, ExportDialog)
            if export.state is not State.DROPPED and not is_seen:
                severity: SeverityLevel = "information" if is_good else "warning"
                self.app.notify(told, title=title, severity=severity, markup=False)

        return self.session.begin_export(export, tell)


def _items_of(rows: list[dict[str, Any]], model: type[T]) -> list[T]:
    document = {"data": rows}
    quick = decode_page(json.dumps(document).encode(), model)
    return (quick or read_page(document, model)).items


def _named(name: str) -> Cell:
    return Cell(one_line(name) or "(no name)")
