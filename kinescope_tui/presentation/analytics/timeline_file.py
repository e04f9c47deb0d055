"""A timeline as a file, and as text to copy."""

from kinescope_tui.api.models import RawModel
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.presentation.analytics.bars import axis_end
from kinescope_tui.presentation.analytics.chart_words import chart_svg
from kinescope_tui.presentation.analytics.metrics import Metric
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.services.analytics.overview import Answer, exact
from kinescope_tui.services.files.records import (
    ALL_PLAIN,
    FileFormat,
    TableChoice,
    fields_of,
    plain,
    written,
)

_MAX_BARS = 1_000  # in a picture
_PARTS = 4  # of its axis


def timeline_fields(chart: TimelineChart) -> list[str]:
    """Return the fields that the rows of a timeline have; none where there are none."""
    return fields_of(timeline_rows(chart, 1), RawModel) if chart.timeline else []


def timeline_rows(chart: TimelineChart, most: int | None = None) -> list[RawModel]:
    """Return the first buckets as rows, with all that came, each with when it begins in its zone.

    Args:
        chart: Whose.
        most: How many; all of them without a number.
    """
    rows = []
    for moment in chart.timeline[:most]:
        local = moment.date.astimezone(chart.zone).isoformat() if moment.date else ""
        raw = {name: exact(value) for name, value in plain(moment).items()}
        rows.append(RawModel(raw={"from": local, **raw}))
    return rows


def timeline_text(
    chart: TimelineChart | None, form: FileFormat, choice: TableChoice = ALL_PLAIN
) -> str:
    """Return the rows of a timeline as a text; empty where there are none."""
    rows = timeline_rows(chart) if chart is not None else []
    return written(form, rows, RawModel, choice) if rows else ""


def timeline_file(
    name: str,
    choice: TableChoice = ALL_PLAIN,
    *,
    chart: TimelineChart,
    metric: Metric,
    title: str,
) -> str:
    """Return the text of a file in the form that its name asks for: rows, or a picture.

    Args:
        name: Ends with .svg for a picture.
        choice: What is wanted of a table.
        chart: What is saved.
        metric: What the picture is of.
        title: Of when that is, beneath it.
    """
    if not name.casefold().endswith(".svg"):
        return timeline_text(chart, FileFormat.of_name(name), choice)
    bars = chart.bars(metric, _MAX_BARS)
    values = [bar.value for bar in bars] + [bar.before for bar in bars]
    end = axis_end(values, metric.units, _PARTS)
    ticks = {end * n / _PARTS: metric.tick(end * n / _PARTS, end) for n in range(_PARTS, -1, -1)}
    return chart_svg(metric.label, bars, ticks, title)


def answer_json(answer: Answer | None) -> str:
    """Return all that came of a range as JSON; empty if nothing did."""
    return exact_json(plain(answer.overview), indent=2) if answer is not None else ""
