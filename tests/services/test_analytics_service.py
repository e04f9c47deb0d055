"""Analytics: whose days are asked for, and how often."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import PRESETS, Bucket, TimeRange, parse_range

# In Moscow it is the 26th already; this computer has the UTC days.
LATE = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)


def counted(zone: object = "Europe/Moscow") -> bytes:
    moment = {"date": "2026-11-24T21:00:00Z", "views": 7}
    meta = {"time": {"timezone": zone}}
    return answer({"meta": meta, "data": {"total": moment, "timeline": [moment]}})


def ends(server: ScriptedServer) -> list[tuple[str, str]]:
    queries = [dict(parse_qsl(urlsplit(request.target).query)) for request in server.requests]
    return [(query["from"], query["to"]) for query in queries]


class Watch:
    """Tells what time it is."""

    def __init__(self) -> None:
        self.now = LATE

    def __call__(self) -> datetime:
        return self.now


def asked(analytics: Analytics, words: str = "7d") -> Question:
    return Question(parse_range(words, analytics.now), Bucket.DAY)


@pytest.mark.parametrize("words", ["7d", "-6d", "2026-11-19 today"])
async def test_the_day_of_the_workspace_is_asked_for_once_it_is_known(
    server: ScriptedServer, client: KinescopeClient, words: str
) -> None:
    server.script = [counted()]
    analytics = Analytics(client, Watch())
    found = await analytics.ask(asked(analytics, words))
    assert ends(server)[0][1] == "2026-11-25"
    assert ends(server)[1:] == [(found.question.range.first_day.isoformat(), "2026-11-26")]
    await analytics.ask(asked(analytics, words))
    assert len(server.requests) == 3


async def test_moments_are_the_same_in_every_zone(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [counted()]
    analytics = Analytics(client, Watch())
    await analytics.ask(Question(PRESETS["24h"](analytics.now), Bucket.HOUR))
    assert ends(server) == [("2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]


@pytest.mark.parametrize("zone", ["", "Nowhere/At-all", "UTC", 7, None])
async def test_a_zone_that_says_nothing_new_costs_no_request(
    server: ScriptedServer, client: KinescopeClient, zone: object
) -> None:
    server.script = [counted(zone)]
    analytics = Analytics(client, Watch())
    found = await analytics.ask(asked(analytics))
    assert ends(server) == [("2026-11-19", "2026-11-25")]
    assert found.question == asked(analytics)


async def test_zones_that_change_with_each_answer_are_not_run_after(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [counted("Europe/Moscow"), counted("America/New_York")] * 9
    analytics = Analytics(client, Watch())
    await analytics.ask(asked(analytics))
    assert len(server.requests) == 2


async def test_a_refresh_after_midnight_asks_for_the_new_day_but_keeps_fixed_ones(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [counted("UTC")]
    watch = Watch()
    analytics = Analytics(client, watch)
    question = asked(analytics)
    fixed = Question(TimeRange(PRESETS["7d"](analytics.now).dates), Bucket.DAY)
    await analytics.ask(question)
    watch.now = datetime(2026, 11, 27, 8, tzinfo=UTC)
    await analytics.ask(question)
    await analytics.ask(fixed)
    assert [end for _, end in ends(server)] == ["2026-11-25", "2026-11-27", "2026-11-25"]
