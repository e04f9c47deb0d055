"""The audience of the demo: its numbers add up whichever way they are asked for."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_client import complaint, get

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
OVERVIEW, CUSTOM = "/v1/analytics/overview", "/v1/analytics"
WINTER = "from=2025-12-20&to=2026-02-10"
METRICS = ("views", "unique_views", "watch_time", "player_loads")
SINGULAR = ("view", "unique_view", "watch_time", "player_load")


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(700, now=NOW), limits=False) as running:
        yield running


@pytest.fixture(scope="module")
def abroad() -> Iterator[dict[str, DemoServer]]:
    with ExitStack() as stack:
        yield {
            zone: stack.enter_context(
                DemoServer(Workspace(60, now=NOW, zone=zone, hostile=False), limits=False)
            )
            for zone in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Cairo")
        }


def summed(rows: list[dict[str, Any]], names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sum(row[name] for row in rows) for name in names)


def total(server: DemoServer, query: str) -> tuple[int, ...]:
    told = get(server, f"{OVERVIEW}?{query}").data["total"]
    return tuple(told[name] for name in METRICS)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


# Adding up.


@pytest.mark.parametrize("group", ["hour", "day", "week", "month"])
def test_a_timeline_adds_up_to_the_same_total_in_whatever_steps(
    server: DemoServer, group: str
) -> None:
    timeline = get(server, f"{OVERVIEW}?{WINTER}&group_time={group}").data["timeline"]
    assert summed(timeline, METRICS) == total(server, WINTER)
    assert total(server, WINTER)[0] > 1_000


def test_a_day_is_the_sum_of_its_hours_and_a_week_that_of_its_days(server: DemoServer) -> None:
    steps = {
        group: get(server, f"{OVERVIEW}?{WINTER}&group_time={group}").data["timeline"]
        for group in ("hour", "day", "week", "month")
    }
    for larger, smaller in (("day", "hour"), ("week", "day"), ("month", "day")):
        starts = [moment(point["date"]) for point in steps[larger]]
        for n, point in enumerate(steps[larger]):
            inside = [
                part
                for part in steps[smaller]
                if starts[n] <= moment(part["date"])
                and (n + 1 == len(starts) or moment(part["date"]) < starts[n + 1])
            ]
            assert summed(inside, METRICS) == tuple(point[name] for name in METRICS)


@settings(max_examples=100 if FULL else 8, deadline=None)
@given(
    days=st.lists(st.dates(date(2023, 6, 1), date(2026, 9, 30)), min_size=2, max_size=2),
    hours=st.integers(0, 30_000),
)
def test_a_range_is_the_sum_of_its_two_parts_wherever_it_is_cut(
    server: DemoServer, days: list[date], hours: int
) -> None:
    first, last = sorted(days)
    begin = datetime.combine(first, datetime.min.time())
    end = datetime.combine(last, datetime.min.time()) + timedelta(days=1)
    cut = min(end, begin + timedelta(hours=hours))
    parts = [
        total(server, f"from={one.isoformat()}Z&to={other.isoformat()}Z")
        for one, other in ((begin, cut), (cut, end))
    ]
    whole = total(server, f"from={begin.isoformat()}Z&to={end.isoformat()}Z")
    assert tuple(map(sum, zip(*parts, strict=True))) == whole


@pytest.mark.parametrize(
    "entities",
    [
        "video_id", "device", "city", "country_code", "project_id", "project_name", "folder_id",
        "folder_name", "device,city", "video_id,device", "project_name,folder_name,country_code",
        "watch_time", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("group", ["week", "month"])
def test_the_rows_of_every_breakdown_add_up_to_the_total(
    server: DemoServer, entities: str, group: str
) -> None:
    asked = f"{WINTER}&group={group}&fields={','.join(SINGULAR)}"
    rows = get(server, f"{CUSTOM}?{asked}&group_entities={entities}").data
    assert summed(rows, SINGULAR) == total(server, WINTER)
    names = [name for name in entities.split(",") if name not in {"", "watch_time"}]
    keys = [tuple(row[name] for name in (*names, "date")) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(row["view"] for row in rows)


def test_the_videos_own_overviews_agree_with_their_rows(server: DemoServer) -> None:
    asked = f"{WINTER}&group=day&group_entities=video_id&fields={','.join(SINGULAR)}"
    rows = get(server, f"{CUSTOM}?{asked}").data
    ids = [video_id for video_id, _ in Counter(row["video_id"] for row in rows).most_common()]
    assert len(ids) > 20
    for video_id in ids[::5]:
        own = get(server, f"{OVERVIEW}?{WINTER}&video_id={video_id}").data
        mine = {row["date"]: row["view"] for row in rows if row["video_id"] == video_id}
        assert mine == {p["date"]: p["views"] for p in own["timeline"] if p["views"]}
        assert own["total"]["watch_time"] == sum(
            row["watch_time"] for row in rows if row["video_id"] == video_id
        )


@pytest.mark.parametrize("kind", ["countries", "devices", "browsers", "oses"])
def test_each_top_adds_up_to_the_views_of_all(server: DemoServer, kind: str) -> None:
    data = get(server, f"{OVERVIEW}?{WINTER}").data
    rows = data["top"][kind]
    assert summed(rows, ("views", "player_loads")) == (
        data["total"]["views"], data["total"]["player_loads"],
    )  # fmt: skip
    assert [row["views"] for row in rows] == sorted((r["views"] for r in rows), reverse=True)
    assert ("code" in rows[0]) == (kind == "countries")


def test_every_device_is_told_even_if_nobody_used_it(server: DemoServer) -> None:
    data = get(server, f"{OVERVIEW}?from=2001-01-01&to=2001-01-02").data
    assert {row["name"]: row["views"] for row in data["top"]["devices"]} == dict.fromkeys(
        ("desktop", "mobile", "tablet", "tv"), 0
    )
    assert data["top"]["countries"] == []
    assert [point["views"] for point in data["timeline"]] == [0, 0]


# Believable.


def test_nobody_watches_what_is_not_there_yet(server: DemoServer) -> None:
    newest = get(server, "/v1/videos?order=created_at.desc&status[]=done&per_page=100").data
    made = {video["id"]: moment(video["created_at"][:19] + "Z") for video in newest}
    asked = "from=2026-06-01&to=2026-08-22&group=hour&group_entities=video_id&fields=view"
    rows = [row for row in get(server, f"{CUSTOM}?{asked}").data if row["video_id"] in made]
    assert len({row["video_id"] for row in rows}) > 50
    for row in rows:
        assert moment(row["date"]) + timedelta(hours=1) > made[row["video_id"]]


def test_no_row_says_more_than_can_be(server: DemoServer) -> None:
    videos = get(server, "/v1/videos?order=created_at.desc&per_page=100").data
    seconds = {video["id"]: video["duration"] for video in videos}
    rows = get(server, f"{CUSTOM}?from=2026-08-01&to=2026-08-22&group_entities=video_id,city").data
    for row in rows:
        assert 0 <= row["unique_view"] <= row["view"] <= row["player_load"]
        assert 0 < row["watch_time"] <= row["view"] * seconds.get(row["video_id"], 1e9)


def test_weekends_and_new_year_are_quiet_and_years_grow(server: DemoServer) -> None:
    points = get(server, f"{OVERVIEW}?from=2023-10-01&to=2026-07-31").data["timeline"]
    moscow = ZoneInfo("Europe/Moscow")
    views = {moment(p["date"]).astimezone(moscow).date(): p["views"] for p in points}

    def usual(days: list[date]) -> float:
        return float(sum(views[day] for day in days)) / len(days)

    assert usual([d for d in views if d.weekday() > 4]) < 0.8 * usual(
        [d for d in views if d.weekday() < 5]
    )
    for year in (2024, 2025, 2026):
        holidays = [date(year, 1, n) for n in range(1, 9)]
        assert usual(holidays) < 0.7 * usual([day + timedelta(days=28) for day in holidays])
    by_year = {y: usual([d for d in views if d.year == y and d.month < 8]) for y in (2024, 2026)}
    assert by_year[2026] > by_year[2024]


def test_a_video_that_everybody_talks_of_has_a_peak_and_others_fade(server: DemoServer) -> None:
    asked = "from=2023-08-01&to=2026-08-22&group=week&group_entities=video_id&fields=view"
    weeks: dict[str, list[int]] = {}
    for row in get(server, f"{CUSTOM}?{asked}").data:
        weeks.setdefault(row["video_id"], []).append(row["view"])
    long = [views for views in weeks.values() if len(views) > 12]
    assert any(max(views) > 20 * (sum(views[:3]) + 1) for views in long)
    assert sum(sum(v[:4]) > sum(v[-4:]) for v in long) > len(long) / 2


def test_only_some_videos_are_watched_however_many_there_are() -> None:
    with DemoServer(Workspace(20_000, now=NOW, hostile=False), limits=False) as server:
        asked = "from=2023-08-01&to=2026-08-22&group=month&group_entities=video_id&fields=view"
        rows = get(server, f"{CUSTOM}?{asked}&order=view.desc").data
        assert 100 < len({row["video_id"] for row in rows}) < 400
        newest = get(server, "/v1/videos?order=created_at.desc&status[]=done&per_page=60").data
        watched = {row["video_id"] for row in rows}
        assert sum(video["id"] in watched for video in newest) > 30


@pytest.mark.parametrize("size", [0, 1, 7])
def test_small_workspaces_have_small_audiences(size: int) -> None:
    with DemoServer(Workspace(size, now=NOW), limits=False) as server:
        views = total(server, "from=2023-08-01&to=2026-08-22")[0]
        rows = get(server, f"{CUSTOM}?from=2026-08-01&to=2026-08-22").data
        assert bool(views) == bool(size) or size == 1
        assert sum(row["view"] for row in rows) <= views
        assert get(server, "/v1/billing/usage?from=2026-08-01&to=2026-08-22").status == 200
        assert len(get(server, "/v1/billing/invoices?per_page=100").data) == 37


# Time.


def test_days_begin_at_the_workspaces_midnight_written_in_utc(server: DemoServer) -> None:
    told = get(server, f"{OVERVIEW}?from=2026-08-01&to=2026-08-03").json
    assert told["meta"]["time"] == {
        "from": "2026-08-01", "to": "2026-08-03", "timezone": "Europe/Moscow",
    }  # fmt: skip
    assert [point["date"] for point in told["data"]["timeline"]] == [
        "2026-07-31T21:00:00Z", "2026-08-01T21:00:00Z", "2026-08-02T21:00:00Z",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2025-10-26", 25),
        ("America/New_York", "2026-03-08", 23),
        ("Africa/Cairo", "2026-04-24", 23),  # whose midnight does not exist
        ("Asia/Kolkata", "2026-03-29", 24),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_makes_it(
    abroad: dict[str, DemoServer], zone: str, day: str, hours: int
) -> None:
    server = abroad[zone]
    by_hour = get(server, f"{OVERVIEW}?from={day}&to={day}&group_time=hour").data["timeline"]
    (whole,) = get(server, f"{OVERVIEW}?from={day}&to={day}").data["timeline"]
    assert len(by_hour) == hours
    assert summed(by_hour, METRICS) == tuple(whole[name] for name in METRICS)
    starts = [moment(point["date"]) for point in by_hour]
    assert starts[0] == moment(whole["date"])
    assert {b - a for a, b in pairwise(starts)} == {timedelta(hours=1)}
    assert starts[-1].astimezone(ZoneInfo(zone)).hour == 23


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_weeks_begin_on_mondays_and_months_on_their_first(
    abroad: dict[str, DemoServer], zone: str
) -> None:
    for group in ("week", "month"):
        asked = f"from=2025-09-17&to=2026-04-16&group_time={group}"
        starts = [
            moment(point["date"]).astimezone(ZoneInfo(zone))
            for point in get(abroad[zone], f"{OVERVIEW}?{asked}").data["timeline"]
        ]
        assert {(start.hour, start.minute) for start in starts} == {(0, 0)}
        if group == "week":
            assert {start.weekday() for start in starts} == {0}
            assert starts[0].date() == date(2025, 9, 15)
        else:
            assert [start.date() for start in starts] == [
                date(2025 + n // 12, n % 12 + 1, 1) for n in range(8, 16)
            ]


def test_what_has_not_begun_is_not_reported(server: DemoServer) -> None:
    for group in ("hour", "day", "week", "month"):
        asked = f"from=2026-08-20&to=2026-10-31&group_time={group}"
        starts = [moment(p["date"]) for p in get(server, f"{OVERVIEW}?{asked}").data["timeline"]]
        assert starts
        assert starts[-1] <= NOW
    later = get(server, f"{OVERVIEW}?from=2027-01-01&to=2027-01-31").data
    assert later["timeline"] == []
    assert later["total"]["views"] == 0
    assert get(server, f"{CUSTOM}?from=2027-01-01&to=2027-01-31").data == []


def test_a_moment_within_a_day_cuts_its_bucket_but_not_its_date(server: DemoServer) -> None:
    day = "from=2026-08-10T06:00:00Z&to=2026-08-10T12:00:00Z"
    (part,) = get(server, f"{OVERVIEW}?{day}").data["timeline"]
    (whole,) = get(server, f"{OVERVIEW}?from=2026-08-10&to=2026-08-10").data["timeline"]
    assert part["date"] == whole["date"] == "2026-08-09T21:00:00Z"
    assert 0 < part["views"] < whole["views"]


# Asking.


def test_rows_come_in_the_order_asked_for_and_there_are_no_pages(server: DemoServer) -> None:
    asked = f"{WINTER}&group=week&group_entities=video_id&fields=view&order=view.desc,play"
    told = get(server, f"{CUSTOM}?{asked}").json
    assert told["meta"]["order"] == {"view": "desc", "play": "asc"}
    assert "pagination" not in told["meta"]
    keys = [(-row["view"], row["play"]) for row in told["data"]]
    assert keys == sorted(keys)
    assert set(told["data"][0]) == {"workspace_id", "video_id", "date", "view", "play"}


def test_fields_may_be_joined_or_repeated(server: DemoServer) -> None:
    joined = get(server, f"{CUSTOM}?{WINTER}&group=month&fields=video_id,view,seek").data
    repeated = get(server, f"{CUSTOM}?{WINTER}&group=month&fields=video_id&fields=view&fields=seek")
    assert joined == repeated.data
    assert {"video_id", "view", "seek"} <= set(joined[0])


def test_viewers_can_be_told_apart_by_their_external_ids(server: DemoServer) -> None:
    rows = get(server, f"{CUSTOM}?{WINTER}&group=month&fields=external_id,view").data
    assert len({row["external_id"] for row in rows}) > 5
    assert sum(row["view"] for row in rows) == total(server, WINTER)[0]


@pytest.mark.parametrize("path", [OVERVIEW, CUSTOM])
@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("to=2026-01-01", "from", "required"),
        ("from=2026-01-01", "to", "required"),
        ("from=2026-01-01&to=", "to", "required"),
        ("from=yesterday&to=2026-01-01", "from", "datetime"),
        ("from=2026-01-01&to=2026-02-30", "to", "datetime"),
        ("from=2026-1-1&to=2026-02-01", "from", "datetime"),
        ("from=2026-01-01T00:00:00&to=2026-02-01", "from", "datetime"),
        ("from=0001-01-01T00:00:00%2B14:00&to=2026-02-01", "from", "datetime"),
        ("from=9999-12-31&to=9999-12-31", "from", "datetime"),
        ("from=2026-02-01&to=2026-01-01", "to", "gtefield"),
        ("from=2020-01-01&to=2026-01-01", "to", "max"),
    ],
)
def test_a_range_that_cannot_be_answered_is_refused_by_name(
    server: DemoServer, path: str, query: str, name: str, reason: str
) -> None:
    assert complaint(get(server, f"{path}?{query}")) == (400, 400400, name, reason)


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        (f"{OVERVIEW}?{WINTER}&group_time=year", (400, 400400, "group_time", "oneof")),
        (f"{CUSTOM}?{WINTER}&group=year", (400, 400400, "group", "oneof")),
        (f"{CUSTOM}?{WINTER}&group_entities=views", (400, 400400, "group_entities", "oneof")),
        (f"{CUSTOM}?{WINTER}&fields=views", (400, 400400, "fields", "oneof")),
        (f"{CUSTOM}?{WINTER}&order=watch_time.desc", (400, 400216, "", "")),
        (f"{CUSTOM}?{WINTER}&order=views", (400, 400216, "", "")),
        (f"{CUSTOM}?{WINTER}&order=view.up", (400, 400400, "order", "oneof")),
        (f"{OVERVIEW}?{WINTER}&video_id=nonsense", (400, 400301, "", "")),
        (
            f"{OVERVIEW}?{WINTER}&video_id={'0' * 8}-0000-4000-8000-{'0' * 12}",
            (404, 404404, "", ""),
        ),
        (f"{OVERVIEW}?from=2022-01-01&to=2026-01-01&group_time=hour", (400, 400400, "to", "max")),
        (
            f"{CUSTOM}?from=2024-01-01&to=2026-01-01&group_entities=video_id,city,device",
            (400, 400400, "group", "max"),
        ),
    ],
)
def test_what_is_not_documented_is_refused(
    server: DemoServer, target: str, wanted: tuple[int, int, str, str]
) -> None:
    assert complaint(get(server, target)) == wanted


def test_joined_fields_can_be_answered_with_nothing_as_was_seen_live() -> None:
    quirks = {"empty-custom"}
    with DemoServer(Workspace(60, now=NOW), limits=False, quirks=quirks) as server:
        joined = get(server, f"{CUSTOM}?{WINTER}&fields=video_id,view")
        assert (joined.status, joined.data) == (200, [])
        repeated = get(server, f"{CUSTOM}?{WINTER}&fields=video_id&fields=view").data
        assert sum(row["view"] for row in repeated) == total(server, WINTER)[0] > 0


def test_an_unknown_quirk_and_an_unknown_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="not a quirk"):
        DemoServer(Workspace(1), quirks={"nonsense"})
    for zone in ("Mars/Olympus", "../../etc/passwd", "", "Europe"):
        with pytest.raises(ValueError, match="no time zone"):
            Workspace(1, zone=zone)
