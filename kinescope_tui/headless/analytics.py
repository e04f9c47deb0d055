"""Analytics on standard output: the timeline of a range, or a report by video, country …."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kinescope_tui.api.client import PER_PAGE
from kinescope_tui.api.dates import format_moment
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import RawModel, TimelinePoint
from kinescope_tui.api.nouns import noun_of
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.headless.notes import note, note_to_watcher
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.row_output import RowOutput
from kinescope_tui.presentation.analytics.metrics import METRICS, Metric
from kinescope_tui.presentation.analytics.range_words import denied_range
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.moments import exact_moment
from kinescope_tui.presentation.text.numbers import plural, short
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.report_entries import report_columns
from kinescope_tui.services.analytics.overview import Answer, exact
from kinescope_tui.services.analytics.report import DIMENSIONS, ReportEntry, Titles, report
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.workspace.session import Session

_INDENT = 2
_NUMBERS = ("views", "unique_views", "watch_time", "player_loads")
_COUNTED = ("name", "views", "unique_views_at_most", "player_loads", "watch_time")
_WITH_IDS = {"video", "project", "folder"}  # of the others the id is the name


class _Step(RawModel):
    """One bucket, or all of them together."""

    label: str = ""
    counted: TimelinePoint = msgspec.field(default_factory=TimelinePoint)


async def write_course(session: Session, question: Question, style: OutputFormat) -> None:
    """Write what was counted bucket by bucket, the oldest first.

    A table ends with the range as a whole; JSON is an object that holds both.

    Raises:
        IncompleteError: Something of it came without a date, or twice with different numbers.
        KinescopeError: It could not be read.
    """
    output = Output()
    rows = RowOutput(
        output, style, _Step, lambda steps: _course_columns(question, steps), ("date", *_NUMBERS)
    )
    answer = await session.analytics.ask(question)
    question = answer.question
    steps = [_step(moment, question, answer) for moment in answer.timeline]
    if style.form == "json" and not style.fields:
        await output.write(
            f"{exact_json(_document(question, answer, steps), indent=_INDENT)}\n".encode()
        )
    else:
        if style.form == "table":
            steps.append(_Step(label="total", counted=answer.total, raw=_counted(answer.total)))
        await rows.write_all(steps)
    _tell_range(question.range, answer.dates, answer)
    _tell(answer)
    course = answer.course
    if course.missing:
        note(f"{plural(course.missing, question.bucket)} without data.")
    if course.repeated:
        note(f"{plural(course.repeated, 'repeated bucket')} left out.")
    if course.undated:
        raise IncompleteError(f"{plural(course.undated, 'bucket')} had no date.")
    if course.differing:
        raise IncompleteError(f"{plural(course.differing, 'bucket')} came with different numbers.")


async def write_report(session: Session, asked: TimeRange, name: str, style: OutputFormat) -> None:
    """Write what was watched by one dimension, the most watched first.

    Raises:
        IncompleteError: The server lists nothing, though it counted views, or rows that
            could not be read.
        KinescopeError: It could not be read.
    """
    dimension = next(dimension for dimension in DIMENSIONS if dimension.name == name)
    output = Output()
    answer = await session.analytics.ask(Question(asked, asked.usual_bucket))
    asked, total = answer.question.range, answer.total
    found = await report(session.client, asked, dimension, expects_rows=bool(total.views))
    if dimension.name == "video":
        await _learn_titles(session, found.rows)
    made = report_columns(dimension, found.views or 0, found.buckets)
    columns = [column for column in made if column.title.strip()]
    if dimension.name in _WITH_IDS:
        columns.append(Column("ID", 36, lambda row: Cell(row.id)))
    rows = RowOutput(
        output, style, ReportEntry, lambda _rows: columns, (dimension.entity, *_COUNTED)
    )
    await rows.write_all(found.rows)
    _tell_range(asked, found.dates, answer)
    if total.views and not found.rows:
        raise IncompleteError(
            f"{short(total.views)} {noun_of(total.views, 'view')} counted, but no {name} is listed."
        )
    if found.unread:
        raise IncompleteError(f"{plural(found.unread, 'row')} could not be read.")


async def _learn_titles(session: Session, rows: Sequence[ReportEntry]) -> None:
    titles = Titles(session.client)
    try:
        for first in range(0, len(rows), PER_PAGE):
            await titles.learn(rows[first : first + PER_PAGE])
    except KinescopeError as error:
        note(f"Titles could not be loaded: {error}")


def _course_columns(question: Question, steps: Sequence[_Step]) -> list[Column[_Step]]:
    def column(metric: Metric) -> Column[_Step]:
        def cell(step: _Step) -> Cell:
            return Cell(metric.tell(metric.of(step.counted)))

        width = max((len(cell(step).text) for step in steps), default=0)
        return Column(metric.short_label.upper(), width, cell, is_right=True)

    wide = max((len(step.label) for step in steps), default=0)
    title = question.bucket.upper()
    when: Column[_Step] = Column(title, max(16, wide), lambda step: Cell(step.label))
    return [when, *map(column, METRICS)]


def _tell_range(asked: TimeRange, said: tuple[str, str], answer: Answer) -> None:
    """Say that the answer is of another range, where it says so itself."""
    if denied := denied_range(asked.dates, said, answer.zone.zone):
        note(f"{denied[0].upper()}{denied[1:]}.")


def _tell(answer: Answer) -> None:
    """Say whose days they are, where the answer does not, and what is missing in it."""
    zone = answer.zone
    told = f"Days are in {zone_text(zone, answer.came_at.astimezone(zone.zone))}."
    if zone.name and zone.name == zone.said:
        note_to_watcher(told)
    else:
        note(told)
    if answer.overview.total is None:
        note("The server sent no totals.")


def _step(moment: TimelinePoint, question: Question, answer: Answer) -> _Step:
    zone = answer.zone.zone
    label = exact_moment(moment.date, question.bucket, zone)
    date = moment.date.astimezone(zone).isoformat() if moment.date is not None else None
    return _Step(label=label, counted=moment, raw={"date": date, **_counted(moment)})


def _counted(moment: TimelinePoint) -> dict[str, Any]:
    values = (moment.views, moment.unique_views, moment.watch_time_s, moment.player_loads)
    return dict(zip(_NUMBERS, map(exact, values), strict=True))


def _document(question: Question, answer: Answer, steps: Sequence[_Step]) -> dict[str, Any]:
    dates = question.range.dates
    return {
        "from": format_moment(dates.start),
        "to": format_moment(dates.end),
        "timezone": answer.zone.said or None,
        "group": str(question.bucket),
        "video_id": question.video_id or None,
        "total": _counted(answer.total),
        "timeline": [step.raw for step in steps],
    }
