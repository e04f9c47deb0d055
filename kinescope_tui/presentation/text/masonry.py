"""Where the boxes of a page stand: in columns that do not wait for each other."""

from collections.abc import Sequence
from typing import NamedTuple

_NARROWEST = 46  # cells of a column
MOST = 4
_TALLEST = 48  # lines to which the last broad box grows


class Brick(NamedTuple):
    """A box to be placed.

    Attributes:
        height: In lines, in a column's width; a broad one's in all of it.
        is_broad: Whether it takes all columns, beneath what comes before it.
        grows: Whether more lines are of use to it, if it is broad: what is drawn becomes larger.
    """

    height: int
    is_broad: bool = False
    grows: bool = False


class Spot(NamedTuple):
    """Where a box stands, in cells and lines from the top left."""

    x: int
    y: int
    width: int
    height: int


def columns_in(width: int) -> int:
    """Return how many columns a page of that many cells has."""
    return max(1, min(MOST, width // _NARROWEST))


def masonry(bricks: Sequence[Brick], columns: int, width: int, height: int = 0) -> list[Spot]:
    """Return where boxes stand: each in the column that is the shortest so far.

    The columns of a group end at one line, which the lowest box of each reaches. The last broad box
    that grows, else one at the end, takes what is left of the page, as far as that is of use.

    Args:
        bricks: In the order in which they are read.
        columns: How many there are.
        width: Of the page, in cells.
        height: Of the page, in lines.
    """
    spots: list[Spot] = []
    edges = [number * width // columns for number in range(columns + 1)]
    ends = [0] * columns
    lowest: list[int | None] = [None] * columns  # the number of the last box of each column
    for number, brick in enumerate(bricks):
        if brick.is_broad:
            y = _level(spots, ends, lowest)
            spots.append(Spot(0, y, width, brick.height))
            ends, lowest = [y + brick.height] * columns, [None] * columns
            continue
        column = ends.index(min(ends))
        x, right = edges[column], edges[column + 1]
        spots.append(Spot(x, ends[column], right - x, brick.height))
        ends[column] += brick.height
        lowest[column] = number
    left = height - _level(spots, ends, lowest)
    growing = [n for n, brick in enumerate(bricks) if brick.is_broad and brick.grows]
    number = growing[-1] if growing else len(bricks) - 1
    if left > 0 and bricks and bricks[number].is_broad:
        tall = bricks[number].height
        more = max(0, min(left, _TALLEST - tall))
        spots[number] = spots[number]._replace(height=tall + more)
        spots[number + 1 :] = [spot._replace(y=spot.y + more) for spot in spots[number + 1 :]]
    return spots


def _level(spots: list[Spot], ends: list[int], lowest: list[int | None]) -> int:
    """Let the lowest box of each column reach the lowest line of all; return that."""
    end = max(ends)
    for number in lowest:
        if number is not None:
            spots[number] = spots[number]._replace(height=end - spots[number].y)
    return end
