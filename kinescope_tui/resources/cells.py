"""Cells of values that may be missing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, size
from kinescope_tui.presentation.text.times import clock, minute
from kinescope_tui.resources.column import Column

Shown = TypeVar("Shown")

_EXACT = len("2026-08-21 09:03")


def text(value: str | None, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a text on one line, an address in it without what signs it."""
    line = redact_shapes(one_line(value or ""))
    return Cell(line, tone) if line else Cell(MISSING, Tone.MUTED)


def moment(value: date | None) -> Cell:
    """Return a moment to the minute, a day as a day."""
    return Cell(minute(value), Tone.MUTED)


def moment_column(
    title: str,
    moment_of: Callable[[Shown], date | None],
    sort_field: str = "",
    *,
    field: str = "",
    rank: int = 0,
) -> Column[Shown]:
    """Return a column of moments: exact to the minute, told as people do where there is a clock.

    Args:
        title: In capitals.
        moment_of: The moment of an item, or its day.
        sort_field: By which the server sorts it; empty if it cannot.
        field: What it is called in orders and layouts, where that is not the title.
        rank: When it is shown, as `Column` has it.
    """
    return Column(
        title,
        _EXACT,
        lambda item: moment(moment_of(item)),
        sort_field,
        field=field,
        moment=moment_of,
        rank=rank,
    )


def flag(value: bool | None) -> Cell:
    """Return yes or no."""
    return Cell(MISSING, Tone.MUTED) if value is None else Cell("yes" if value else "no")


def number(value: int | None) -> Cell:
    """Return a count."""
    return Cell(MISSING, Tone.MUTED) if value is None else Cell(count(value))


def bytes_(value: int | None) -> Cell:
    """Return a size."""
    return Cell(size(value), Tone.MUTED if value is None else Tone.PLAIN)


def how_many(things: Sequence[object] | None) -> int | None:
    """Return how many parts something has; None if that did not come, or could not be read."""
    return None if things is None else len(things)


def length(seconds: float | None) -> Cell:
    """Return how long something lasts."""
    told = clock(seconds)
    return Cell(told, Tone.MUTED if told == MISSING else Tone.PLAIN)


def quantity_column(
    title: str,
    width: int,
    quantity_of: Callable[[Shown], Any],
    sort_field: str = "",
    *,
    cell: Callable[[Any], Cell] = number,
    field: str = "",
) -> Column[Shown]:
    """Return a column of numbers, aligned and sorted as such.

    Args:
        title: In capitals.
        width: In cells.
        quantity_of: The number of an item; None where there is none.
        sort_field: By which the server sorts it; empty if it cannot.
        cell: Makes a cell of that number.
        field: What it is called in orders and layouts, where that is not the title.
    """
    return Column(
        title,
        width,
        lambda item: cell(quantity_of(item)),
        sort_field,
        is_right=True,
        key=quantity_of,
        field=field,
    )


PRIVACY: Column[Any] = Column(
    "PRIVACY", 9, lambda item: text(item.privacy_type, Tone.MUTED), field="privacy_type"
)
"""Who may see a project, or a playlist."""
