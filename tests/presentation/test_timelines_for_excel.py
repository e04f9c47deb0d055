"""A timeline is saved for Russian Excel as rows of any list are."""

from datetime import UTC, datetime

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import timeline_file
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.time.time_range import Bucket


def test_its_numbers_have_decimal_commas_and_its_dates_none() -> None:
    day = datetime(2026, 6, 1, tzinfo=UTC)
    points = [TimelinePoint(date=day, views=7, watch_time_s=Numeral("1.5"))]
    chart = TimelineChart(points, Bucket.DAY, day, None)
    text = timeline_file("x.csv", chart, METRICS[0], "June", csv=RUSSIAN_EXCEL)
    head, row = text.splitlines()
    assert head.startswith("\N{BYTE ORDER MARK}from;date;")
    cells = dict(zip(head[1:].split(";"), row.split(";"), strict=True))
    assert (cells["from"], cells["views"], cells["watch_time"]) == (day.isoformat(), "7", "1,5")
    assert timeline_file("x.tsv", chart, METRICS[0], "June", csv=RUSSIAN_EXCEL).startswith("from\t")
