"""The audience of a video, as sections."""

from msgspec.structs import replace

from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.range_words import course_notes, denied_range
from kinescope_tui.presentation.lists.day_chart import days_section
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.folded_table import FoldedTable
from kinescope_tui.presentation.text.moments import exact_moment
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.time.time_range import Bucket

_COLUMN = 10
_IN_TABLE = METRICS[:3]


def audience_sections(answer: Answer) -> list[Section]:
    """Return the totals of some days, their course, and the days; a missing number is `—`."""
    days = answer.timeline
    zone = answer.zone.zone
    told = zone_text(answer.zone, answer.came_at.astimezone(zone))
    notes = [("Time zone", Cell(told, Tone.MUTED))]
    if denied := denied_range(answer.question.range.dates, answer.dates, zone):
        notes.append(("Other days", Cell(denied, Tone.WARNING)))
    notes += [
        ("Timeline", Cell(f"{plural(number, noun)} {told}", Tone.WARNING))
        for number, noun, told in course_notes(answer.course, Bucket.DAY)
        if number
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(exact_moment(moment.date, Bucket.DAY, zone)),
            *(Cell(metric.tell(metric.of(moment)).rjust(_COLUMN)) for metric in _IN_TABLE),
        )
        for moment in reversed(days)
    ]
    head = ("DAY", *(metric.short_label.upper().rjust(_COLUMN) for metric in _IN_TABLE))
    course = days_section(replace(answer.overview, timeline=days), zone)
    sections = [course] if course.rows else []
    return [
        *sections,
        pairs("About these days", notes),
        *([_folded(table("Days", head, rows))] if rows else []),
    ]


def _folded(section: Section) -> Section:
    return replace(section, drawing=FoldedTable(section.rows, section.widths))
