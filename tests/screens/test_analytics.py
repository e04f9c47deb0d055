"""Analytics: ranges, the chart, comparing, breakdowns, of one video, tables and files."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from stage import Open, Stage, signed_in, staged
from turned_clock import TurnedClock

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

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


async def turn(stage: Stage, *keys: str) -> None:
    """Press keys that move the range, and wait until the pause after them is over."""
    await stage.press(*keys)
    await stage.passes(0.3)


async def test_analytics_open_on_28_days_with_both_ends(demo: DemoServer, opened: Open) -> None:
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


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
async def test_today_is_that_of_the_workspace_wherever_this_computer_is(
    opened: Open, in_zone: Callable[[str], None], zone: str
) -> None:
    in_zone(zone)
    today = (datetime.now(UTC) + timedelta(hours=3)).date()
    async with opened() as stage:
        await stage.press("2")
        assert f"28 days · {today - timedelta(days=27)} → {today}" in stage.text
        assert ", so far" in stage.text
        await turn(stage, "t", "left", "enter")
        assert f"7 days · {today - timedelta(days=6)} → {today}" in stage.text


async def test_on_another_day_a_refresh_is_of_that_day_and_the_range_is_still_the_same(
    demo: DemoServer, opened: Open
) -> None:
    clock = TurnedClock(datetime(2026, 10, 20, 9, tzinfo=UTC))
    async with opened((120, 40), clock=clock) as stage:
        await stage.press("2")
        assert asked(demo)[-1]["to"] == "2026-10-20"
        clock.set(clock.utc_now() + timedelta(days=1))
        await turn(stage, "t", "left", "enter")
        assert "7 days · 2026-10-15 → 2026-10-21" in stage.text
        await turn(stage, "colon", *"analytics this-month", "enter")
        await stage.press("left", "left")
        assert "Mon 19 Oct 2026" in stage.text
        clock.set(clock.utc_now() + timedelta(days=1))
        await stage.press("r")
        assert "this month · 2026-10-01 → 2026-10-22" in stage.text
        assert "Mon 19 Oct 2026" in stage.text  # the cursor stays on its day


async def test_a_videos_last_days_end_with_todays_of_the_workspace(
    demo: DemoServer, opened: Open
) -> None:
    evening = datetime(2026, 10, 20, 22, tzinfo=UTC)  # past midnight in Moscow
    async with opened((120, 40), clock=TurnedClock(evening)) as stage:
        await stage.press("2", "1", "enter")
        count = len(asked(demo))
        await stage.press(*["right_square_bracket"] * 7)
        assert "Europe/Moscow" in stage.text
        (query,) = asked(demo)[count:]
        assert query["to"] == "2026-10-21"
        assert days_of(query) == 28


@pytest.mark.parametrize(
    ("keys", "bucket", "days"),
    [
        (("t", "left", "enter"), "day", 7),
        (("t", "right", "right", "enter"), "week", 365),
        (("t", "tab", "tab", "tab", "right", "right", "right", "enter"), "week", 28),
        (("b",), "week", 28),
        (("minus",), "day", 56),
        (("plus",), "day", 14),
        (("colon", *"analytics", "space", *"90d", "enter"), "day", 90),
        (("colon", *"analytics", "space", *"-2y", "enter"), "week", 730),
    ],
)
async def test_keys_choose_the_range(
    demo: DemoServer, opened: Open, keys: tuple[str, ...], bucket: str, days: int
) -> None:
    async with opened((100, 30)) as stage:
        await stage.press("2")
        await turn(stage, *keys)
        query = asked(demo)[-1]
        assert query["group_time"] == bucket
        assert abs(days_of(query) - days) <= 1
        assert f"by {bucket}" in stage.text


async def test_a_day_is_asked_for_in_moments(demo: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        await stage.press("2")
        await turn(stage, "t", "left", "left", "enter")
        query = asked(demo)[-1]
        assert query["group_time"] == "hour"
        assert query["from"].endswith(":00:00Z")
        assert query["to"].endswith("Z")
        assert "Views per hour" in stage.text


async def test_esc_stops_a_slow_answer_and_what_is_shown_stays(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("enter", *["right_square_bracket"] * 6)
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
        assert "row 1 of" in stage.text


async def test_a_range_that_makes_no_sense_is_refused_before_any_request(
    demo: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await stage.press("2", "t", "tab")
        await stage.press(*["backspace"] * 12, *"2199-01-01")
        assert "is in the future" in stage.text
        await stage.press("enter")
        assert "is in the future" in stage.text
        await stage.press(*["backspace"] * 12, *"-2w", "enter")
        await stage.passes(0.3)
        assert days_of(asked(demo)[-1]) == 15
        assert len(asked(demo)) == 2
        await turn(stage, "full_stop")
        assert "is in the future" in stage.text
        assert len(asked(demo)) == 2


async def test_the_window_before_is_asked_for_only_when_it_is_shown(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("2")
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


async def test_the_cursor_tells_each_bar_and_another_metric_keeps_it(opened: Open) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("2", "left", "left")
        day = (datetime.now(UTC) + timedelta(hours=3)).date() - timedelta(days=2)
        assert f"{day:%a %d %b %Y}" in stage.text
        await stage.press("m", "m")
        assert "Watch time per day" in stage.text
        assert f"{day:%a %d %b %Y}" in stage.text
        await stage.press("home")
        first = day - timedelta(days=25)
        assert f"{first:%a %d %b %Y}" in stage.text


async def test_analytics_of_one_video_from_the_list_and_from_its_page(
    demo: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await stage.press("a")
        (query,) = asked(demo)
        assert query["video_id"]
        assert "Analytics of" in "".join(stage.lines[:2])
        await stage.press("v")
        assert "reports on workspaces only" in stage.text
        await stage.press("escape", "enter", "a")
        assert "Analytics of" in "".join(stage.lines[:2])
        assert {query["video_id"] for query in asked(demo)} == {query["video_id"]}


async def test_a_metric_that_does_not_come_is_a_dash(demo: DemoServer, opened: Open) -> None:
    demo.faults[:] = [Fault.parse("missing@/v1/analytics")]
    async with opened((80, 24)) as stage:
        await stage.press("2")
        assert "—" in stage.text
        assert "Traceback" not in stage.text


async def test_the_chart_is_a_table_that_can_be_copied(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    async with opened((100, 40)) as stage:
        monkeypatch.setattr(stage.app, "copy_to_clipboard", texts.append)
        await stage.press("2", "T")
        assert "DAY" in stage.text
        await stage.press("enter", "y", "t")
        plain, tsv = (text.splitlines() for text in texts)
        assert len(plain) == len(tsv) == 29
        assert tsv[0].split("\t")[:2] == ["from", "date"]


async def test_the_timeline_is_saved_whole_and_the_chart_as_a_picture(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as stage:
        await stage.press("2", "e", "enter")
        (file,) = tmp_path.iterdir()
        rows = list(csv.DictReader(file.read_text().splitlines()))
        assert len(rows) == 28
        assert rows[0]["views"].isdigit()
        await stage.press("e", *["delete"] * 4, *".svg", "enter")
        assert next(tmp_path.glob("*.svg")).read_text().startswith("<svg")
        await stage.press("e", *["delete"] * 4, *".jsonl", "enter")
        lines = next(tmp_path.glob("*.jsonl")).read_text().splitlines()
        assert [json.loads(line)["views"] for line in lines] == [int(row["views"]) for row in rows]


async def test_years_by_hour_are_put_together_to_what_the_width_shows(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("2")
        await turn(stage, "colon", *"analytics", "space", *"2y", "enter")
        await turn(stage, "b", "b")
        assert asked(demo)[-1]["group_time"] == "hour"
        assert "mean of " in stage.text
        await turn(stage, "left", "enter")
        assert days_of(asked(demo)[-1]) < 20


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (80, 24), (200, 60)])
async def test_every_size_shows_what_it_can(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size) as stage:
        await stage.press("2", "c", "left", "m")
        assert all(len(line) <= size[0] for line in stage.lines)
        assert "28 days" in stage.text
        assert "Unique" in stage.text
        assert "✓ 200" in stage.text


# Reports, and what made the difference.


async def test_top_videos_have_titles_for_one_request_and_open(
    demo: DemoServer, opened: Open
) -> None:
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


async def test_reports_add_up_to_the_overview_and_sort_here(demo: DemoServer, opened: Open) -> None:
    async with opened((140, 30)) as stage:
        await stage.press("2", "v")
        for _ in range(6):
            assert "views in total" in stage.text
            assert "in the overview" not in stage.text  # which it says where they differ
            await stage.press("d")
        entities = [query["group_entities"] for query in asked(demo, "/v1/analytics")]
        assert entities == [
            "video_id", "country_code", "city", "device", "project_id", "folder_id",
        ]  # fmt: skip
        await stage.press("d")
        assert "Russian Federation" in stage.text
        count = len(demo.requests)
        await stage.press("s")
        assert "COUNTRY ▲1" in stage.text
        first = stage.cursor_line
        await stage.press("g", "l", "S")
        assert "VIEWS ▲2" in stage.text
        assert first[:10].strip()
        assert len(demo.requests) == count


async def test_an_empty_report_beside_views_is_said_and_never_shown_as_zeros(
    workspace: Workspace,
) -> None:
    with DemoServer(workspace, quirks=frozenset({"empty-custom"})) as server:
        async with staged(signed_in(server.base_url, server.token)) as stage:
            await stage.press("2", "v")
            first, second = asked(server, "/v1/analytics")
            assert first["fields"].count(",") == 4
            assert second["fields"] == "watch_time"  # the last of those that repeat
            assert "asked 2 times" in stage.text
    with DemoServer(workspace, quirks=frozenset({"no-custom"})) as server:
        async with staged(signed_in(server.base_url, server.token)) as stage:
            await stage.press("2", "v")
            assert "The API returned no rows although the overview counts" in stage.text
            assert "Nothing here says that nobody watched" in stage.text


async def test_a_day_is_drilled_into_hours_and_the_videos_that_moved(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("2", "left", "left", "enter")
        hours = asked(demo)[-1]
        assert hours["group_time"] == "hour"
        assert hours["from"].endswith("T21:00:00Z")
        (moved,) = asked(demo, "/v1/analytics")
        assert moved["group"] == "day"
        begin, end = (datetime.fromisoformat(moved[name]) for name in ("from", "to"))
        assert end - begin == timedelta(days=2)
        text = stage.text
        assert "Views per hour" in text
        assert "rose by" in text
        assert "▲ +" in text or "▼ −" in text
        await stage.press("tab", "enter")
        assert "Overview" in stage.text
        await stage.press("escape", "escape")
        assert "28 days" in stage.text


async def test_a_part_of_a_drill_may_fail_alone(demo: DemoServer, opened: Open) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("2", "left")
        demo.faults[:] = [Fault.parse("403x1@/v1/analytics$")]
        await stage.press("enter")
        assert "Views per hour" in stage.text
        assert "The videos could not be read" in stage.text
        assert "403" in stage.text
        await stage.press("r")
        assert "rose by" in stage.text


async def test_a_report_is_saved(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened((120, 40)) as stage:
        await stage.press("2", "v", "e", "enter")
        (file,) = tmp_path.iterdir()
        rows = list(csv.DictReader(file.read_text().splitlines()))
        assert rows[0]["name"]
        assert int(rows[0]["views"]) >= int(rows[1]["views"]) > 0


@pytest.mark.parametrize(
    "kind", ["missing", "nulls", "wrong-types", "odd-numbers", "odd-numerals", "escapes", "markup"]
)
async def test_odd_fields_are_shown_as_far_as_they_go(
    demo: DemoServer, opened: Open, kind: str
) -> None:
    demo.faults[:] = [Fault.parse(f"{kind}@/v1/analytics")]
    async with opened((140, 40)) as stage:
        await stage.press("2", "c", "m", "left", "v")
        await stage.press("d", "d", "escape", "enter", "escape", "T", "escape")
        assert "Range" not in stage.text
        assert not any(ord(c) < 32 and c != "\n" for c in stage.text)
