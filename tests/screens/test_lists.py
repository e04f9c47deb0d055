"""Finding things: search, filters, views, the tree, marks, the preview, the command line."""

import csv
import json
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import pytest
from stage import Open, Stage

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs import export_dialog
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.services.lists.view_store import ViewStore

SIZE = 600


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(SIZE)


def asked(demo: DemoServer, path: str = "/v1/videos") -> list[list[tuple[str, str]]]:
    """The queries of a list, without the pages."""
    targets = (urlsplit(request.target) for request in demo.requests)
    queries = (parse_qsl(target.query) for target in targets if target.path == path)
    return [[pair for pair in query if pair[0] not in {"page", "per_page"}] for query in queries]


async def back(stage: Stage, demo: DemoServer) -> None:
    """Go to the first row of the list as it was opened, with nothing marked and nothing wrong."""
    demo.faults.clear()
    stage.app.clear_notifications()
    await stage.press(*["escape"] * 3, "g")


async def type_(stage: Stage, text: str) -> None:
    """Type a text, and wait until the pause after it is over."""
    await stage.press(*text)
    await stage.passes(0.3)


# Each is true of an app that shows the list, and is shown by one app after the other.


async def the_sort_editor_adds_flips_moves_and_drops_levels(stage: Stage, demo: DemoServer) -> None:
    await stage.press("z")
    assert "▼ descending" in stage.text
    assert "description" in stage.text
    assert "length" in stage.text  # as the column is called
    assert "The server cannot sort by status, project or privacy." in stage.text
    await stage.press("j", "space", "s", "K", "enter")
    assert asked(demo)[-1] == [("order", "title.desc,created_at.desc")]
    assert "TITLE ▼1" in stage.text
    assert "CREATED ▼2" in stage.text
    await stage.press("z", "j", "space", "enter")
    assert asked(demo)[-1] == [("order", "title.desc")]
    count = len(demo.requests)
    await stage.press("z", "j", "s", "escape")
    assert len(demo.requests) == count
    await stage.command("sort -created_at")


async def a_search_is_done_by_the_server_as_one_types(stage: Stage, demo: DemoServer) -> None:
    await stage.press("slash")
    await type_(stage, "SDK")
    assert ("q", "SDK") in asked(demo)[-1]
    found = stage.text.partition("● ")[2]
    assert "found by the server" in found
    assert "SDK" in stage.cursor_line
    await stage.press("enter", "j")
    assert "row 2 of" in stage.text
    assert " / SDK " in stage.text
    line = stage.cursor_line
    await stage.press("escape")
    assert stage.cursor_line[:60] == line[:60]
    assert " of 600 · " in stage.text
    assert "found by the server" not in stage.text


async def filters_are_chips_and_go_step_by_step(stage: Stage, demo: DemoServer) -> None:
    await stage.press("f", "space", "j", "space", "enter")
    assert asked(demo)[-1][1:] == [("status[]", "done"), ("status[]", "processing")]
    assert "status: ● done, ◐ processing" in stage.text
    await stage.press("slash")
    await type_(stage, "live")
    await stage.press("enter")
    assert asked(demo)[-1][1:] == [
        ("q", "live"), ("status[]", "done"), ("status[]", "processing"),
    ]  # fmt: skip
    await stage.press("escape")
    assert asked(demo)[-1][1:] == [("q", "live")]
    await stage.press("escape")
    assert asked(demo)[-1] == [("order", "created_at.desc")]


async def values_are_counted_when_asked_for(stage: Stage, demo: DemoServer) -> None:
    before = len(asked(demo))
    await stage.press("f")
    assert len(asked(demo)) == before
    await stage.press("c")
    await stage.settle()
    assert len(asked(demo)) == before + 14
    done = next(line for line in stage.lines if "□ ● done" in line)
    assert any(char.isdigit() for char in done)


async def the_tree_is_loaded_lazily_and_filters_the_table(stage: Stage, demo: DemoServer) -> None:
    assert not asked(demo, "/v1/projects")
    await stage.press("b")
    assert asked(demo, "/v1/projects") == [[("catalog_type", "vod")]]
    await stage.press("j", "enter")
    assert "project: Developers" in stage.text
    await stage.press("l", "j", "enter")
    assert "folder: 2024" in stage.text
    query = dict(asked(demo)[-1])
    assert query["project_id"]
    assert query["folder_id"]
    await stage.press("escape", "escape", "escape")
    assert " of 600 · " in stage.text
    assert "SAVED VIEWS" in stage.text
    await stage.press("b")
    assert "SAVED VIEWS" not in stage.text


async def rows_are_marked_one_by_one_in_ranges_and_all(stage: Stage) -> None:
    await stage.press("space", "space")
    assert "row 3 of 600 · page 1/6 · 2 marked" in stage.text
    await stage.press("j", "v", "j", "j")
    assert "5 marked, range" in stage.text
    await stage.press("k", "v", "k")
    assert "4 marked" in stage.text
    assert "range" not in stage.text
    await stage.press("A")
    assert "100 marked" in stage.text
    await stage.press("escape")
    assert "4 marked" in stage.text
    await stage.press("escape")
    assert "marked" not in stage.text


async def marks_and_the_row_stay_while_videos_come_and_go(stage: Stage, demo: DemoServer) -> None:
    await stage.press("j", "space", "j")
    line, marked = stage.cursor_line, [line[:60] for line in stage.lines if "▌" in line]
    demo.faults[:] = [Fault.parse("shifting")]
    for _ in range(3):
        await stage.press("r")
    assert "1 marked" in stage.text
    assert stage.cursor_line[2:60] == line[2:60]
    assert [line[:60] for line in stage.lines if "▌" in line] == marked


async def problems_are_found_among_the_loaded_rows(stage: Stage) -> None:
    await stage.press("n")
    assert any(word in stage.cursor_line for word in ("error", "aborted", "suspended"))
    first = stage.cursor_line
    await stage.press("n", "N")
    assert stage.cursor_line == first
    await stage.press("N")
    assert "○ No more problems in the 100" in stage.text


async def a_row_is_typed(stage: Stage) -> None:
    rows = {"42": 42, "p3": 201, "90%": 541, "100%": 600, "99999": 600}
    for typed, row in rows.items():
        await stage.command(typed)
        assert f"row {row} of 600" in stage.text


async def an_order_is_typed(stage: Stage, demo: DemoServer) -> None:
    await stage.command("sort -title")
    assert asked(demo)[-1] == [("order", "title.desc")]
    await stage.command("sort -status")
    assert "The server cannot sort by status." in stage.text
    await stage.command("sort -nothing")
    assert "The server cannot sort by" in stage.text
    stage.app.clear_notifications()  # they stand over the frame's foot
    await stage.still()
    assert "sorted by the server: title ▼" in stage.text
    await stage.command("sort -created_at")


async def what_is_typed_wrongly_is_told(stage: Stage) -> None:
    await stage.command("nowhere")
    assert "No place is called 'nowhere'" in stage.text


async def the_preview_follows_the_cursor(stage: Stage) -> None:
    assert "Privacy" not in stage.text
    await stage.press("p")
    await stage.passes(0.2)
    assert "Privacy" in stage.text
    await stage.press("j")
    await stage.passes(0.2)
    title = stage.cursor_line[15:40].strip()
    assert stage.text.count(title[:20]) > 1
    await stage.press("p", "p")
    assert "Privacy" not in stage.text


async def test_things_are_found_marked_and_shown(demo: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        for is_true in (
            problems_are_found_among_the_loaded_rows,
            partial(the_tree_is_loaded_lazily_and_filters_the_table, demo=demo),
            partial(the_sort_editor_adds_flips_moves_and_drops_levels, demo=demo),
            partial(a_search_is_done_by_the_server_as_one_types, demo=demo),
            partial(filters_are_chips_and_go_step_by_step, demo=demo),
            partial(values_are_counted_when_asked_for, demo=demo),
            rows_are_marked_one_by_one_in_ranges_and_all,
            partial(marks_and_the_row_stay_while_videos_come_and_go, demo=demo),
            a_row_is_typed,
            partial(an_order_is_typed, demo=demo),
            what_is_typed_wrongly_is_told,
            the_preview_follows_the_cursor,
        ):
            await is_true(stage)
            await back(stage, demo)


async def test_live_projects_stand_in_their_own_catalogue(demo: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        await stage.press("colon", *"live-events", "enter", "b")
        assert asked(demo, "/v1/projects")[-1] == [("catalog_type", "live")]
        assert "Live: town halls" in stage.text


async def test_a_tree_that_cannot_be_read_says_why_and_is_asked_again(
    demo: DemoServer, opened: Open
) -> None:
    demo.faults[:] = [Fault.parse("403x1@/v1/projects")]
    async with opened() as stage:
        await stage.press("b")
        assert "403 · No permission for this" in stage.text
        await stage.press("escape", "l")
        assert "Developers" in stage.text


async def test_views_are_saved_and_opened(tmp_path: Path, demo: DemoServer, opened: Open) -> None:
    views = ViewStore(tmp_path / "views.json")
    async with opened(views=views) as stage:
        await stage.press("F", "enter")
        assert asked(demo)[-1][1:] == [("status[]", "error"), ("status[]", "aborted")]
        await stage.press("F", "a", *"Bad", "enter", "escape", "escape")
        assert " of 600 · " in stage.text
    async with opened(views=ViewStore(tmp_path / "views.json")) as stage:
        await stage.press("F", *"jjj", "enter")
        assert "status: ✗ error, ⊘ aborted" in stage.text
        await stage.press("F", *"jjj", "x")
        await stage.shows("Removed Bad.")
    assert ViewStore(tmp_path / "views.json").views("videos") == {}


# Export.


class SameSecond(datetime):
    """Time that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 8, 22, 12, tzinfo=tz)


async def all_rows_are_exported_with_an_honest_count(stage: Stage, folder: Path) -> None:
    await stage.press("e")
    assert "600 all" in stage.text
    head = next(line for line in stage.lines if "id,title,subtitle" in line)
    assert head.rstrip(" │").endswith("…")  # there are more fields than cells
    await stage.press("enter")
    await stage.shows("600 of 600 videos in kinescope-videos-")
    await stage.press("enter", "space", "E")  # within the same second
    await stage.shows("600 of 600 videos in kinescope-videos-20260822-120000-2.csv")
    files = sorted(folder.glob("kinescope-*.csv"))
    assert len(files) == 2
    with files[0].open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 600


async def marked_rows_are_exported_as_json_lines(stage: Stage, folder: Path) -> None:
    await stage.press("space", "space", "e", "shift+tab", "right", "right", "tab", "enter")
    await stage.shows("2 of 2 videos in")
    (file,) = folder.iterdir()
    assert file.suffix == ".jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(rows) == 2
    assert rows[0]["assets"]


async def a_failed_export_says_so_and_goes_on(stage: Stage, folder: Path, demo: DemoServer) -> None:
    demo.faults[:] = [Fault.parse("403@/v1/videos")]
    await stage.press("e", "enter")
    await stage.shows("Stopped at 0 of 600 videos: 403")
    demo.faults.clear()
    await stage.press("enter")
    await stage.shows("600 of 600 videos in")
    assert len(list(folder.iterdir())) == 1


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes an empty folder, and goes there."""

    def make(name: str) -> Path:
        made = tmp_path / name
        made.mkdir()
        monkeypatch.chdir(made)
        return made

    return make


async def test_rows_are_exported(
    folder: Callable[[str], Path], demo: DemoServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_dialog, "datetime", SameSecond)
    async with opened() as stage:
        await a_failed_export_says_so_and_goes_on(stage, folder("failed"), demo)
        await back(stage, demo)
        await all_rows_are_exported_with_an_honest_count(stage, folder("all"))


async def test_an_export_left_alone_goes_on_and_quitting_leaves_nothing(
    folder: Callable[[str], Path], demo: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await marked_rows_are_exported_as_json_lines(stage, folder("marked"))
        await back(stage, demo)
        left = folder("left")
        demo.held.set()
        await stage.burst("e", "enter", "escape")
        await stage.shows("· export ")
        screen = stage.app.screen
        assert isinstance(screen, ListScreen)
        assert screen.session.export is not None
    assert list(left.iterdir()) == []
