"""The parts of a list's screen by themselves: its table, its filters, its trees, its files."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.widget import Widget
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Folder, Project, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.token import Token
from kinescope_tui.dialogs.export_dialog import ExportDialog
from kinescope_tui.dialogs.facet_dialog import FacetDialog
from kinescope_tui.dialogs.save_dialog import SaveDialog
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.screens.list_dialogs import ListDialogs
from kinescope_tui.screens.list_exports import ListExports
from kinescope_tui.screens.list_filters import ListFilters
from kinescope_tui.screens.offer_file import offer_rows
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.records import ALL_PLAIN, TableChoice
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.widgets.filter_bar import FilterBar
from kinescope_tui.widgets.folding_tree import FoldingTree
from kinescope_tui.widgets.virtual_table import VirtualTable

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
SIZE = 1_200
TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"


class One(App[None]):
    """One part, alone; what it says is noted."""

    def __init__(self, part: Widget) -> None:
        super().__init__()
        self.part = part
        self.searched: list[tuple[str, bool, bool]] = []

    def compose(self) -> ComposeResult:
        yield self.part

    @on(FilterBar.Searched)
    def note(self, event: FilterBar.Searched) -> None:
        self.searched.append((event.text, event.is_over, event.is_given_up))


class Paged(InMemoryRows[Video]):
    """Rows that are all here, on pages of a hundred."""

    page_count = SIZE // 100
    per_page = 100

    def page_number(self, row: int) -> int:
        return row // 100 + 1


# The table.

KEYS = {
    "j": 2,
    "down down k": 2,
    "pagedown": 21,
    "pagedown pageup": 1,
    "ctrl+d": 11,
    "ctrl+d ctrl+u": 1,
    "right_square_bracket": 101,
    "greater_than_sign less_than_sign": 1,
    "G": SIZE,
    "ctrl+end": SIZE,
    "G j pagedown right_square_bracket": SIZE - 99,
    "G ctrl+home": 1,
    "k pageup left_square_bracket": 1,
}


async def test_keys_move_the_cursor_and_keep_it_in_sight() -> None:
    table: VirtualTable[Video] = VirtualTable(VIDEOS.columns_for([]))
    table.styles.height = 22  # with the title and the scrollbar
    async with One(table).run_test() as pilot:
        table.show(Paged([Video(id=f"v{n}") for n in range(SIZE)]), Order())
        table.focus()
        await pilot.pause()
        rows = {}
        for keys in KEYS:
            table.move_to(0)
            await pilot.press(*keys.split())
            rows[keys] = table.cursor_row + 1
            assert table.scroll_offset.y <= table.cursor_row < table.scroll_offset.y + 20
        assert rows == KEYS


# The search.


async def test_a_search_is_passed_on_after_a_pause_kept_or_given_up() -> None:
    clock = TurnedClock()
    bar = FilterBar(clock)
    app = One(bar)
    OWN_SECRETS.add(Token.parse(TOKEN))
    async with app.run_test() as pilot:

        async def type_(*keys: str, seconds: float = 0.0) -> list[tuple[str, bool, bool]]:
            app.searched.clear()
            await pilot.press(*keys)
            clock.turn(seconds)
            await pilot.pause()
            return app.searched

        bar.begin("old")
        assert await type_("x", "y") == []
        assert await type_("z", seconds=0.1) == []
        assert await type_(seconds=0.2) == [("oldxyz", False, False)]
        assert await type_("a", "enter", seconds=1) == [("oldxyza", True, False)]
        assert not bar.is_typing
        bar.begin("oldxyza")
        assert await type_("b", "down", seconds=1) == [("oldxyzab", True, False)]
        bar.begin("before")
        assert await type_("b", seconds=1) == [("beforeb", False, False)]
        assert await type_("escape", seconds=1) == [("before", True, True)]
        bar.begin("")
        bar.field.value = TOKEN
        await pilot.pause()
        assert await type_("a", seconds=1) == [("a", False, False)]


# Trees.


async def test_a_tree_is_opened_and_closed_with_two_keys() -> None:
    tree: FoldingTree[None] = FoldingTree("all")
    async with One(tree).run_test() as pilot:
        branch = tree.root.add("branch")
        leaf = branch.add_leaf("leaf")
        tree.root.expand()
        await pilot.pause()
        tree.move_cursor(branch)
        seen = []
        for act in ("open", "open", "open", "close", "close", "close", "close"):
            getattr(tree, f"action_{act}_node")()
            await pilot.pause()
            seen.append((tree.cursor_node, branch.is_expanded, tree.root.is_expanded))
        assert seen == [
            (branch, True, True), (leaf, True, True), (leaf, True, True),
            (branch, True, True), (branch, False, True),
            (tree.root, False, True), (tree.root, False, False),
        ]  # fmt: skip
        tree.show_root = False
        tree.root.expand()
        await pilot.pause()
        tree.move_cursor(branch)
        tree.action_close_node()
        assert tree.cursor_node is branch  # nobody sees what is above it


# Filters.


class Stub:
    """What a popup's owner uses of a screen and of a session."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.pushed: list[tuple[Any, Any]] = []
        self.problems: list[errors.KinescopeError] = []
        self.error: errors.KinescopeError | None = None
        self.app = SimpleNamespace(push_screen=lambda *pushed: self.pushed.append(pushed))
        self.session = SimpleNamespace(
            clock=TurnedClock(),
            views=ViewStore(),
            project_names=self,
            client=None,
            export=None,
        )
        self.names: dict[str, str] = {"p1": "Developers"}

    def warn(self, text: str) -> None:
        self.said.append(text)

    def show_problem(self, error: errors.KinescopeError) -> None:
        self.problems.append(error)

    async def projects(self, _catalog_type: str) -> list[Project]:
        if self.error is not None:
            raise self.error
        return [Project(id="p1", name="Developers"), Project(id="p2", name="two\nlines")]

    async def folders(self, project_id: str) -> list[Folder]:
        return [Folder(id="f1", name=f"in {project_id}")]


def filters(resource: Resource[Any] = VIDEOS) -> tuple[Stub, ListFilters[Any], list[View]]:
    async def never(*_page: object) -> Any:
        raise errors.UnreachableError("no route")

    stub, asked = Stub(), list[View]()
    model = ListModel[Any](lambda _view: never, View(resource.default_order), resource.narrowed)
    return stub, ListFilters(stub, resource, model, asked.append), asked  # type: ignore[arg-type]  # what it uses of one


def test_what_the_server_cannot_do_is_said_and_not_asked() -> None:
    stub, found, asked = filters()
    columns = {column.title: column for column in VIDEOS.columns}
    video = Video(id="v", title="T", status="done")
    found.sort(Order.parse("status"))
    found.toggle(columns["LENGTH"], video)
    found.toggle(columns["STATUS"], None)
    assert stub.said == [
        "The server cannot sort by status. No rows loaded yet.",
        "The server cannot filter by length. No rows loaded yet.",
        "This cell is empty, so there is nothing to filter by.",
    ]
    assert asked == []
    found.sort(Order.parse("title"))
    found.toggle(columns["STATUS"], video)
    assert [str(view.order) for view in asked] == ["title.asc", "created_at.desc"]
    assert asked[-1].filters == (("status[]", "done"),)
    stub, found, asked = filters(Resource(name="x", noun="thing", path="/v1/things", model=Video))
    dialogs = ListDialogs(found)
    dialogs.orders(())
    dialogs.facets()
    assert stub.said == [
        "The API does not document sorting for things. No rows loaded yet.",
        "The server cannot filter things.",
    ]
    assert stub.pushed == []


async def test_projects_and_the_folders_of_the_chosen_one_are_offered() -> None:
    stub, found, asked = filters()
    ListDialogs(found).facets()
    (dialog, narrow), = stub.pushed  # fmt: skip
    assert isinstance(dialog, FacetDialog)
    more, view = dialog._more, View()  # noqa: SLF001 - what the dialog asks
    assert [choice.value for choice in await more(view)] == ["p1", "p2"]
    inside = await more(view.filtered("project_id", ["p1"]))
    assert next((one.group, one.look.text) for one in inside) == ("folder", "in p1")
    assert all("\n" not in choice.look.text for choice in inside)
    stub.error = errors.ForbiddenError("no", status=403)
    assert await more(view) == []
    assert await dialog._count(view) is None  # noqa: SLF001
    assert [type(error) for error in stub.problems] == [
        errors.ForbiddenError, errors.UnreachableError,
    ]  # fmt: skip
    narrow(None)
    narrow(View(VIDEOS.default_order))
    assert asked == []
    narrow(View(Order(), "", (("project_id", "p1"),)))
    assert asked == [View(VIDEOS.default_order, "", (("project_id", "p1"),))]
    assert found.chips(asked[0]) == ["project: Developers"]


# Files.


@pytest.mark.parametrize(
    ("name", "begins"), [("x.csv", "id,"), ("x.TSV", "id\t"), ("x.jsonl", '{"'), ("x", "id,")]
)
def test_a_file_holds_what_was_offered_in_the_form_that_its_name_asks_for(
    name: str, begins: str
) -> None:
    stub = Stub()
    offer_rows(stub, "Save 1 row", "rows", [Video(id="v1")], Video)  # type: ignore[arg-type]  # what it uses of one
    (dialog, tell), = stub.pushed  # fmt: skip
    assert isinstance(dialog, SaveDialog)
    text = dialog._text_for(name, ALL_PLAIN)  # noqa: SLF001 - what the dialog writes
    assert isinstance(text, str)
    assert text.startswith(begins)
    assert "v1" in text
    assert dialog._text_for("x.csv", TableChoice(RUSSIAN_EXCEL, ("id",))) == (  # noqa: SLF001
        "\N{BYTE ORDER MARK}id\r\nv1\r\n"
    )
    tell(None)
    assert stub.said == []


async def test_an_export_is_of_the_rows_that_were_there_when_it_was_offered() -> None:
    async def fetch(number: int, _per_page: int, _priority: Priority) -> Page[Video]:
        items = [Video(id=f"v{n}") for n in range(250)][(number - 1) * 100 : number * 100]
        return Page(items, number, 100, 250, VIDEOS.default_order, EXCHANGE)

    stub = Stub()
    model = ListModel[Video](lambda _view: fetch, View(VIDEOS.default_order))
    exports = ListExports(stub, VIDEOS, model, lambda: None)  # type: ignore[arg-type]  # what it uses of one
    exports.open()
    assert stub.said == ["Nothing to export yet."]
    await model.answer(model.ask(model.view))
    model.marking.toggle(Video(id="v7"))
    exports.open()
    model.marking.clear()
    assert model.rows is not None
    await model.rows.load(249)
    dialog = stub.pushed[0][0]
    assert isinstance(dialog, ExportDialog)
    scopes = {scope.label: scope for scope in dialog._scopes}  # noqa: SLF001 - what it exports
    assert [scope.number for scope in scopes.values()] == [1, 250, 100]
    assert scopes["marked"].source == [Video(id="v7")]
    assert len(scopes["loaded"].source) == 100
    assert scopes["all"].told.startswith("Oldest first, so that")
    model.marking.begin_range(0)
    model.move_to(249)
    exports.open()
    assert len(stub.pushed) == 1
    assert "still loading" in stub.said[-1]
