"""Browsing the demo workspace: what keys do, and what they cost at the server."""

import re
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from stage import Open, Stage
from textual.screen import Screen

from kinescope_tui.api import Order
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.sort_editor import SortEditor

SIZE = 1_200


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(SIZE)


def pages(demo: DemoServer) -> list[int]:
    """The pages of the list that were asked for."""
    queries = (parse_qs(urlsplit(request.target).query) for request in demo.requests)
    return [int(query["page"][0]) for query in queries if "page" in query]


async def test_the_last_row_costs_one_request(demo: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        await stage.press("G")
        assert "row 1 200 of 1 200 · page 12/12" in stage.text
        assert pages(demo) == [1, 12]
        await stage.press("g")
        assert "row 1 of 1 200" in stage.text
        assert pages(demo) == [1, 12]


async def test_the_next_page_is_fetched_before_the_cursor_gets_there(
    demo: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        assert pages(demo) == [1]
        await stage.press(*["pagedown"] * 3)
        assert "row 70" in stage.text
        assert pages(demo) == [1, 2]


async def test_pages_scrolled_past_are_not_asked_for(demo: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        demo.held.set()
        await stage.burst(*["right_square_bracket"] * 11)
        demo.held.clear()
        await stage.settle()
        assert "row 1 101 of 1 200 · page 12/12" in stage.text
        assert pages(demo)[-1] == 12
        assert set(range(1, 13)) - set(pages(demo))


# Each is true of an app that shows the list, and is shown by one app after the other.


async def a_hundred_keys_cost_no_request_on_a_loaded_page(stage: Stage, demo: DemoServer) -> None:
    await stage.press(*"jjjjjjjjjjkkkkkkkkkk")
    await stage.press("down", "up", "right", "left", "home", "end", "ctrl+d", "ctrl+u")
    assert pages(demo) == []
    assert "row 1 of" in stage.text


async def a_refresh_keeps_the_row_by_its_id(stage: Stage, demo: DemoServer) -> None:
    await stage.press(*"jjjjj")
    before = stage.cursor_line
    await stage.press("r")
    assert stage.cursor_line == before
    assert pages(demo) == [1]


async def a_click_moves_and_a_double_click_opens(stage: Stage) -> None:
    await stage.pilot.click("VirtualTable", offset=(20, 5))
    await stage.settle()
    assert "row 5 of" in stage.text
    await stage.pilot.click("VirtualTable", offset=(20, 3), times=2)
    await stage.settle()
    assert "Overview" in stage.text


async def the_copy_menu_copies_what_it_shows(stage: Stage, demo: DemoServer) -> None:
    await stage.press("y", "i")
    await stage.shows("Copied the id")
    video_id = stage.app.clipboard
    await stage.press("enter")
    assert demo.requests[0].target == f"/v1/videos/{video_id}"
    await stage.press("y", "u")
    assert stage.app.clipboard.startswith("https://kinescope.io/")
    await stage.press("y", "r")
    assert stage.app.clipboard[:8] in stage.status
    await stage.press("y", "escape", "escape")
    assert "row 1 of" in stage.text


async def a_page_that_fails_can_be_asked_for_again(stage: Stage, demo: DemoServer) -> None:
    demo.faults.append(Fault.parse("403x1"))
    await stage.press("G")
    assert "not loaded · r retries" in stage.text
    assert "No permission" in stage.text
    await stage.press("g")
    assert "not loaded" not in stage.text
    await stage.press("G", "r")
    assert "not loaded" not in stage.text
    assert "row 1 200 of" in stage.text
    assert "✓ 200" in stage.status


async def a_retry_is_told_while_it_lasts(stage: Stage, demo: DemoServer) -> None:
    demo.faults.append(Fault.parse("429x1"))
    await stage.burst("r")
    await stage.until(lambda: "↻" in stage.status)
    assert "429" in stage.status
    assert "next try in  2 s · r now, esc stop" in stage.status
    assert "row 1 of" in stage.text
    await stage.settle()
    assert "✓ 200" in stage.status


async def sorting_is_done_by_the_server_level_by_level(stage: Stage, demo: DemoServer) -> None:
    orders = []
    for keys in ("l", "s"), ("s",), ("s",), ("l", "S"), ("S",):
        await stage.press(*keys)
        orders.append(parse_qs(urlsplit(demo.requests[-1].target).query)["order"][0])
    assert orders == [
        "title.asc", "title.desc", "created_at.desc",
        "created_at.desc,duration.asc", "created_at.desc,duration.desc",
    ]  # fmt: skip
    assert "LENGTH ▼2" in stage.text
    assert "CREATED ▼1" in stage.text


async def a_click_on_a_title_sorts(stage: Stage) -> None:
    await stage.pilot.click("VirtualTable", offset=(20, 0))
    await stage.settle()
    assert "TITLE ▲1" in stage.text


async def a_video_shows_everything_and_esc_goes_back_to_its_row(stage: Stage) -> None:
    await stage.press("j", "j", "enter")
    for label in (
        "Status",
        "Length",
        "Created",
        "Project",
        "Privacy",
        "Play",
        "HLS",
        "Files",
    ):
        assert label in stage.text
    assert "GET /v1/videos/" in stage.status
    await stage.press("escape")
    assert "row 3 of" in stage.text
    await stage.press("escape", "escape")
    assert "row 3 of" in stage.text


async def the_request_id_is_whole_where_there_is_room(stage: Stage) -> None:
    for width, whole in ((60, False), (80, True), (119, True), (140, True)):
        await stage.pilot.resize_terminal(width, 30)
        await stage.settle()
        request_id = stage.status.partition("req ")[2].split()[0]
        assert len(request_id) == (36 if whole else 8), width
        assert "✓ 200  GET /v1/vid" in stage.status
        assert re.search(r"\d m?s  ", stage.status)


async def test_browsing_costs_what_it_shows(demo: DemoServer, opened: Open) -> None:
    async with opened((100, 30)) as stage:
        for is_true in (
            partial(a_hundred_keys_cost_no_request_on_a_loaded_page, demo=demo),
            partial(a_refresh_keeps_the_row_by_its_id, demo=demo),
            partial(the_copy_menu_copies_what_it_shows, demo=demo),
            a_click_moves_and_a_double_click_opens,
            partial(a_page_that_fails_can_be_asked_for_again, demo=demo),
            a_video_shows_everything_and_esc_goes_back_to_its_row,
            partial(sorting_is_done_by_the_server_level_by_level, demo=demo),
            a_click_on_a_title_sorts,
            partial(a_retry_is_told_while_it_lasts, demo=demo),
            the_request_id_is_whole_where_there_is_room,
        ):
            demo.requests.clear()
            await is_true(stage)
            demo.faults.clear()
            await stage.press("escape", "escape", "g", "home")


async def test_a_refresh_that_brings_the_same_moves_nothing(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened((120, 40)) as stage:
        laid_out: list[Screen[object]] = []
        lay_out = Screen._refresh_layout  # noqa: SLF001 - nothing else tells of it

        def told(screen: Screen[object], *words: Any, **options: Any) -> None:
            laid_out.append(screen)
            lay_out(screen, *words, **options)

        monkeypatch.setattr(Screen, "_refresh_layout", told)
        for keys in (), ("p",), ("p", "b"):
            await stage.press(*keys)
            await stage.passes(0.3)  # the preview follows a moment later
            laid_out.clear()
            await stage.press("r")
            assert laid_out == [], keys


async def test_columns_that_do_not_fit_are_reached_by_the_cursor(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        assert "PRIVACY" not in stage.text
        await stage.press("end")
        assert "PRIVACY" in stage.text
        await stage.pilot.resize_terminal(70, 24)
        await stage.settle()
        assert "PRIVACY" in stage.text
        await stage.pilot.resize_terminal(130, 24)
        await stage.settle()
        assert "PRIVACY" in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.press("home")
        assert "STATUS" in stage.text
        assert all(len(line) <= 80 for line in stage.lines)


@pytest.mark.parametrize("keys", [(), ("p",), ("3",), ("4",)])
async def test_the_row_under_the_cursor_is_in_sight_in_a_window_of_any_height(
    opened: Open, keys: tuple[str, ...]
) -> None:
    async with opened((80, 24)) as stage:
        await stage.press(*keys)
        for size in (80, 40), (20, 5), (80, 5), (40, 10), (80, 6), (80, 30), (60, 7), (80, 9):
            await stage.press("j", "j")
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            assert "❯" in stage.text, (size, stage.text)


async def test_esc_leaves_the_help_and_q_leaves_the_program(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("question_mark")
        assert "sort by this column: " in stage.text
        await stage.press("escape")
        assert "sort by this column: " not in stage.text
        await stage.press("q")
        assert not stage.app.is_running


async def test_hostile_titles_are_shown_and_every_video_can_be_opened(opened: Open) -> None:
    async with opened((140, 100)) as stage:
        for shown in (
            "[/]",
            "[red]not red[/red]",
            "[@click=app.quit]",
            "␛]52",
            "⟨RLO⟩",
            "(no title)",
        ):
            assert shown in stage.text
        assert stage.app.is_running
        await stage.pilot.resize_terminal(100, 30)
        await stage.settle()
        await stage.press("pagedown", "j")
        for _ in range(12):
            await stage.press("enter")
            assert "Overview" in stage.text
            await stage.press("escape", *["j"] * 4)
        assert stage.app.is_running


async def test_the_keys_at_the_bottom_are_those_that_do_something(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        assert stage.lines[-1].startswith(" enter open  s sort  / search  f filter")
        assert stage.lines[-1].endswith(": go to  ? help    q quit")
        await stage.press("slash", *"no such title")
        await stage.passes(0.3)
        assert "No match" in stage.text
        await stage.press("enter")
        assert "enter open" not in stage.lines[-1]
        await stage.press("escape")
        assert stage.lines[-1].startswith(" enter open  s sort  / search  f filter")
        place = stage.lines[-1].index("? help")
        await stage.pilot.click(offset=(place, 23))
        await stage.shows("╭─ Keys ─")


async def test_quitting_is_no_fault_of_what_opens_at_the_same_time(opened: Open) -> None:
    async with opened() as stage:
        stage.app.exit()
        stage.app.push_screen(SortEditor(Order(), ["title"], ""))
        await stage.until(lambda: not stage.app.is_running)
    assert stage.app.return_code == 0
