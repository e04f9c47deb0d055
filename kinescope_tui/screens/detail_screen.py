"""One thing, with everything that the API gives of it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError, NotFoundError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.lists.freshness import freshness
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.folded_json import is_large
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section, line, skeleton
from kinescope_tui.resources.resource import Lead, Resource, TabContent
from kinescope_tui.resources.thing_finder import FoundThing
from kinescope_tui.resources.thing_tabs import JSON, OVERVIEW, ThingTabs
from kinescope_tui.screens.detail_overview import DetailOverview
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.item_copyables import item_copyables, link_of
from kinescope_tui.screens.navigation import Neighbour, OpenAnalytics, OpenList, opening
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.screens.tab_picture import TabPicture
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.thing_model import PageQuestion, ThingModel
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.app_header import LOW_LINES
from kinescope_tui.widgets.column_page import ColumnPage
from kinescope_tui.widgets.json_tree import JsonTree
from kinescope_tui.widgets.picture import Picture
from kinescope_tui.widgets.section_box import show_facts
from kinescope_tui.widgets.tab_line import TabLine

T = TypeVar("T", bound=Identified)


class DetailScreen(SessionScreen, Generic[T]):
    """Shows what the list knew at once, and the whole thing when it is here, tab by tab."""

    BINDINGS = keymap.bindings("detail", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("detail", "json", "scroll", "token")

    page = query_one(ColumnPage)
    tab_line = query_one(TabLine)
    json_tree = query_one(JsonTree)

    def __init__(
        self,
        session: Session,
        resource: Resource[T],
        item: T,
        *,
        neighbour: Neighbour | None = None,
        exchange: Exchange | None = None,
        found: FoundThing | None = None,
    ) -> None:
        super().__init__(session)
        self._listed_by = exchange
        self.resource = resource
        self._tab = 0
        self._was_framed: bool | None = None  # when it was shown last
        self._tabs = ThingTabs(session, resource)
        self._overview = DetailOverview(self, self._show_overview)
        self._picture = TabPicture(self, self._picture_link, self._show)
        came = found.came if found is not None else None
        self.model: ThingModel[T, TabContent] = ThingModel(
            item, lambda one: resource.item(session.client, one), self._tabs.read, neighbour, came
        )

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs and the page; its sections come with the thing."""
        yield TabLine()
        yield ColumnPage()
        yield JsonTree()

    def on_mount(self) -> None:
        """Show what is known of the thing, and ask for it unless it came already."""
        super().on_mount()
        self.json_tree.display = False
        self.page.focus()
        if self.model.item is None:
            self._begin()
        else:
            self._take_in()

    def _begin(self) -> None:
        """Ask for the thing; what its list knew of it stands there meanwhile."""
        self._tell_place()
        if self._has_item:
            self.model.failure = None
            self._ask()
        if self.model.is_known or not self._has_item:
            self._show()
        else:
            self._fill([skeleton(OVERVIEW)])

    @property
    def _has_item(self) -> bool:
        return self.resource.has_item and bool(self._shown.id)

    def _tell_place(self) -> None:
        places = self.session.project_names.places_of(self._shown)
        keys = ("detail.previous", "detail.next") if self.model.has_neighbours else ()
        title = self.resource.title_of(self._shown)
        self.tell_place(*places, title, note=self._position, keys=keys)
        self.header.place = ""  # it has few letters' room; where there is no way, see below
        self.tab_line.titles = [
            self._tabs.title(number, self._shown, self.model.pages.get(number))
            for number in range(len(self._tabs))
        ]
        self.tab_line.active = self._tab

    @property
    def _position(self) -> str:
        """The place in the list that leads here."""
        below = self.screens_below
        model = getattr(below[-1], "model", None) if below else None
        if not isinstance(model, ListModel) or model.rows is None or not self.model.has_neighbours:
            return ""
        return f"{count(model.cursor_row + 1)} of {count(model.rows.total)}"

    # Asking.

    @property
    def _shown(self) -> T:
        return self.model.thing

    @work
    async def _ask(self) -> None:
        asked = self._shown
        try:
            has_come = await self.model.ask()
        except KinescopeError as error:
            if isinstance(error, NotFoundError):
                self.session.gone.add(asked.id)  # the list marks its row
            self.show_problem(error)
            self._tell_position()
            return
        if not has_come or not self.is_attached:
            return
        self.clear_problem()
        self._take_in()

    def _take_in(self) -> None:
        """Show the thing that came, and let the others know of it."""
        self.session.gone.discard(self._shown.id)
        self.session.remember(self.resource.name, self._shown)
        self._tell_place()
        self._show()
        project_id = getattr(self._shown, "project_id", None)
        if project_id and project_id not in self.session.project_names.names:
            self._learn_name(project_id)

    @work(description="learn name")
    async def _learn_name(self, project_id: str) -> None:
        """Put the names of project and folder in the place of their ids, if they can be known."""
        try:
            await self.session.project_names.learn_name(project_id)
        except KinescopeError:
            return  # the ids stand there already
        self._show_overview()

    def _show_overview(self) -> None:
        if self.is_attached and self._tab == 0:
            self._show()

    @work(description="ask tab")
    async def _answer_tab(self, question: PageQuestion[T]) -> None:
        number = question.number
        try:
            has_come = await self.model.answer_page(question)
        except KinescopeError as error:
            if self.is_attached and number == self._tab:
                if not self._is_thing_missed:
                    self.show_problem(error)
                self._show()
            return
        if not has_come or not self.is_attached:
            return
        self._tell_place()
        if number == self._tab:
            if not self._is_thing_missed:
                self.clear_problem()
            self._show()

    @property
    def _is_thing_missed(self) -> bool:
        """Whether it is told that the thing did not come: that goes before what came of a tab."""
        return self.problem is not None and self.problem is self.model.failure

    # Showing.

    @property
    def _named(self) -> str:
        """The id; in a low terminal, which has no line for the way, the title before it."""
        told = f"id {one_line(self._shown.own_id) or MISSING}"
        if self.size.height >= LOW_LINES:
            return told
        title = one_line(self.resource.title_of(self._shown))
        both = f"{title} · {told}"
        return both if cell_len(both) + 2 <= self.size.width else title

    def _tell_position(self) -> None:
        item = self.model.item
        drift = len(item.drift) if item is not None else 0
        odd = f"{plural(drift, 'field')} could not be read" if drift else ""
        asked = f"you asked for {one_line(item.asked_id)}" if item and item.asked_id else ""
        self.status_bar.position = (
            self._named,
            " · ".join(
                filter(None, (asked, odd or freshness(self.model, has_item=self._has_item)))
            ),
        )
        self.update_status()

    def on_resize(self) -> None:
        """Show what there is room for now."""
        self._tell_position()
        if self._was_framed not in {None, is_framed(*self.size)}:
            self._show()

    def _show(self) -> None:
        self._was_framed = is_framed(*self.size)
        self._tell_position()
        self.refresh_bindings()  # enter opens something on some tabs
        tab = self._tabs[self._tab]
        is_json = tab is JSON
        self.page.has_columns = self._tab == 0 or self._overview.is_wide(tab)
        self.json_tree.display, self.page.display = is_json, not is_json
        if is_json:
            self.json_tree.show(self.model.raw)
            if not self.json_tree.has_pseudo_class("focus-within"):
                self.json_tree.focus_tree()  # not while something is typed there
            return
        if self.focused is None or not self.focused.display:
            self.page.focus()
        if tab.sections is not None:
            sections = tab.sections(self._shown, self.model.raw, self.session.project_names.names)
            if self._tab == 0:
                sections = self._overview.with_more(sections)
        elif self._tab in self.model.pages:
            sections = self.model.pages[self._tab].sections
        elif self._tab in self.model.failures:
            told = problem_of(self.model.failures[self._tab])
            sections = [line(f"{told.headline}. {told.next_step}")]
        else:
            self._fill([skeleton(tab.title)])
            if not self.model.is_asking_for(self._tab):
                self._answer_tab(self.model.ask_page(self._tab))
            return
        filled = [section for section in sections if section.rows]
        filled = filled or [line(self._tabs.nothing(self._tab, self._shown))]
        page = self.model.pages.get(self._tab)
        filled = self._overview.wide_page(self._tabs[0], tab, filled, page)
        self._fill([*filled, *self._picture.sections])
        self._picture.mount()

    def _picture_link(self) -> str:
        """Return where the picture of this tab is; empty if it has none, or none is wanted."""
        is_wanted = self.session.shows_posters
        return self._tabs[self._tab].picture(self._shown) if is_wanted else ""

    def _fill(self, sections: Sequence[Section]) -> None:
        """Show sections in the boxes that are there: the pointer may be on one of them."""
        top = self.page.scroll_offset.y
        self.page.query(Picture).remove()
        show_facts(self.page, sections)
        self.page.scroll_to(y=top, animate=False)

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought what is shown."""
        if self._tab in self.model.pages:
            return self.model.pages[self._tab].exchange
        if self.model.item is not None:
            return self.model.item.exchange
        return None if self.resource.has_item else self._listed_by

    @property
    def link(self) -> str:
        """The link that opens in a browser."""
        return link_of(self.session, self.resource, self._shown)

    @property
    def copyables(self) -> list[Copyable]:
        """The thing's id, links and JSON."""
        offered = item_copyables(self.session, self.resource, self._shown)
        make = partial(exact_json, self.model.raw, indent=2)
        if is_large(self.model.raw):
            return [*offered, Copyable("json", "JSON", "the whole response", make=make)]
        return [*offered, Copyable("json", "JSON", make())]

    def show_problem(self, error: KinescopeError) -> None:
        """Show it; nothing is waited for any more where the thing would stand."""
        super().show_problem(error)
        if not self.model.is_known:
            self._fill([])

    def refresh_view(self) -> None:
        """Ask again; what is shown stays until the answer is here."""
        tab = self._tabs[self._tab]
        if tab.sections is None and tab is not JSON:
            self.model.failures.pop(self._tab, None)
            if self._is_thing_missed:
                self._begin()
            if self._tab in self.model.pages:
                self._answer_tab(self.model.ask_page(self._tab))
            else:
                self._show()
        else:
            self._begin()

    # Keys.

    def action_move_tab(self, places: int) -> None:
        """Show another tab, around the ends."""
        self._show_tab((self._tab + places) % len(self._tabs))

    @on(TabLine.Chosen)
    def show_clicked(self, event: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self._show_tab(event.tab)

    def _show_tab(self, number: int) -> None:
        self._tab = number
        self.model.failures.pop(number, None)  # asked again
        self.tab_line.active = number
        self.clear_problem()
        self.page.scroll_to(y=0, animate=False)
        self._show()

    @work(description="move item")
    async def action_move_item(self, places: int) -> None:
        """Show the neighbour of the list; the list's cursor goes with it."""
        if not self.model.has_neighbours:
            self.notify("This item was not opened from a list.")
            return
        before = self._shown
        trouble: KinescopeError | None = None
        leads_on: bool | None = None
        try:
            leads_on = await self.model.move(places)
        except KinescopeError as error:
            trouble = error
        if not self.is_attached:
            return
        if self._shown is not before:
            self.clear_problem()
            self.page.scroll_to(y=0, animate=False)
            self._show()
            self._begin()
        if trouble is not None:
            self.show_problem(trouble)
        elif leads_on is False:
            self.notify("This is the last item." if places > 0 else "This is the first item.")

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        if action == "open_list" and not self._leads_on:
            return "Nothing more to open on this tab."
        return super().disabled_reason(action, parameters)

    @property
    def _leads_on(self) -> bool:
        """Whether enter opens something on this tab."""
        tab = self._tabs[self._tab]
        return tab.lists is not None or (self._tab == 0 and self._lead is not None)

    def action_open_list(self) -> None:
        """Open the list of which this tab shows the first page, or what is in the thing."""
        tab = self._tabs[self._tab]
        if not self.is_on_top:
            return
        if tab.lists is not None:
            self.post_message(OpenList(self, tab.lists(self._shown)))
        elif self._tab == 0 and (lead := self._lead) is not None:
            self.session.project_names.take_in(self._shown)
            self.post_message(opening(self, lead, self.session.index))

    @property
    def _lead(self) -> Lead | None:
        query = self._listed_by.query if self._listed_by is not None else ()
        return self.resource.leads_to(self._shown, query)

    def action_analytics(self) -> None:
        """Show who watched this video."""
        video = self.resource.video_of(self._shown)
        if video is not None and video.id and self.is_on_top:
            self.post_message(OpenAnalytics(self, video))
        else:
            self.warn("Only videos have analytics.")

    @property
    def is_blank(self) -> bool:
        """Whether the thing itself is still to come."""
        return self.resource.has_item and self.model.item is None

    def action_back(self) -> None:
        """Leave the search first."""
        if not self.json_tree.leave_field():
            super().action_back()
