"""How wide columns are drawn, and what stays of them when one scrolls sideways."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import msgspec
from msgspec.structs import replace

from kinescope_tui.resources.column import Column

GUTTER = 2  # the cursor's sign and a space
GAP = 1  # between columns
_WIDE_GAP = 2  # where a number ends and a text begins, which else read as one
_HUMAN = len("19 Aug 14:11")
_MORE = 2  # for the sign that there are more columns, and a blank before it
_NARROWEST = 16  # of what a row is called, beside the one thing that is told of it


class Fitted(msgspec.Struct, frozen=True):
    """How wide columns are drawn, in cells.

    Attributes:
        widths: Of the columns, from the left.
        gaps: Behind each of them.
    """

    widths: Sequence[int]
    gaps: Sequence[int]

    @property
    def starts(self) -> list[int]:
        """The cells in which the columns begin."""
        steps = (width + gap for width, gap in zip(self.widths, self.gaps, strict=True))
        return list(accumulate(steps, initial=GUTTER))[:-1]


def as_people_read(columns: Sequence[Column[Any]], *, has_legend: bool) -> tuple[Column[Any], ...]:
    """Return columns as a table with a clock shows them: moments short, a status as its sign.

    Args:
        columns: Which.
        has_legend: Whether it stands beside them what the signs mean.
    """
    return tuple(
        replace(column, width=1)
        if has_legend and column.has_sign
        else replace(column, width=min(column.width, max(_HUMAN, len(column.title))))
        if column.moment is not None
        else column
        for column in columns
    )


def packed(columns: Sequence[Column[Any]], natural: Mapping[str, int]) -> tuple[Column[Any], ...]:
    """Return columns of which those that take what room there is take what their texts need.

    What belongs together is not torn apart then.

    Args:
        columns: Which.
        natural: The cells of the longest text of a column, by its name.
    """
    return tuple(
        replace(
            column,
            width=min(column.width, most),
            wanted=min(column.wanted, most),
            most=most,
        )
        if column.is_flexible and (most := _most(column, natural.get(column.name, 0)))
        else column
        for column in columns
    )


def _most(column: Column[Any], natural: int) -> int:
    return min(natural, column.most) if column.most else natural


def least_width(columns: Sequence[Column[Any]], *, rank: int | None = None) -> int:
    """Return how many cells columns take at least.

    Args:
        columns: From the left.
        rank: Of what comes next: flexible columns of a lower rank have their wanted widths then.
            None if nothing does.
    """
    return GUTTER + sum(
        (max(column.width, column.wanted) if _grows(column, rank) else column.width) + GAP
        for column in columns
    )


def _grows(column: Column[Any], rank: int | None) -> bool:
    return rank is not None and column.is_flexible and column.rank < rank


def whole_columns(columns: Sequence[Column[Any]], width: int, ranks: int | None = None) -> int:
    """Return how many columns from the left are shown whole in a width; the first always is.

    A flexible column has its wanted width before any column of a higher rank is shown.

    Args:
        columns: From the left.
        width: In cells.
        ranks: The rank from which on none is shown; None if all may be.
    """
    columns = _two_at_least(columns, width)
    shown, rank = 1, 0
    for number, column in enumerate(columns, 1):
        rank = max(rank, column.rank)
        if ranks is not None and rank >= ranks:
            break
        if least_width(columns[:number], rank=rank) - GAP > width:
            break
        shown = number
    return shown


def _two_at_least(columns: Sequence[Column[Any]], width: int) -> Sequence[Column[Any]]:
    """Return columns of which a flexible first one leaves room for the second.

    What a row is called may be cut; alone it says nothing of the row.
    """
    if len(columns) < 2 or not columns[0].is_flexible or columns[1].rank > columns[0].rank:  # noqa: PLR2004
        return columns
    first = columns[0]
    room = first.width - max(0, least_width(columns[:2]) - GAP - width)
    if room >= first.width or room < max(_NARROWEST, width // 2):
        return columns
    return [replace(first, width=room), *columns[1:]]


def fitted(columns: Sequence[Column[Any]], width: int, shown: int | None = None) -> Fitted:
    """Return how wide some whole columns are drawn; the others lie to the right.

    A gap between a number and a text is wide where all flexible columns have their wanted widths.

    Args:
        columns: From the left.
        width: In cells.
        shown: How many are shown, if they fit; as many as fit without it.
    """
    columns = _two_at_least(columns, width)
    widths, gaps = [column.width for column in columns], [GAP] * len(columns)
    most = whole_columns(columns, width)
    shown = most if shown is None else max(1, min(shown, most))
    spare = width - (GUTTER + sum(widths[:shown]) + GAP * (shown - 1))
    flexible = [n for n, column in enumerate(columns[:shown]) if column.is_flexible]
    free = max(0, spare - sum(max(0, columns[n].wanted - widths[n]) for n in flexible))
    last = columns[shown - 1]
    if shown < len(columns) and (last.is_right or len(last.title) + _MORE > last.width):
        is_lesser = any(columns[n].rank < columns[shown - 1].rank for n in flexible)
        more = min(_MORE, max(0, free if is_lesser else spare))
        if flexible and not is_lesser and widths[flexible[0]] - _MORE >= _NARROWEST:
            widths[flexible[0]] -= _MORE - more
            spare, more = spare + _MORE - more, _MORE
        gaps[shown - 1] += more
        spare, free = spare - more, max(0, free - more)
    edges = [n for n, pair in enumerate(pairwise(columns[:shown])) if _reads_as_one(*pair)]
    for number in edges[:free]:
        gaps[number] = _WIDE_GAP
    # Then the last one leaves a blank before the scrollbar.
    spare -= (_WIDE_GAP - GAP) * min(free, len(edges)) + GAP * (free > len(edges))
    flexible.sort(key=lambda number: not columns[number].most)  # what these leave the others take
    for place, number in enumerate(flexible):
        share = spare * widths[number] // sum(widths[n] for n in flexible[place:])
        if most := columns[number].most:
            share = min(share, max(0, most - widths[number]))
        widths[number] = max(1, widths[number] + share)
        spare -= share
    if shown < len(columns):  # nothing of the next one is to be seen
        widths[shown - 1] += max(0, spare)
    return Fitted(widths, gaps)


def _reads_as_one(left: Column[Any], right: Column[Any]) -> bool:
    is_number = left.is_right or left.is_close
    return is_number and not right.is_right and not right.is_close


def held_title(
    columns: Sequence[Column[Any]], fitted: Fitted, left: int, view: int
) -> tuple[int, int]:
    """Return where the title begins, and how much of it stays in sight where it scrolled out.

    Args:
        columns: Them; the title is the first flexible one.
        fitted: How wide they are drawn.
        left: How far they are scrolled.
        view: How many cells are in sight.
    """
    number = next((n for n, column in enumerate(columns) if column.is_flexible), None)
    if number is None:
        return 0, 0
    start = fitted.starts[number]
    if start - GUTTER > left:
        return 0, 0
    return start, max(0, min(fitted.widths[number] + GAP, view // 2 - GUTTER))
