"""How wide columns are drawn, and what stays of them when one scrolls sideways."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from kinescope_tui.resources.column import Column

GUTTER = 2  # the cursor's sign and a space
GAP = 1  # between columns


def wanted_width(columns: Sequence[Column[Any]]) -> int:
    """Return how many cells columns take, each as wide as it is to be at least."""
    return GUTTER + sum(column.width + GAP for column in columns)


def fitted_widths(columns: Sequence[Column[Any]], width: int) -> list[int]:
    """Return the widths that show as many whole columns as fit; the others lie to the right."""
    room = width - GUTTER
    widths = [column.width for column in columns]
    ends = list(accumulate(width + GAP for width in widths))
    shown = max(1, sum(end - GAP <= room for end in ends))
    spare = room - (ends[shown - 1] - GAP)
    flexible = [n for n, column in enumerate(columns[:shown]) if column.is_flexible]
    for place, number in enumerate(flexible):
        share = spare * widths[number] // sum(widths[n] for n in flexible[place:])
        widths[number] = max(1, widths[number] + share)
        spare -= share
    return widths


def starts_of(widths: Sequence[int]) -> list[int]:
    """Return the cells in which columns of such widths begin."""
    return list(accumulate((width + GAP for width in widths), initial=GUTTER))[:-1]


def held_title(
    columns: Sequence[Column[Any]], widths: Sequence[int], left: int, view: int
) -> tuple[int, int]:
    """Return where the title begins, and how much of it stays in sight where it scrolled out.

    Args:
        columns: Them; the title is the first flexible one.
        widths: How wide they are drawn.
        left: How far they are scrolled.
        view: How many cells are in sight.
    """
    number = next((n for n, column in enumerate(columns) if column.is_flexible), None)
    if number is None:
        return 0, 0
    start = starts_of(widths)[number]
    if start - GUTTER > left:
        return 0, 0
    return start, max(0, min(widths[number] + GAP, view // 2 - GUTTER))
