"""Whatever an answer holds, all that takes rows takes it, in any time zone.

What comes in is read or refused where it comes in; behind that, each function has a result for
each row. Only our own errors come out of here.
"""

import contextlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec
from conftest import FULL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from usage_answers import usage_answer

from kinescope_tui.api.decode import (
    Decoded,
    decode_item,
    decode_json,
    decode_page,
    read_item,
    read_page,
)
from kinescope_tui.api.errors import NotSentError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import (
    LiveEvent,
    Model,
    Overview,
    Playlist,
    Project,
    RawModel,
    UsageRow,
    Video,
)
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.order import Order
from kinescope_tui.api.text import clean
from kinescope_tui.headless.table import Table
from kinescope_tui.presentation.analytics.audience_page import audience_sections
from kinescope_tui.presentation.analytics.bucket_panel import fact_lines
from kinescope_tui.presentation.analytics.cards import breakdowns, card
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import answer_json, timeline_text
from kinescope_tui.presentation.billing.usage_chart import UsageChart
from kinescope_tui.presentation.billing.usage_words import used, whole_told
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.resources.live_events import LIVE_EVENTS
from kinescope_tui.resources.playlists import PLAYLISTS
from kinescope_tui.resources.projects import folders
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.billing.invoice_files import csv_of
from kinescope_tui.services.billing.usage import usage_of
from kinescope_tui.services.files.records import FileFormat, record, written
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import PRESETS, Bucket
from kinescope_tui.services.time.zones import DayZone

M = TypeVar("M", bound=Model)
InZone = Callable[[str], None]

PROJECT = Project(id="p")
ZONES = ["UTC", "America/New_York", "Pacific/Kiritimati"]
EXAMPLES = 500 if FULL else 25
MOMENTS = [
    "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "0001-01-02T00:00:00-12:00",
    "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "2026-11-01T05:30:00Z", "2026-11-01",
    "2026-13-45T99:99:99Z", "2026-11-01T05:30:00", "+002026-11-01T00:00:00Z",
]  # fmt: skip
NUMERALS = [
    "0", "-0", "-1", "0.1", "57.50", "1e308", "-1e308", "1e999", "5e-324", "9" * 30, "9" * 400,
    "9" * 5_000, "9223372036854775808", "NaN", "-Infinity", "1e9999999999999999999",
]  # fmt: skip
TEXTS = [
    "", "done", "\ud800", "\x1b[2J\x07", "\r\n", "a\u202eb", "=1+1", "[/]", "\u0301" * 50,
    "9" * 400, "1e400", "nan", "../..", "https://u:p@x/?k=1", "Ёлка", "\U0001f468\u200d\U0001f469",
    "x" * 5_000, "1,234.56", "true", "RUB",
]  # fmt: skip
NAMES = sorted(
    {
        info.encode_name
        for resource in (*RESOURCES.values(), INVOICES, folders(PROJECT))
        for info in msgspec.structs.fields(resource.model)
    }
    | {
        "raw", "scope", "api", "permissions", "number", "total", "amount", "value", "currency",
        "code", "items", "lines", "period", "from", "to", "month", "due_date", "issued_at", "vat",
        "price", "quantity", "file_size", "time", "start_time", "end_time", "from_time", "filesize",
        "usage", "date", "views", "watch_time", "product", "project_id", "online", "paid",
        "bitrate_video",
    }
)  # fmt: skip

SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from(MOMENTS)
    | st.sampled_from(TEXTS)
    | st.sampled_from(NUMERALS).map("NUMERAL {}".format)
    | st.text(st.characters(codec=None), max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.sampled_from(TEXTS), inner, max_size=4)
    ),
    max_leaves=8,
) | st.just([[[[["deep"]]]]])
ROWS = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12), max_size=3)

VIDEO, EVENT, PLAYLIST = Video(id="v"), LiveEvent(id="e"), Playlist(id="l")
LISTS: dict[str, Resource[Any]] = {
    resource.name: resource
    for resource in (
        *RESOURCES.values(),
        INVOICES,
        folders(PROJECT),
        *(tab.lists(VIDEO) for tab in VIDEOS.tabs if tab.lists),
        *(tab.lists(EVENT) for tab in LIVE_EVENTS.tabs if tab.lists),
        *(tab.lists(PLAYLISTS.model(id="l")) for tab in PLAYLISTS.tabs if tab.lists),
    )
}


def spelled(document: Any) -> bytes:
    """The document as JSON, its numerals spelled out."""
    text = json.dumps(document)
    for numeral in NUMERALS:
        text = text.replace(f'"NUMERAL {numeral}"', numeral)
    return text.encode()


def read(document: Any, model: type[M]) -> Decoded[M]:
    """What the client makes of an answer that is a list."""
    body = spelled(document)
    return decode_page(body, model) or read_page(decode_json(body), model)


everywhere = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
zones = st.sampled_from(ZONES)


def is_harmless(line: str) -> bool:
    """Whether a text is one line that a terminal only shows."""
    return clean(line) == line and not set(line) & set("\n\t")


def look_at(sections: Sequence[Section]) -> None:
    for section in sections:
        for row in section.rows:
            assert all(is_harmless(cell.text) for cell in row), row


def take(resource: Resource[Any], items: list[Any], raws: list[dict[str, Any]]) -> None:
    """Do with rows all that is done with rows of a list."""
    for form in FileFormat:
        written(form, items, resource.model).encode()
    if resource is INVOICES:
        for field in resource.sort_fields:
            assert len(in_order(items, Order.parse(field), SORT_KEYS)) == len(items)
        assert all(csv_of(invoice).rows for invoice in items)
    columns = resource.columns_for(items)
    for width in (None, 80):
        Table(columns, items, width=width, names={}, has_colours=True, is_plain=True).lines(items)
    for item, raw in zip(items, raws, strict=True):
        told = record(item)
        assert decode_json(exact_json(told).encode()).keys() == told.keys()
        assert all(is_harmless(column.cell(item).text) for column in columns)
        assert all(isinstance(column.value(item), str) for column in columns)
        assert is_harmless(resource.title_of(item))
        assert resource.is_problem(item) in {True, False}
        preview = resource.preview(item, {}, datetime(2026, 8, 22, tzinfo=UTC))
        for width in (1, 36, 78):
            lines = preview_lines(preview, width)
            assert all(is_harmless(cell.text) for line in lines for cell in line)
        resource.link_of(item)
        for tab in resource.tabs:
            if tab.count is not None:
                tab.count(item)
            tab.picture(item)
            look_at(tab.sections(item, raw, {}) if tab.sections else [])
            with contextlib.suppress(NotSentError):
                assert tab.lists is None or tab.lists(item).path
        assert all(isinstance(extra.text(item), str) for extra in resource.extras)


@everywhere
@given(zone=zones, name=st.sampled_from(sorted(LISTS)), rows=ROWS)
def test_rows_of_any_kind_are_shown_written_and_remembered(
    in_zone: InZone, zone: str, name: str, rows: list[dict[str, Any]]
) -> None:
    in_zone(zone)
    resource = LISTS[name]
    page = read({"data": rows, "meta": {"order": {"x": 1}}}, resource.model)
    assert len(page.items) + page.dropped == len(rows)
    assert page.dropped == 0
    raws = [RawModel.open(row) for row in decode_json(spelled(rows))]
    take(resource, page.items, raws)
    for raw in raws:
        assert read_item({"data": raw}, resource.model).items
    records = [record(item) for item in page.items]
    assert len(json.loads(json.dumps(records))) == len(rows)
    kept = decode_json(exact_json(records).encode())
    again = read_page({"data": kept}, resource.model)
    assert [item.id for item in again.items] == [item.id for item in page.items]
    take(resource, again.items, kept)


COUNTED = ["date", "views", "unique_views", "watch_time", "player_loads", "online"]
NUMBERS = st.sampled_from(NUMERALS).map("NUMERAL {}".format) | st.integers(0, 9) | SCALARS
POINTS = st.lists(
    st.fixed_dictionaries(
        {"date": st.sampled_from(MOMENTS) | SCALARS},
        optional=dict.fromkeys(COUNTED[1:], NUMBERS),
    ),
    max_size=4,
)


@everywhere
@given(
    zone=zones,
    points=POINTS,
    shares=st.lists(st.dictionaries(st.sampled_from(NAMES), NUMBERS), max_size=2),
)
def test_any_course_is_charted_and_told(
    in_zone: InZone, zone: str, points: list[dict[str, Any]], shares: list[dict[str, Any]]
) -> None:
    in_zone(zone)
    data = {"total": points[0] if points else None, "timeline": points, "top": {"devices": shares}}
    body = spelled({"data": data})
    found = decode_item(body, Overview) or read_item(decode_json(body), Overview)
    now = datetime(2026, 11, 2, tzinfo=UTC).astimezone()
    sound = Course.of(found.items[0].timeline)
    question = Question(PRESETS["28d"](now), Bucket.DAY)
    exchange = Exchange("GET", "/", (), now)
    moscow = DayZone.of("Europe/Moscow", "")
    answer = Answer(question, found.items[0], sound, Sums(sound.moments), exchange, moscow, now)
    comparison = Comparison(answer, answer)
    look_at(audience_sections(answer))
    assert answer_json(answer)
    for form in FileFormat:
        timeline_text(TimelineChart.of(answer, answer), form)
    for bucket in Bucket:
        course = TimelineChart(sound.moments, bucket, now, comparison)
        for metric in METRICS:
            card(metric, answer, comparison).course(3)
            breakdowns(answer.overview.top, metric)
            for bar in course.bars(metric, 3):
                course.reading(metric, bar)
                assert fact_lines(course, bar)


@everywhere
@given(
    zone=zones,
    points=POINTS,
    products=st.lists(st.sampled_from(["cdn", "storage", "x", 5]), min_size=4),
)
def test_any_usage_is_added_up_and_told(
    in_zone: InZone, zone: str, points: list[dict[str, Any]], products: list[Any]
) -> None:
    in_zone(zone)
    rows = [
        {"date": point["date"], "usage": point.get("views"), "product": product, "project_id": "p"}
        for point, product in zip(points, products, strict=False)
    ]
    page = read({"data": rows}, UsageRow)
    usage = usage_of(page.items, date(2026, 10, 30), date(2026, 11, 3))
    for series in usage.series:
        for is_exact in (True, False):
            whole_told(series, is_exact=is_exact)
            for value in series.values:
                used(series.product, value, is_exact=is_exact)
        answer = usage_answer(series, complete=3)
        chart = UsageChart(answer, answer, compares=True, is_exact=True)
        for bar in chart.bars(2):
            assert chart.reading(bar)
        assert chart.cards
        for form in FileFormat:
            assert written(form, chart.rows, RawModel)
