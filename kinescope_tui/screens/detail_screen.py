"""One thing, with everything that the API gives of it."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from kinescope_tui import keymap
from kinescope_tui.api.errors import KinescopeError, NotFoundError, NotSentError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified, Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.presentation.cell import Cell, one_line
from kinescope_tui.presentation.numbers import count
from kinescope_tui.presentation.problems import problem_of
from kinescope_tui.presentation.sections import Section, table
from kinescope_tui.presentation.thing_page import thing_sections
from kinescope_tui.resources.resource import Answered, Names, Resource, Tab
from kinescope_tui.screens.item_copyables import item_copyables
from kinescope_tui.screens.openings import Neighbour, OpenAudience, OpenList
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.records import record
from kinescope_tui.services.session import Session
from kinescope_tui.widgets.facts import show_facts
from kinescope_tui.widgets.json_tree import JsonTree
from kinescope_tui.widgets.picture import Picture, PictureError, can_show_pictures
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from kinescope_tui.api.client import Item

T = TypeVar("T", bound=Identified)

_OVERVIEW = "Overview"
_JSON: Tab[Any] = Tab("JSON")


def _plain_overview(item: Identified, raw: dict[str, Any], _names: Names) -> list[Section]:
    return thing_sections(_OVERVIEW, raw or record(item))


class DetailScreen(SessionScreen, Generic[T]):
    """Shows what the list knew at once, and the whole thing when it is here, tab by tab."""

    BINDINGS = keymap.bindings("detail", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("detail", "json", "scroll", "token")

    page = query_one(ScrollPage)
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
    ) -> None:
        super().__init__(session)
        self._listed_by = exchange
        self.resource = resource
        self._shown = item
        self._neighbour = neighbour
        self._item: Item[T] | None = None
        self._tab = 0
        self._pages: dict[int, Answered] = {}
        first: Tab[T] = Tab(_OVERVIEW, sections=_plain_overview)
        own = [tab for tab in resource.tabs if tab.title == _OVERVIEW]
        others = [tab for tab in resource.tabs if tab.title != _OVERVIEW]
        self._tabs: list[Tab[T]] = [*(own or [first]), *others, _JSON]

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs and the page; its sections come with the thing."""
        yield TabLine()
        yield ScrollPage(Static(Content("░░░░░░ asking …"), id="waiting"))
        yield JsonTree()

    def on_mount(self) -> None:
        """Ask for the thing."""
        super().on_mount()
        self.json_tree.display = False
        self.page.focus()
        self._begin()

    def _begin(self) -> None:
        self._tell_place()
        if self.resource.has_item and self._shown.id:
            self._ask()
        else:
            self._show()

    def _tell_place(self) -> None:
        self.header.place = f"› {self.resource.title_of(self._shown)}"
        self.tab_line.titles = [self._title(tab) for tab in self._tabs]
        self.tab_line.active = self._tab

    def _title(self, tab: Tab[T]) -> str:
        number = tab.count(self._shown)
        return tab.title if number is None else f"{tab.title} {count(number)}"

    # Asking.

    @work(exclusive=True, group="item")
    async def _ask(self) -> None:
        asked = self._shown
        item = await self.attempt(self.resource.item(self.session.client, asked))
        if not self.is_attached or asked is not self._shown:
            return
        if item is None:
            if isinstance(self.problem, NotFoundError):
                self.session.gone.add(asked.id)  # the list marks its row
            return
        self._item, self._shown = item, item.value
        self.session.gone.discard(item.value.id)
        self.session.remember(self.resource.name, item.value)
        self._pages.clear()
        self._tell_place()
        self._show()
        project_id = getattr(item.value, "project_id", None)
        if project_id and project_id not in self.session.catalogue.names:
            await self._learn_name(project_id)

    async def _learn_name(self, project_id: str) -> None:
        """Put the names of project and folder in the place of their ids, if they can be known."""
        try:
            await self.session.catalogue.learn_name(project_id)
        except KinescopeError:
            return  # the ids stand there already
        if self.is_attached and self._tab == 0:
            self._show()

    @work(exclusive=True, group="tab")
    async def _ask_tab(self, number: int) -> None:
        tab, asked = self._tabs[number], self._shown
        self._fill([Section("", ((Cell("░░░░░░ asking …"),),), ())])
        answered = await self.attempt(self._answer(tab))
        if not self.is_attached or asked.id != self._shown.id:
            return
        if answered is not None:
            self._pages[number] = answered
        if number == self._tab:
            self._show()

    async def _answer(self, tab: Tab[T]) -> Answered:
        if tab.lists is None:
            if tab.ask is None:
                raise NotSentError(f"There is nothing to ask for {tab.title}.")
            return await tab.ask(self.session, self._shown)
        listed = tab.lists(self._shown)
        page = await self.session.client.page(
            listed.path, listed.model, order=listed.default_order, query=listed.fixed
        )
        columns = listed.columns_for(page.items)
        rows = [tuple(column.cell(item) for column in columns) for item in page.items]
        section = table(tab.title, tuple(column.title for column in columns), rows)
        told = f"{count(len(rows))} of {count(page.total)}" if page.total else ""
        foot = " · ".join(filter(None, (told, "enter opens the list" if rows else "")))
        shown = [Section(section.title, section.rows, section.widths, foot)] if rows else []
        return Answered(shown, page.exchange)

    # Showing.

    def _show(self) -> None:
        item = self._item
        odd = f"{len(item.drift)} fields did not fit" if item is not None and item.drift else ""
        self.status_bar.position = (f"id {one_line(self._shown.id)}", odd)
        self.update_status()
        tab = self._tabs[self._tab]
        is_json = tab is _JSON
        self.page.set_class(self._tab == 0, "-overview")
        self.json_tree.display, self.page.display = is_json, not is_json
        if is_json:
            self.json_tree.show(self._raw)
            self.json_tree.focus_tree()
            return
        if self.focused is None or not self.focused.display:
            self.page.focus()
        if tab.sections is not None:
            sections = tab.sections(self._shown, self._raw, self.session.catalogue.names)
        elif self._tab in self._pages:
            sections = self._pages[self._tab].sections
        elif self.problem is not None:
            told = problem_of(self.problem)
            sections = [Section("", ((Cell(f"{told.headline}. {told.next_step}"),),), ())]
        else:
            self._ask_tab(self._tab)
            return
        filled = [section for section in sections if section.rows]
        nothing = Section("", ((Cell(f"No {tab.title.lower()}."),),), ())
        self._fill(filled or [nothing])
        link = tab.picture(self._shown)
        if link and can_show_pictures():
            self._show_picture(self._tab, link)

    @work(exclusive=True, group="picture")
    async def _show_picture(self, number: int, link: str) -> None:
        """Show a picture beneath; one that does not come is no problem of the API's."""
        from kinescope_tui.api.connection import fetch_picture

        try:
            picture = Picture(await fetch_picture(link))
        except (KinescopeError, PictureError) as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        if self.is_attached and number == self._tab:
            await self.page.mount(picture)

    def _fill(self, sections: list[Section]) -> None:
        self.page.query_one("#waiting").display = False
        self.page.query(Picture).remove()
        show_facts(self.page, sections)

    @property
    def _raw(self) -> dict[str, Any]:
        """The thing as it came, without secrets."""
        if self._item is not None:
            return self._item.raw
        return record(self._shown)

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought what is shown."""
        if self._tab in self._pages:
            return self._pages[self._tab].exchange
        if self._item is not None:
            return self._item.exchange
        return None if self.resource.has_item else self._listed_by

    @property
    def link(self) -> str:
        """What opens in a browser."""
        return self.resource.link_of(self._shown)

    @property
    def copyables(self) -> list[Copyable]:
        """The thing's id, links and JSON."""
        text = exact_json(self._raw, indent=2)
        client = self.session.client
        offered = item_copyables(client, self.resource, self._shown)
        return [*offered, Copyable("json", "JSON", text)]

    def show_problem(self, error: KinescopeError) -> None:
        """Show it, also where the thing would stand that did not come."""
        super().show_problem(error)
        if self._item is None:
            told = problem_of(error)
            for waiting in self.page.query("#waiting").results(Static):
                waiting.update(Content(f"{told.headline}.\n\n{told.next_step}"))

    def refresh_view(self) -> None:
        """Ask again; what is shown stays until the answer is here."""
        tab = self._tabs[self._tab]
        if tab.sections is None and tab is not _JSON:
            self._pages.pop(self._tab, None)
            self.problem = None
            self._ask_tab(self._tab)
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
        self.tab_line.active = number
        self.clear_problem()
        self.page.scroll_to(y=0, animate=False)
        self._show()

    @work(exclusive=True, group="neighbour")
    async def action_move_item(self, places: int) -> None:
        """Show the neighbour of the list; the list's cursor goes with it."""
        if self._neighbour is None:
            self.notify("There is no list behind this.")
            return
        item = await self.attempt(self._neighbour(places))
        if not self.is_attached:
            return
        if item is None:
            if self.problem is None:
                self.notify("There is no further one." if places > 0 else "This is the first one.")
            return
        self._shown, self._item = item, None
        self._pages.clear()
        self.page.scroll_to(y=0, animate=False)
        self._show()
        self._begin()

    def action_open_list(self) -> None:
        """Open the list of which this tab shows the first page."""
        tab = self._tabs[self._tab]
        if tab.lists is not None and self.is_on_top:
            self.post_message(OpenList(self, tab.lists(self._shown)))

    def action_analytics(self) -> None:
        """Show who watched this video."""
        if isinstance(self._shown, Video) and self._shown.id and self.is_on_top:
            self.post_message(OpenAudience(self, self._shown))
        else:
            self.notify("Only videos have analytics.", severity="warning")

    @property
    def is_blank(self) -> bool:
        """Whether the thing itself is still to come."""
        return self.resource.has_item and self._item is None

    def action_back(self) -> None:
        """Leave the search first."""
        if not self.json_tree.leave_field():
            super().action_back()
