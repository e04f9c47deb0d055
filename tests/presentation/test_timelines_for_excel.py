"""A timeline is saved for Russian Excel as rows of any list are."""

from datetime import UTC, datetime
from functools import partial

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import timeline_file
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.records import TableChoice
from kinescope_tui.services.time.time_range import Bucket


def test_its_numbers_have_decimal_commas_and_its_dates_none() -> None:
    day = datetime(2026, 6, 1, tzinfo=UTC)
    points = [TimelinePoint(date=day, views=7, watch_time_s=Numeral("1.5"))]
    chart = TimelineChart(points, Bucket.DAY, day, None)
    file = partial(timeline_file, chart=chart, metric=METRICS[0], title="June")
    text = file("x.csv", TableChoice(RUSSIAN_EXCEL))
    head, row = text.splitlines()
    assert head.startswith("\N{BYTE ORDER MARK}from;date;")
    cells = dict(zip(head[1:].split(";"), row.split(";"), strict=True))
    assert (cells["from"], cells["views"], cells["watch_time"]) == (day.isoformat(), "7", "1,5")
    assert file("x.tsv", TableChoice(RUSSIAN_EXCEL)).startswith("from\t")
    assert file("x.csv", TableChoice(RUSSIAN_EXCEL, ("views", "watch_time"))) == (
        "\N{BYTE ORDER MARK}views;watch_time\r\n7;1,5\r\n"
    )
