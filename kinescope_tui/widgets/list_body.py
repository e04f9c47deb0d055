"""A list's table, between the filters and the preview of the row under the cursor."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec.structs import replace
from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.getters import query_one
from textual.message import Message

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import Priority
from kinescope_tui.presentation.lists.poster_picture import poster_link
from kinescope_tui.presentation.lists.statuses import UNKNOWN
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.list_summary import summary_sections
from kinescope_tui.resources.registry import LISTINGS, resource_of
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.terminal.called_while_here import CalledWhileHere
from kinescope_tui.widgets.column_widths import packed
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.fading import Fading
from kinescope_tui.widgets.filters_beside import FiltersBeside
from kinescope_tui.widgets.list_layout import (
    PREVIEW_FROM,
    ListLayout,
    Wishes,
    has_room_beside,
    list_layout,
)
from kinescope_tui.widgets.marking_table import MarkingTable
from kinescope_tui.widgets.notices import Notices
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.summed_pane import SummedPane
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from kinescope_tui.widgets.list_filters_pane import ListFiltersPane
    from kinescope_tui.widgets.preview_pane import PreviewPane

T = TypeVar("T", bound=Identified)

_SHORT = 100  # rows of a list that is measured whole
_SORT_SIGN = 2  # cells behind a title
_MOST_BESIDE = 1_000  # rows of another list that are looked through
_REST_S = 1.0  # of the cursor on a row, after which more is asked of that


class ListBody(CalledWhileHere, Notices, Horizontal, Generic[T]):
    """Shows a list's rows, what stands there without any, and what is beside them.

    Filters and preview are shown as the user wants, else as the width suggests. They are made when
    they are first shown: without room for them, the first rows do not wait for them.

    Attributes:
        filters: What the list can be narrowed to.
        preview: Of the row under the cursor; None if it was not shown yet.

    Args:
        session: Whose list.
        resource: What it is of.
        model: What is shown.
        ask: Asks for the view that is chosen in the tree.
    """

    class Named(Message):
        """The names of projects and folders came."""

    table: query_one[MarkingTable[Any]] = query_one(MarkingTable)
    empty = query_one("#empty", DiffedStatic)
    panes = query_one("#panes", Container)
    rows = query_one("#rows", SummedPane)

    def __init__(
        self,
        session: Session,
        resource: Resource[T],
        model: ListModel[T],
        ask: Callable[[View], None],
    ) -> None:
        super().__init__(id="body")
        self.session = session
        self.resource = resource
        self.model = model
        self.filters = FiltersBeside(self._made_filters)
        self.preview: PreviewPane | None = None
        self._ask = ask
        self._columns = resource.columns_for([])
        self._wishes = Wishes()
        self._natural: dict[str, int] = {}  # cells of the longest texts of a short list
        self._has_preview = False
        self._are_signs_known = True
        self._rest_pause = Pause(self, session.clock, _REST_S)
        self._why: tuple[str, Callable[[], Sequence[Section]]] = ("", lambda: ())
        # On the video that its days are asked for, on the poster, and on the list that tells more.
        self._resting = ("", "", "")

    @cached_property
    def fading(self) -> Fading:
        """What makes the rows paler while others are waited for."""
        return Fading(self.table, self.session.clock)

    def compose(self) -> ComposeResult:
        """Lay out the table, and what stands there when it is empty, between tree and preview."""
        resource = self.resource
        layout = self._layout_in(self.app.size.width)
        if layout.has_filters:
            yield self.filters.made()
        is_beside = layout.preview == "right"
        with Container(id="panes", classes="-beside" if is_beside else None):
            with SummedPane(resource.title, id="rows"):
                yield MarkingTable(self._columns, resource.is_problem, self.model.marking)
                yield DiffedStatic(id="empty")
            if is_beside:
                yield self._made_preview()

    def _made_filters(self) -> "ListFiltersPane":
        from kinescope_tui.widgets.list_filters_pane import ListFiltersPane

        return ListFiltersPane(self.session, self.resource, self.model, self._ask)

    def _made_preview(self) -> "PreviewPane":
        from kinescope_tui.widgets.preview_pane import PreviewPane

        self.preview = PreviewPane(self.session.clock)
        self.preview.display = False  # until it is known whether there is a row
        return self.preview

    def on_mount(self) -> None:
        """Follow the cursor and the marks."""
        table = self.table
        self.watch(table, "cursor_row", self.model.move_to, init=False)
        table.tell_moved = self._follow_cursor  # nobody else has to hear of every move
        self.model.marking.on_change = table.tell_marks
        table.is_gone = lambda item: item.id in self.session.gone
        table.names = self.session.project_names.names
        table.now = self.session.clock.utc_now

    def show_rows(self) -> None:
        """Show the rows of the list as it is now; the remembered ones before the first answer."""
        model = self.model
        if model.shown is None:
            return
        if self.resource.columns or not model.view.here.is_narrowing:
            self.show_columns()
        self.table.show(model.shown, model.applied_order, cursor_row=model.cursor_row)
        if model.rows is not None:
            self.learn_names()

    def show_columns(self) -> None:
        """Show the columns of the view that is shown."""
        shown, view = self.model.shown, self.model.view
        is_made = not self.resource.columns or view.columns  # of what the rows have
        items = [item for _, item in shown.loaded()] if shown is not None and is_made else []
        columns = self.resource.shown_columns(items, view)
        if columns != self._columns:
            self._columns = columns
            self.lay_out()
            self.table.refresh_rows()
        elif self._measure():
            self.lay_out()

    def _measure(self) -> bool:
        """Take note of how broad the texts of a short list are, and tell whether that is news.

        Columns become broader with what comes, and not narrower: else they would jump.
        """
        shown = self.model.shown
        items = self.model.here if shown is not None and shown.row_count <= _SHORT else []
        is_part = self.model.rows is None and not self.model.is_remembered_whole
        if shown is None or not items or is_part or len(items) < shown.row_count:
            is_packed, self._natural = bool(self._natural), {}
            return is_packed
        names = self.session.project_names.names
        found = {
            column.name: max(
                len(column.title) + _SORT_SIGN,
                self._natural.get(column.name, 0),
                *(cell_len(column.text(item, names)) for item in items),
            )
            for column in self._columns
            if column.is_flexible
        }
        is_news, self._natural = found != self._natural, found
        return is_news

    def show_absence(self, text: str, sections: Callable[[], Sequence[Section]]) -> None:
        """Show the rows, or in their place why there are none.

        Args:
            text: Why.
            sections: Returns what leads on from there.
        """
        model, shown = self.model, self.model.shown
        has_rows = shown is not None and shown.row_count > 0
        is_waiting = model.rows is None and shown is None and model.is_asking
        self.table.appear(is_shown=has_rows or is_waiting)
        was_previewed = self._is_previewed
        if self.preview is not None:
            self.preview.display = self._shows_preview
        if self._is_previewed and not was_previewed:
            self.show_preview()
        self.empty.display = not self.table.display
        self._why = (text, sections)
        self.show_summary()

    def show_summary(self) -> None:
        """Show beneath a short list what its rows come to, and what leads on where there is none.

        The table has the lines of its rows.
        """
        if self.empty.display:
            self.rows.lead_on(self.empty, *self._why)
            return
        shown = self.model.shown
        rows = shown.row_count if shown is not None else 0
        self.rows.sum_up(rows, lambda _lines: self._summed())

    def _summed(self) -> Sequence[Section]:
        shown = self.model.shown
        items = [item for _, item in shown.loaded()] if shown is not None else []
        if shown is None or len(items) != shown.row_count:
            return ()
        names = self.session.project_names.names
        now = self.session.clock.utc_now()
        sections = summary_sections(
            self.resource, self._columns, items, names, beside=self._beside, now=now
        )
        is_typing = self.screen.has_class("-typing")
        return [section for section in sections if not (is_typing and section.is_of_keys)]

    @property
    def _beside(self) -> Sequence[Any]:
        """The rows of the list that tells more of these, as far as they are here."""
        name = self.resource.beside
        if not name:
            return ()
        loaded = self.session.loaded.rows_of(lambda kind: kind.name == name and not kind.is_indexed)
        here = {item.id: item for item in islice(loaded, _MOST_BESIDE) if item.id}
        return tuple(here.values()) or self.session.rows_beside.get(name)

    @property
    def _shows_preview(self) -> bool:
        """Whether there is a row to preview, or may be one soon."""
        return self._has_preview and (self.table.display or self.model.is_asking)

    @property
    def _is_previewed(self) -> bool:
        return self._has_preview and self.preview is not None and self.preview.display

    @on(VirtualTable.Changed)
    def look_at_rows(self) -> None:
        """Show the row under the cursor, and statuses in words while one's sign is unknown."""
        signs = next((column for column in self._columns if column.has_sign), None)
        cells = (signs.cell(item).text for item in self.model.here) if signs is not None else ()
        are_known = not any(text.startswith(UNKNOWN) for text in cells)
        if are_known != self._are_signs_known:
            self._are_signs_known = are_known
            self.lay_out()
        self.show_preview()
        self.show_summary()

    async def neighbour(self, places: int) -> T | None:
        """Move the cursor by rows to the next item there is, and return it.

        Raises:
            KinescopeError: Its page could not be fetched.
        """
        row = await self.model.neighbour(places)
        if row is None:
            return None
        self.table.move_to(row)
        return self.model.item

    @on(MarkingTable.NoneFound)
    def tell_that_none_was_found(self) -> None:
        """Say that what is here has no further problem; what is not here nobody looked at."""
        told = f"○ No more problems in the {count(len(self.model.loaded))} loaded rows."
        has_status = self.resource.facet("status[]") is not None
        asks = hint(" {list.facets} filters by status on the server.") if has_status else ""
        self.notify(f"{told}{asks}")

    def steps_back(self) -> bool:
        """Return whether going back has something to undo here: focus, marks, or what narrows."""
        marking = self.model.marking
        is_marked = bool(marking.marks or marking.has_range)
        return self.filters.has_focus or is_marked or self.model.steps.widened() is not None

    # What is beside the table.

    @property
    def has_focus_beside(self) -> bool:
        """Whether a pane beside the table has the focus."""
        return self.filters.has_focus or (self.preview is not None and self.preview.has_focus)

    def lay_out(self) -> None:
        """Show tree and preview where they are wanted, or have room."""
        if not (self.is_mounted and self.is_attached):  # not yet, or no longer
            return
        self._measure()
        layout = self._layout_in(self.screen.size.width)
        self.filters.lay_out(self, self.panes, is_shown=layout.has_filters)
        self._has_preview = bool(layout.preview)
        self.panes.set_class(layout.preview == "right", "-beside")
        if self.preview is None and self._has_preview:
            self.panes.mount(self._made_preview())
        if self.preview is not None:
            self.preview.display = self._shows_preview
            self.preview.styles.width = layout.preview_width if layout.preview == "right" else None
        self.table.lay_out(layout.columns, layout.shown)
        self.show_preview()
        self.call_after_refresh(self.show_summary)
        if self.model.rows is not None:
            self.learn_names()

    def _layout_in(self, width: int) -> ListLayout:
        return list_layout(
            width,
            packed(self._columns, self._natural),
            may_have_filters=bool(self.resource.catalog_type),
            wishes=self._wishes,
            are_signs_known=self._are_signs_known,
        )

    def toggle_tree(self) -> None:
        """Show the filters and go there, or take them away."""
        is_wanted = not self.filters.is_shown
        self._wishes = replace(self._wishes, filters=is_wanted)
        self.lay_out()
        (self.filters if is_wanted else self.table).focus()

    def tell_keys(self) -> None:
        """Name the keys of the panes, if letters are keys now."""
        self.filters.tell_key()
        if self.preview is not None:
            self.preview.tell_key()
        self.show_preview()

    def turn_preview(self) -> None:
        """Show the row under the cursor beside the table, beneath it, or not at all."""
        now = "" if not self._has_preview else "below"
        if self._has_preview and self.panes.has_class("-beside"):
            now = "right"
        is_broad = self.screen.size.width >= PREVIEW_FROM
        places = ["right", "below", ""] if is_broad else ["below", "right", ""]
        if not has_room_beside(self.screen.size.width, has_filters=self.filters.is_shown):
            places.remove("right")
        wanted = places[(places.index(now) + 1) % len(places)]
        self._wishes = replace(self._wishes, preview=wanted)
        self.lay_out()

    def _follow_cursor(self) -> None:
        """Have the row under the cursor shown once that does not run: of others nobody sees it."""
        self._rest_on("", "", "")
        if self.preview is not None and self._is_previewed:
            self.preview.follow(self.show_preview)

    def show_preview(self) -> None:
        """Show the row under the cursor, as far as it is here."""
        if self.preview is None or not self._is_previewed:
            self._rest_on("", "", "")
            return
        item = self.table.item
        if item is None:
            self._rest_on("", "", "")
            self.preview.show(None)
            return
        from kinescope_tui.presentation.lists.preview import day_views

        names, now = self.session.project_names.names, self.session.clock.utc_now()
        video = self.resource.video_of(item)
        found = self.session.video_days.get(video.id) if video is not None else None
        days = day_views(found) if found is not None else None
        link = poster_link(video) if self.session.shows_posters else ""
        poster = self.session.posters.get(link) if link else ""
        beside = self._beside
        self.preview.show(self.resource.preview(item, names, now, beside), days, poster)
        video_id = video.id if video is not None else ""
        is_asked = self.session.video_days.is_asked(video_id)
        other = self.resource.beside
        if beside or self.session.rows_beside.is_asked(other):
            other = ""
        self._rest_on("" if is_asked else video_id, link if poster is None else "", other)

    def _rest_on(self, video_id: str, link: str, other: str) -> None:
        """Ask after a rest for what this list does not tell; texts are no other question."""
        if self._resting != (video_id, link, other):
            self._resting = (video_id, link, other)
            self._rest_pause.cancel()
            if video_id or link or other:
                self._rest_pause.then(partial(self._ask_more, video_id, link, other))

    def _ask_more(self, video_id: str, link: str, other: str) -> None:
        self._resting = ("", "", "")
        if other:
            self._ask_beside(other)
        if video_id:
            self._ask_days(video_id)
        if link:
            self._ask_poster(link)

    @work(description="ask beside", exclusive=True, group="beside")
    async def _ask_beside(self, name: str) -> None:
        """Ask for the rows that tell more of these; nobody needs them."""
        if self.screen.is_current and not self.session.rows_beside.is_asked(name):
            other, client = resource_of(LISTINGS[name]), self.session.client
            ask = partial(other.first_page, client, Priority.BULK)
            await self.session.rows_beside.ask(name, ask)
            self.show_preview()
            self.show_summary()

    @work(description="ask poster")
    async def _ask_poster(self, link: str) -> None:
        if self.screen.is_current:
            await self.session.posters.ask(link)
            self.show_preview()

    @work(description="ask days", exclusive=True, group="days")
    async def _ask_days(self, video_id: str) -> None:
        """Ask how often the video was viewed on which the cursor rests; nobody needs to know."""
        if self.screen.is_current and not self.session.video_days.is_asked(video_id):
            await self.session.video_days.ask(video_id)
            self.show_preview()

    @work(exclusive=True, group="names")
    async def learn_names(self) -> None:
        """Find out what the projects are called that are named in what is looked at."""
        is_looked_at = self.table.shows_names or self._is_previewed
        if not self.resource.catalog_type or not is_looked_at:
            return
        try:
            await self.session.project_names.projects(self.resource.catalog_type)
        except KinescopeError:
            return  # their ids stand there
        self.table.redraw_rows()
        self.show_preview()
        self.post_message(self.Named())
