"""What was counted is written with the digits in which it came, on every way out."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import answer_json, timeline_text
from kinescope_tui.services.analytics.overview import Analytics, Answer
from kinescope_tui.services.analytics.report import VIDEOS, report
from kinescope_tui.services.files.records import FileFormat, written
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import parse_range

NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)
DAY = "2026-11-24T00:00:00Z"
DIGITS = ["4699", "12.30", "0.1000000000000000055", "123456789.00000000001", "1E-7", "-3.50"]


def as_sent(document: Any, digits: str) -> bytes:
    """Return a body in which a number is written so."""
    return answer(json.dumps(document).replace('"DIGITS"', digits))


async def overview(server: ScriptedServer, client: KinescopeClient, digits: str) -> Answer:
    moment = {"date": DAY, "views": 3, "watch_time": "DIGITS"}
    top = {"countries": [{"code": "RU", "views": "DIGITS"}]}
    data = {"total": {"watch_time": "DIGITS"}, "timeline": [moment], "top": top}
    server.script = [as_sent({"data": data}, digits)]
    return await Analytics(client, lambda: NOW).ask(Question.of(parse_range("7d", NOW)))


@pytest.mark.parametrize("digits", DIGITS)
async def test_a_timeline_keeps_them_in_files_and_in_what_is_copied(
    server: ScriptedServer, client: KinescopeClient, digits: str
) -> None:
    found = await overview(server, client, digits)
    chart = TimelineChart.of(found, None)
    head, row = (line.split("\t") for line in timeline_text(chart, FileFormat.TSV).splitlines())
    cells = dict(zip(head, row, strict=True))
    assert cells["watch_time"].removeprefix("'") == digits  # marked where it would be a formula
    assert cells["views"] == "3"
    assert f'"watch_time":{digits},' in timeline_text(chart, FileFormat.JSON_LINES)
    copied = answer_json(found)
    assert copied.count(digits) == 3
    assert json.loads(copied)["timeline"][0]["views"] == 3
    assert all(metric.tell(metric.of(found.timeline[0])) for metric in METRICS)


@pytest.mark.parametrize("digits", DIGITS)
async def test_a_report_keeps_them_where_nothing_is_added(
    server: ScriptedServer, client: KinescopeClient, digits: str
) -> None:
    server.script = [
        as_sent({"data": [{"video_id": "v", "date": DAY, "watch_time": "DIGITS"}]}, digits)
    ]
    found = await report(client, parse_range("7d", NOW), VIDEOS, expects_rows=True)
    assert f'"watch_time":{digits}' in written(
        FileFormat.JSON_LINES, found.rows, type(found.rows[0])
    )


@pytest.mark.parametrize("digits", ["1e400", "-1e1000000", '"NaN"', "1e99999999999999999999"])
async def test_what_is_no_number_of_anything_is_none(
    server: ScriptedServer, client: KinescopeClient, digits: str
) -> None:
    found = await overview(server, client, digits)
    assert found.timeline[0].watch_time_s is None
    assert found.timeline[0].views == 3
