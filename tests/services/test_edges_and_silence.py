"""What answers of analytics do not say is not claimed, and dates that no calendar has are none."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from scripted_server import ScriptedServer, answer, overview

from kinescope_tui.api import KinescopeClient
from kinescope_tui.presentation.analytics.audience_page import audience_sections
from kinescope_tui.presentation.analytics.metrics import VIEWS
from kinescope_tui.presentation.analytics.report_words import movers_text, views_text
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.resources.report_entries import SORT_KEYS
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.analytics.report import VIDEOS, movers, report
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after, parse_range

NOW = datetime(2026, 11, 25, 14, 33, 20, tzinfo=UTC)
EDGES = [
    "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-12:00", "0001-12-31T00:00:00Z", "10000-01-01T00:00:00Z", "soon", None,
]  # fmt: skip


def asked(words: str = "7d", bucket: Bucket = Bucket.DAY) -> Question:
    return Question(parse_range(words, NOW), bucket)


@pytest.mark.parametrize("bucket", Bucket)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
async def test_a_date_at_the_edge_of_the_calendar_is_no_date(
    server: ScriptedServer, client: KinescopeClient, bucket: Bucket, zone: str
) -> None:
    server.script = [overview(*EDGES, "2026-11-24T21:00:00Z", "0002-01-01T00:00:00Z", zone=zone)]
    found = await Analytics(client, lambda: NOW).ask(asked(bucket=bucket))
    assert found.course.undated == len(EDGES)
    assert [moment.date and moment.date.year for moment in found.timeline] == [2, 2026]
    local = found.came_at.astimezone(found.zone.zone)
    course = TimelineChart(found.timeline, bucket, local)
    for bar in course.bars(VIEWS, 10):
        start = found.timeline[bar.first].date
        assert course.reading(VIEWS, bar)
        assert start is not None
        assert bucket_after(bucket, start.astimezone(found.zone.zone), -1)
    assert course.table()
    rows = [row for section in audience_sections(found) for row in section.rows]
    told = {row[0].text: row[1].text for row in rows}
    assert told["Timeline"] == f"{len(EDGES)} entries without a date not shown"


async def test_the_next_hour_is_no_part_of_hours(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [overview("2026-11-24T14:00:00Z", "2026-11-24T15:00:00Z", zone="Europe/Moscow")]
    window = parse_range("24h", NOW).previous
    assert window.dates.query()[1] == ("to", "2026-11-24T15:00:00Z")
    found = await Analytics(client, lambda: NOW).ask(Question(window, Bucket.HOUR))
    assert [moment.date and moment.date.hour for moment in found.timeline] == [14]


async def test_a_zone_is_that_of_its_own_answer(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    analytics = Analytics(client, lambda: NOW)
    zones = ["", "Europe/Moscow", "", "Nowhere"]
    server.script = [overview(zone=zone) for zone in zones]
    found = [await analytics.ask(asked(words)) for words in ("7d", "8d", "9d", "10d")]
    told = [zone_text(one.zone, NOW.astimezone(one.zone.zone)) for one in found]
    assert told == [
        "UTC of this computer (no zone received)",
        "Europe/Moscow",
        "Europe/Moscow as before (no zone received)",
        "Europe/Moscow as before (unknown zone Nowhere received)",
    ]


# Reports.


def rows(*made: dict[str, object]) -> bytes:
    return answer({"data": list(made)})


async def test_a_total_is_claimed_only_where_rows_say_one(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    day = "2026-11-24T00:00:00Z"
    server.script = [
        rows({"video_id": "a", "date": day}, {"video_id": "b", "date": day, "view": None}),
        rows({"video_id": "a", "date": day, "view": 5}, {"video_id": "b", "date": day}, "odd"),  # type: ignore[arg-type]  # no row at all
    ]
    window = TimeRange.of(NOW.date(), NOW.date())
    silent = await report(client, window, VIDEOS, expects_rows=True)
    assert silent.views is None
    assert views_text(silent) == "no row has a view count"
    some = await report(client, window, VIDEOS, expects_rows=True)
    assert (some.views, some.uncounted, some.unread) == (5, 1, 1)
    assert views_text(some) == "5 views in total, 1 row without a view count"


async def test_a_rate_is_of_the_buckets_that_have_both_of_its_numbers(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [
        rows(
            {"video_id": "a", "view": 10, "player_load": 20, "watch_time": 600},
            {"video_id": "a", "view": 10},
            {"video_id": "b", "view": 4, "player_load": None, "watch_time": 60},
        )
    ]
    window = TimeRange.of(NOW.date(), NOW.date())
    found = await report(client, window, VIDEOS, expects_rows=True)
    told = [(row.id, SORT_KEYS["rate"](row), SORT_KEYS["average"](row)) for row in found.rows]
    assert told == [("a", 0.5, 60), ("b", None, 15)]
    assert [row.views for row in found.rows] == [20, 4]


def ends(server: ScriptedServer) -> list[tuple[str, str]]:
    queries = [dict(parse_qsl(urlsplit(request.target).query)) for request in server.requests]
    return [(query["from"], query["to"]) for query in queries]


async def test_a_day_that_is_over_is_compared_with_the_one_before(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    first, start, end = (datetime(2026, 11, day, tzinfo=UTC) for day in (23, 24, 25))
    server.script = [
        rows(
            {"video_id": "a", "date": first.isoformat(), "view": 5},
            {"video_id": "b", "date": first.isoformat(), "view": 2},
            {"video_id": "a", "date": start.isoformat(), "view": 9},
            {"video_id": "c", "date": start.isoformat(), "view": None},
            {"video_id": "d", "date": end.isoformat(), "view": 99},
        )
    ]
    found = await movers(client, (first, start, end), Bucket.DAY, NOW)
    assert ends(server) == [("2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z")]
    assert [(row.id, row.before, row.views) for row in found.rows] == [("a", 5, 9), ("b", 2, 0)]
    assert [(row.raw["views_before"], row.raw["views"]) for row in found.rows] == [(5, 9), (2, 0)]
    assert movers_text(found, Bucket.DAY) == (
        "up 4, down 2 compared with the previous day; 1 video without a view count"
    )


async def test_a_day_that_is_not_over_is_compared_with_as_much_of_the_one_before(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    first, start, end = (datetime(2026, 11, day, tzinfo=UTC) for day in (24, 25, 26))
    server.script = [
        rows({"video_id": "a", "date": first.isoformat(), "view": 5}),
        rows({"video_id": "a", "date": start.isoformat(), "view": 6}),
    ]
    found = await movers(client, (first, start, end), Bucket.DAY, NOW)
    assert ends(server) == [
        ("2026-11-24T00:00:00Z", "2026-11-24T14:33:20Z"),
        ("2026-11-25T00:00:00Z", "2026-11-25T14:33:20Z"),
    ]
    assert movers_text(found, Bucket.DAY) == (
        "up 1, down 0 compared with the first 14 h 33 min of the previous day; "
        "this one is in progress"
    )
