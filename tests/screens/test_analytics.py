"""Analytics: ranges, the chart, comparing, breakdowns, of one video, tables and files."""

import csv
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import FULL
from stage import Open, Stage, signed_in, staged
from turned_clock import TurnedClock

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.analytics_screen import AnalyticsScreen

pytestmark = pytest.mark.usefixtures("in_moscow")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


def asked(server: DemoServer, path: str = "/v1/analytics/overview") -> list[dict[str, str]]:
    """The queries of an endpoint."""
    targets = (urlsplit(request.target) for request in server.requests)
    return [dict(parse_qsl(target.query)) for target in targets if target.path == path]


def days_of(query: dict[str, str]) -> int:
    first, last = (datetime.fromisoformat(query[end]) for end in ("from", "to"))
    return (last - first).days + 1


def shown_days(stage: Stage) -> int:
    """How many days the range has that is told."""
    (told,) = re.findall(r"(\d{4}-\d\d-\d\d) → (\d{4}-\d\d-\d\d)", stage.lines[1])
    return days_of(dict(zip(("from", "to"), told, strict=True)))


async def turn(stage: Stage, *keys: str) -> None:
    """Press keys that move the range, and wait until the pause after them is over."""
    await stage.press(*keys)
    await stage.passes(0.3)


async def test_analytics_open_on_28_days_with_both_ends_and_every_size_shows_what_it_can(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("2")
        (query,) = asked(demo)
        assert days_of(query) == 28
        assert query["group_time"] == "day"
        text = stage.text
        assert "28 days · " in text
        assert "Europe/Moscow" in text
        for word in ("VIEWS", "UNIQUE", "WATCHED", "LOADS", "RATE", "AVERAGE"):
            assert word in text
        assert "Views per day" in text
        assert ", so far" in text
        assert "Countries, views" in text
        assert "Russian" in text
        assert "█" in text
        await stage.press("c", "left", "m")
        for size in ((40, 10), (60, 20), (200, 60), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            assert all(len(line) <= size[0] for line in stage.lines)
            assert "28 days" in stage.text
            assert "Unique" in stage.text
            assert "✓ 200" in stage.text
        # Years by hour are put together to what the width shows.
        await stage.press("c")
        await stage.command("analytics 2y")
        await stage.passes(0.3)
        await turn(stage, "b", "b")
        assert asked(demo)[-1]["group_time"] == "hour"
        assert "average of " in stage.text
        await turn(stage, "left", "enter")
        assert days_of(asked(demo)[-1]) < 20


async def test_days_are_those_of_the_workspace_also_on_the_next_ones(
    demo: DemoServer, opened: Open, clock: TurnedClock, in_zone: Callable[[str], None]
) -> None:
    in_zone("Etc/GMT+12")
    clock.set(datetime(2026, 10, 20, 22, tzinfo=UTC))  # past midnight in Moscow
    async with opened((118, 40)) as stage:
        await stage.press("2")
        assert asked(demo)[-1]["to"] == "2026-10-21"
        assert "28 days · 2026-09-24 → 2026-10-21" in stage.text
        assert ", so far" in stage.text
        # Those of a video end there, too.
        await stage.press("1", "enter")
        count = len(asked(demo))
        await stage.press(*["right_square_bracket"] * 7)
        assert "Europe/Moscow" in stage.text
        (query,) = asked(demo)[count:]
        assert query["to"] == "2026-10-21"
        assert days_of(query) == 28
        await stage.press("2")
        # A refresh is of its day, and the range is still the same.
        in_zone("Pacific/Kiritimati")
        clock.set(clock.utc_now() + timedelta(days=1))
        await turn(stage, "t", "left", "enter")
        assert "7 days · 2026-10-16 → 2026-10-22" in stage.text
        await stage.command("analytics this-month")
        await stage.passes(0.3)
        await stage.press("left", "left")
        assert "Tue 20 Oct 2026" in stage.text
        clock.set(clock.utc_now() + timedelta(days=1))
        await stage.press("r")
        assert "this month · 2026-10-01 → 2026-10-23" in stage.text
        assert "Tue 20 Oct 2026" in stage.text  # the cursor stays on its day


# Analytics of the workspace. Each begins where the one before it ended.


async def the_window_before_is_asked_for_only_when_it_is_shown(
    stage: Stage, demo: DemoServer
) -> None:
    assert len(asked(demo)) == 1
    await stage.press("c")
    now, before = asked(demo)
    day = timedelta(days=1)
    assert datetime.fromisoformat(before["to"]) == datetime.fromisoformat(now["from"]) - day
    assert days_of(before) == days_of(now)
    text = stage.text
    assert "vs " in text
    assert "before " in text
    assert "▲" in text or "▼" in text
    await stage.press("c")
    assert "before " not in stage.text
    assert len(asked(demo)) == 2


async def a_day_is_drilled_into_hours_and_the_videos_that_moved(
    stage: Stage, demo: DemoServer
) -> None:
    await stage.press("left", "left", "enter")
    hours = asked(demo)[-1]
    assert hours["group_time"] == "hour"
    assert hours["from"].endswith("T21:00:00Z")
    (moved,) = asked(demo, "/v1/analytics")
    assert moved["group"] == "day"
    begin, end = (datetime.fromisoformat(moved[name]) for name in ("from", "to"))
    assert end - begin == timedelta(days=2)
    text = stage.text
    assert "Views per hour" in text
    assert "compared with the" in text
    assert "▲ +" in text or "▼ −" in text
    await stage.press("tab", "enter")
    assert "Overview" in stage.text
    await stage.press("escape", "escape")
    assert "28 days" in stage.text


async def a_part_of_a_drill_may_fail_alone(stage: Stage, demo: DemoServer) -> None:
    await stage.press("left")
    demo.faults[:] = [Fault.parse("403x1@/v1/analytics$")]
    await stage.press("enter")
    assert "Views per hour" in stage.text
    assert "The videos could not be loaded" in stage.text
    assert "403" in stage.text
    await stage.press("r")
    assert "compared with the" in stage.text
    await stage.press("escape")


async def the_chart_is_a_table_that_can_be_copied(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(stage.app, "copy_to_clipboard", texts.append)
    await stage.press("T")
    assert "DAY" in stage.text
    await stage.press("enter", "y", "t")
    plain, tsv = (text.splitlines() for text in texts)
    assert len(plain) == len(tsv) == 29
    assert tsv[0].split("\t")[:2] == ["from", "date"]
    await stage.press("escape")


async def the_timeline_is_saved_whole_and_the_chart_as_a_picture(
    stage: Stage, tmp_path: Path
) -> None:
    await stage.press("e", "enter")
    (file,) = tmp_path.iterdir()
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert len(rows) == 28
    assert rows[0]["views"].isdigit()
    await stage.press("e", *["delete"] * 4, *".svg", "enter")
    assert next(tmp_path.glob("*.svg")).read_text().startswith("<svg")
    await stage.press("e", *["delete"] * 4, *".jsonl", "enter")
    lines = next(tmp_path.glob("*.jsonl")).read_text().splitlines()
    assert [json.loads(line)["views"] for line in lines] == [int(row["views"]) for row in rows]


async def the_cursor_tells_each_bar_and_another_metric_keeps_it(stage: Stage) -> None:
    await stage.press("end", "left", "left")
    day = (stage.clock.utc_now() + timedelta(hours=3)).date() - timedelta(days=2)
    assert f"{day:%a} {day.day} {day:%b %Y}" in stage.text
    await stage.press("m", "m")
    assert "Watch time per day" in stage.text
    assert f"{day:%a} {day.day} {day:%b %Y}" in stage.text
    await stage.press("home")
    first = day - timedelta(days=25)
    assert f"{first:%a} {first.day} {first:%b %Y}" in stage.text


async def keys_choose_the_range(stage: Stage, demo: DemoServer) -> None:
    chosen: list[tuple[tuple[str, ...], str, int]] = [
        (("minus",), "day", 56),
        (("plus",), "day", 28),
        (("t", "left", "enter"), "day", 7),
        (("t", "right", "right", "right", "enter"), "week", 365),
        (("t", "left", "left", "enter"), "day", 28),
        (("b",), "week", 28),
        (("t", "tab", "tab", "tab", "left", "enter"), "day", 28),
        (("plus",), "day", 14),
    ]
    for keys, bucket, days in chosen:
        await turn(stage, *keys)
        assert abs(shown_days(stage) - days) <= 1, keys
        assert f"by {bucket}" in stage.text, keys
    await stage.command("analytics -2y")
    await stage.passes(0.3)
    assert asked(demo)[-1]["group_time"] == "week"
    assert abs(days_of(asked(demo)[-1]) - 730) <= 1
    assert abs(shown_days(stage) - 730) <= 1


async def a_range_that_makes_no_sense_is_refused_before_any_request(
    stage: Stage, demo: DemoServer
) -> None:
    count = len(asked(demo))
    await stage.press("t", "tab")
    await stage.press(*["backspace"] * 12, *"2199-01-01")
    assert "is in the future" in stage.text
    await stage.press("enter")
    assert "is in the future" in stage.text
    await stage.press(*["backspace"] * 12, *"-2w", "enter")
    await stage.passes(0.3)
    assert days_of(asked(demo)[-1]) == 15
    assert len(asked(demo)) == count + 1
    await turn(stage, "full_stop")
    assert "is in the future" in stage.text
    assert len(asked(demo)) == count + 1


async def a_day_is_asked_for_in_moments(stage: Stage, demo: DemoServer) -> None:
    await stage.command("analytics 28d")
    await stage.passes(0.3)
    await turn(stage, "t", "left", "left", "enter")
    query = asked(demo)[-1]
    assert query["group_time"] == "hour"
    assert query["from"].endswith(":00:00Z")
    assert query["to"].endswith("Z")
    assert " per hour" in stage.text


async def test_what_was_counted_is_looked_at_from_every_side(
    demo: DemoServer, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened((118, 40)) as stage:
        await stage.press("2")
        await the_window_before_is_asked_for_only_when_it_is_shown(stage, demo)
        await a_day_is_drilled_into_hours_and_the_videos_that_moved(stage, demo)
        await a_part_of_a_drill_may_fail_alone(stage, demo)
        await the_chart_is_a_table_that_can_be_copied(stage, monkeypatch)
        await the_timeline_is_saved_whole_and_the_chart_as_a_picture(stage, tmp_path)
        await the_cursor_tells_each_bar_and_another_metric_keeps_it(stage)
        await keys_choose_the_range(stage, demo)
        await a_range_that_makes_no_sense_is_refused_before_any_request(stage, demo)
        await a_day_is_asked_for_in_moments(stage, demo)


# Of one video.


async def test_analytics_of_one_video_open_from_the_list_and_its_page_and_may_be_slow(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((118, 40)) as stage:
        await stage.press("a")
        (query,) = asked(demo)
        assert query["video_id"]
        assert "Analytics of" in "".join(stage.lines[:2])
        await stage.press("v")
        assert "has reports for workspaces only" in stage.text
        await stage.press("escape", "enter", "a")
        assert "Analytics of" in "".join(stage.lines[:2])
        assert {query["video_id"] for query in asked(demo)} == {query["video_id"]}
        # Esc stops a slow answer, and what is shown stays.
        await stage.press("escape", "escape", "j", "enter", *["right_square_bracket"] * 6)
        demo.faults[:] = [Fault.parse("hang@/v1/analytics")]
        await stage.burst("right_square_bracket")
        stage.clock.turn(2)
        await stage.shows("esc stop")
        await stage.press("escape")
        assert "✗ stopped" in stage.status
        assert "Files 5" in stage.text
        demo.faults.clear()
        await stage.press("r")
        assert "Europe/Moscow" in stage.text
        await stage.press("a")
        shown = stage.lines[1]
        demo.faults[:] = [Fault.parse("hang@/v1/analytics")]
        count = len(asked(demo))
        await stage.burst("comma")
        stage.clock.turn(0.3)
        await stage.until(lambda: len(asked(demo)) > count)
        stage.clock.turn(2)
        await stage.shows("esc stop")
        await stage.press("escape")
        assert stage.lines[1] == shown
        await stage.press("escape")
        assert "Files 5" in stage.text
        await stage.press("escape")
        assert "row 2 of" in stage.text


# Reports, and what made the difference.


async def test_reports_add_up_to_the_overview_and_videos_have_titles_for_one_request(
    demo: DemoServer, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened((140, 30)) as stage:
        await stage.press("2", "v")
        (query,) = asked(demo, "/v1/analytics")
        assert query["group"] == "week"
        assert query["group_entities"] == "video_id"
        assert query["fields"] == "video_id,view,unique_view,player_load,watch_time"
        assert query["order"] == "view.desc"
        named = [t for t in (r.target for r in demo.requests) if "video_ids%5B%5D=" in t]
        assert len(named) == 1
        text = stage.text
        assert "VIEWS ▼1" in text
        assert "≤ " in text
        assert "○ sorted here" in text
        title = stage.cursor_line[2:20].strip()
        await stage.press("enter")
        assert title in "".join(stage.lines[:2])
        assert "Overview" in stage.text
        await stage.press("escape")
        assert stage.cursor_line[2:20].strip() == title
        await stage.press("e", "enter")
        (file,) = tmp_path.iterdir()
        rows = list(csv.DictReader(file.read_text().splitlines()))
        assert rows[0]["name"]
        assert int(rows[0]["views"]) >= int(rows[1]["views"]) > 0
        for _ in range(6):
            assert "views in total" in stage.text
            assert "in the overview" not in stage.text  # which it says where they differ
            await stage.press("d")
        weekly = [q for q in asked(demo, "/v1/analytics") if q["group"] == "week"]
        assert [*dict.fromkeys(query["group_entities"] for query in weekly)] == [
            "video_id", "country_code", "city", "device", "project_id", "folder_id",
        ]  # fmt: skip
        await stage.press("d")
        assert "Russian Federation" in stage.text
        count = len(asked(demo, "/v1/analytics"))
        await stage.press("s")
        assert "COUNTRY ▲1" in stage.text
        first = stage.cursor_line
        await stage.press("g", "l", "S")
        assert "VIEWS ▲2" in stage.text
        assert first[:10].strip()
        assert len(asked(demo, "/v1/analytics")) == count


async def test_an_empty_report_beside_views_is_said_and_never_shown_as_zeros(
    workspace: Workspace,
) -> None:
    with DemoServer(workspace, quirks=frozenset({"empty-custom"}), limits=False) as server:
        async with staged(signed_in(server.base_url, server.token)) as stage:
            await stage.press("2", "v")
            first, second = asked(server, "/v1/analytics")
            assert first["fields"].count(",") == 4
            assert second["fields"] == "watch_time"  # the last of those that repeat
            assert "asked 2 times" in stage.text
    with DemoServer(workspace, quirks=frozenset({"no-custom"}), limits=False) as server:
        async with staged(signed_in(server.base_url, server.token)) as stage:
            await stage.press("2", "v")
            assert "The API returned no rows, although the overview counts" in stage.text
            assert "This does not mean that nobody" in stage.text


async def test_odd_fields_are_shown_as_far_as_they_go(demo: DemoServer, opened: Open) -> None:
    kinds = (
        "missing", "nulls", "wrong-types", "odd-numbers", "odd-numerals", "escapes", "markup",
    )  # fmt: skip
    async with opened((140, 40)) as stage:
        await stage.press("2", "c", "m")
        for kind in kinds if FULL else kinds[::2]:
            demo.faults[:] = [Fault.parse(f"{kind}@/v1/analytics")]
            await turn(stage, "comma")
            assert kind != "missing" or "—" in stage.text
            await stage.press("left", "v", "d", "d", "escape", "enter", "escape", "T", "escape")
            assert "Range" not in stage.text, kind
            assert not any(ord(c) < 32 and c != "\n" for c in stage.text), kind


async def test_an_answer_that_comes_while_its_screen_goes_is_let_pass(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("2")
        screen = stage.app.screen
        assert isinstance(screen, AnalyticsScreen)
        await screen.query("*").remove()
        screen.show()
