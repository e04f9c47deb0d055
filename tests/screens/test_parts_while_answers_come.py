"""Parts of screens keep their cursors while answers come between keys."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from stage import Open
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.widget import Widget

from kinescope_tui.api import DEFAULT_BASE_URL, Page
from kinescope_tui.api.errors import UnreachableError
from kinescope_tui.api.models import Folder, Project
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.dialogs.profile_dialog import ProfileDialog
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.resource import TabContent
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.widgets.json_tree import JsonTree
from kinescope_tui.widgets.project_tree import ProjectTree


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, hostile=False)


class ProjectNames:
    """Projects that come when they are let."""

    def __init__(self) -> None:
        self.asked: list[asyncio.Future[list[Project]]] = []

    async def projects(self, _catalogue: str) -> list[Project]:
        self.asked.append(asyncio.get_running_loop().create_future())
        return await self.asked[-1]

    async def folders(self, _project_id: str) -> list[Folder]:
        return []


class One(App[None]):
    """One part, alone."""

    def __init__(self, part: Widget) -> None:
        super().__init__()
        self.part = part

    def compose(self) -> ComposeResult:
        yield self.part


def labels(tree: ProjectTree) -> list[str]:
    return [str(node.label).split("  ")[0] for node in tree.root.children[0].children]


async def test_a_tree_that_is_asked_for_anew_meanwhile_has_each_project_once() -> None:
    catalogue = ProjectNames()
    tree = ProjectTree(catalogue)  # type: ignore[arg-type]  # what it uses of one
    async with One(tree).run_test() as pilot:
        tree.begin()
        await pilot.pause()
        tree.forget()
        await pilot.pause()
        old, new = catalogue.asked
        new.set_result([Project(id="a", name="A")])
        await pilot.pause()
        old.set_exception(UnreachableError("no route"))
        await pilot.pause()
        assert labels(tree) == ["A"]
        tree.move_cursor(tree.root.children[0].children[0])
        tree.forget()
        await pilot.pause()
        tree.move_cursor(tree.root.children[1])
        catalogue.asked[-1].set_result([Project(id=one, name=one) for one in "abc"])
        await pilot.pause()
        assert tree.cursor_node is tree.root.children[1]


async def test_a_tree_that_opens_twice_before_it_asks_has_each_project_once() -> None:
    catalogue = ProjectNames()
    tree = ProjectTree(catalogue)  # type: ignore[arg-type]  # what it uses of one
    async with One(tree).run_test() as pilot:
        tree.begin()
        tree.forget()
        await pilot.pause()
        for answer in catalogue.asked:
            answer.set_result([Project(id="a", name="A")])
        await pilot.pause()
        assert labels(tree) == ["A"]


async def test_however_many_projects_come_the_tree_is_drawn_for_them_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Widget] = []
    refresh = Widget.refresh

    def count(widget: Widget, *regions: Region, **what: Any) -> Widget:
        drawn.append(widget)
        return refresh(widget, *regions, **what)

    monkeypatch.setattr(Widget, "refresh", count)
    catalogue = ProjectNames()
    tree = ProjectTree(catalogue)  # type: ignore[arg-type]  # what it uses of one
    async with One(tree).run_test() as pilot:
        tree.begin()
        await pilot.pause()
        drawn.clear()
        catalogue.asked[0].set_result([Project(id=f"{n}", name=f"{n}") for n in range(500)])
        await pilot.pause()
        assert tree.last_line == 502
        assert drawn.count(tree) < 50


async def test_json_keeps_its_folds_and_its_cursor_by_name() -> None:
    tree = JsonTree()
    async with One(tree).run_test() as pilot:
        tree.show({"a": {"x": 1}, "b": {"y": 2, "z": 3}})
        await pilot.pause()
        tree.focus_tree()
        tree.action_close_node()
        await pilot.pause()
        tree.lines.move_to(3)
        await pilot.pause()
        tree.show({"new": 0, "a": {"x": 1}, "b": {"x": 0, "y": 2, "z": 4}})
        await pilot.pause()
        assert tree.lines.cursor is not None
        assert tree.lines.json.text(tree.lines.cursor) == "z  4"
        assert not tree.lines.json.is_open(tree.lines.json.place(1))


async def test_the_cursor_stays_with_its_choice_when_others_come_before_it() -> None:
    def narrowed(view: View, parameter: str, values: Iterable[str]) -> View:
        return view.filtered(parameter, values)

    async def more(view: View) -> list[Choice]:
        folders = ["f1", "f2"] if view.values("project_id") else []
        found = [Choice("folder", "folder_id", one, Cell(one)) for one in folders]
        return found + [Choice("project", "project_id", one, Cell(one)) for one in ("p1", "p2")]

    async def count(_view: View) -> int:
        return await counted

    counted: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    counts: dict[tuple[str, str], int | None] = {}
    dialog = FacetDialog(
        View(), narrowed=narrowed, choices=[], more=more, counts=lambda _view: counts, count=count
    )
    app = One(Widget())
    async with app.run_test() as pilot:
        app.push_screen(dialog)
        await pilot.pause()
        dialog.options.highlighted = 2
        await pilot.press("c", "space")
        await pilot.pause()
        assert dialog.options.highlighted == 5
        counted.set_result(7)  # beside no project, and one is chosen now
        await pilot.pause()
        assert counts.get(("project_id", "p1")) == 7  # its own value replaces the other one
        await pilot.press("space")
        await pilot.pause()
        assert dialog.options.highlighted == 2


async def test_a_profile_is_kept_once_however_often_enter_comes() -> None:
    kept: list[Profile] = []

    async def keep(profile: Profile) -> None:
        kept.append(profile)

    given = Profile("acme", DEFAULT_BASE_URL)
    dialog = ProfileDialog("New profile", "", given, keep, asks_address=True)
    async with One(Widget()).run_test() as pilot:
        pilot.app.push_screen(dialog)
        await pilot.pause()
        for _ in range(2):
            await dialog.name_field.action_submit()
        await pilot.pause()
        assert kept == [given]


async def test_keys_pressed_while_a_list_is_read_again_count(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as stage:
        screen = stage.app.screen
        assert isinstance(screen, ListScreen)
        client, gate = screen.session.client, asyncio.Event()
        ask = client.page

        async def late(*asked: Any, **more: Any) -> Page[Any]:
            await gate.wait()
            return await ask(*asked, **more)

        monkeypatch.setattr(client, "page", late)
        assert screen.model.rows is not None
        first = [item.id for _, item in screen.model.rows.loaded()][:3]
        await stage.burst("r", "space", "space", "space")
        gate.set()
        await stage.settle()
        assert "row 4 of 250 · page 1/3 · 3 marked" in stage.text
        assert [item.id for item in screen.model.marking.marks.items] == first
        await stage.press("A")
        assert "100 marked" in stage.text
        await stage.press("escape")
        assert "3 marked" in stage.text
        await stage.press("escape", "v", "G")
        assert "247 marked, range" in stage.text
        await stage.press("v", "escape", "enter", *["right_square_bracket"] * 3)
        detail = stage.app.screen
        assert isinstance(detail, DetailScreen)
        # The tab says as many as its list holds, whatever the video said.
        detail.model.pages[detail.tab_line.active] = TabContent([], count=7)
        detail._tell_place()  # noqa: SLF001
        await stage.settle()
        assert "Subtitles 7 " in stage.text
