"""What has no room, and is not asked for, is not made: the first rows wait for none of it."""

import pytest
from stage import Open, Stage
from textual.widget import Widget

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.widgets.filter_bar import FilterBar

PANES = {"ListFiltersPane", "PreviewPane", "ListSummary"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, seed=7, hostile=False)


def panes(stage: Stage) -> set[str]:
    return {type(part).__name__ for part in stage.app.screen.query(Widget)} & PANES


async def test_a_small_terminal_has_the_rows_alone_until_more_is_wanted(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        assert panes(stage) == set()
        await stage.press("f", "escape", "r", "j", "G")
        assert panes(stage) == set()
        await stage.press("p")
        assert panes(stage) == {"PreviewPane"}
        assert "Project" in stage.text
        await stage.press("b")
        assert panes(stage) == {"PreviewPane", "ListFiltersPane"}
        assert "STATUS" in stage.text
        assert "Developers" in stage.text
        assert type(stage.app.focused).__name__ == "ListFiltersPane"


async def test_the_line_of_the_filters_has_no_parts_until_there_is_something_in_it(
    opened: Open,
) -> None:
    async with opened((80, 24)) as stage:
        bar = stage.app.screen.query_one(FilterBar)
        assert not bar.children
        stage.in_one_go("/", *"town", "enter")
        await stage.settle()
        assert "/ town" in stage.text
        await stage.press("escape")
        assert not bar.display
        await stage.press("f", "space", "enter")
        assert "status: ● done" in stage.text
        assert "found" in stage.text


async def test_the_line_of_the_filters_is_ready_before_a_key_is_likely(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        bar = stage.app.screen.query_one(FilterBar)
        await stage.passes(1)
        assert bar.children
        assert not bar.display
        await stage.press("/")
        assert bar.is_typing


async def test_keys_that_come_with_the_one_that_shows_a_pane_are_for_it(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        stage.in_one_go("b", "escape", "j")
        await stage.settle()
        assert panes(stage) == {"ListFiltersPane"}
        assert type(stage.app.focused).__name__ == "MarkingTable"
        assert "row 2 of 30" in stage.text


async def test_a_terminal_that_grows_has_them_and_keeps_them(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        assert panes(stage) == PANES
        assert "SAVED VIEWS" in stage.text
        assert "─ Preview ─" in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert panes(stage) == PANES
        assert "SAVED VIEWS" not in stage.text


async def test_nothing_is_made_any_more_while_the_program_ends(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        screen = stage.app.screen
        assert isinstance(screen, ListScreen)
        stage.app.exit()
        screen.body.toggle_tree()
        screen.body.turn_preview()
        screen.filter_bar.show(["a chip"], "2 found")
        screen.filter_bar.begin("text")
        assert panes(stage) == set()
        assert not screen.filter_bar.children


async def test_a_large_terminal_has_them_at_once(opened: Open) -> None:
    async with opened((140, 40)) as stage:
        assert panes(stage) >= {"ListFiltersPane", "PreviewPane"}
