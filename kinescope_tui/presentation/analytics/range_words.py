"""What a screen says of the range that it shows, and of the one that it asks for."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from kinescope_tui.api.dates import DateRange
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.moments import beside_text
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.times import age
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.time.range_model import RangeModel
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.said_range import is_of_range
from kinescope_tui.services.time.time_range import Bucket, RangeError


def range_line(
    model: RangeModel[Any], tell: Callable[[Question], str], details: Sequence[str]
) -> str:
    """Return the line of a range: what is shown, or what is asked for beside it, and failed.

    Args:
        model: Knows both.
        tell: Tells a question.
        details: What else is to be said of what is shown.
    """
    parts = [tell(model.shown if model.answer is not None else model.asked), *details]
    if model.awaits_another:
        parts = [f"◌ {tell(model.asked)}"]
    elif model.is_another_asked and model.answer is not None:
        again = hint("{view.refresh} reloads")
        parts[0] = f"✗ not loaded: {tell(model.asked)} · {again} · shown: {parts[0]}"
    return f" {' · '.join(map(one_line, parts))}"


def denied_range(asked: DateRange, said: tuple[str, str], zone: tzinfo) -> str:
    """Return that an answer is of another range than was asked for, where it says so itself.

    Args:
        asked: What was asked for.
        said: From when to when the answer is.
        zone: The workspace's time zone.
    """
    if is_of_range(asked, said, zone):
        return ""
    told = " to ".join(one_line(text) or "?" for text in said)
    wanted = " to ".join(value for _, value in asked.query())
    return f"the server reports {told}, not {wanted}"


def beside_line(
    model: RangeModel[Any], zone: tzinfo, whole: tuple[int, datetime | None] | None
) -> list[str]:
    """Return what the range is compared with, as a detail; none where nothing is wanted, or is.

    Args:
        model: Knows the window before.
        zone: Whose clocks tell its ends.
        whole: How many parts are compared, if not all; see `beside_text`.
    """
    try:
        before = model.shown.before.range if model.compares else None
    except RangeError:
        return []
    return [beside_text(before, zone, model.shown.bucket, whole)] if before is not None else []


def course_notes(course: Course, bucket: Bucket) -> list[tuple[int, str, str]]:
    """Return how many buckets of a course are odd, as `answer_notes` takes it."""
    return [
        (course.missing, bucket, "without data"),
        (course.repeated, "repeated entry", "not shown"),
        (course.differing, "entry", f"with other numbers for the same {bucket} not shown"),
        (course.undated, "entry", "without a date not shown"),
    ]


def answer_notes(
    model: RangeModel[Any], now: datetime, size: str, *odd: tuple[int, str, str]
) -> str:
    """Return what the status bar says of an answer: how much, how old, and what is odd in it.

    Args:
        model: Holds it.
        now: What time it is.
        size: How much came; empty where that is told elsewhere.
        odd: How many of what are odd, and in what way; of none nothing is said.
    """
    if model.answer is None:
        return ""
    updated = f"{'stale, ' if model.is_stale else ''}updated {age(now - model.answer.came_at)}"
    notes = [size, updated] if size else [updated]
    notes += [f"{plural(number, noun)} {told}" for number, noun, told in odd if number]
    return " · ".join(notes)
