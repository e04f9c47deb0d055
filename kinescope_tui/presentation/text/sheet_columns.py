"""Groups of lines side by side in columns, each group whole."""

from collections.abc import Sequence

_NARROWEST = 23  # cells of a column where there is little room
_GAP = 2  # cells between columns


def sheet_columns(
    heights: Sequence[int], width: int, room: int, wanted: int
) -> tuple[list[list[int]], int]:
    """Return which groups stand in each column, and the lines between two of them.

    Columns become narrower, then stand without empty lines, where all of it fits only so; what
    does not fit at all stands in columns as wide as wanted, and is scrolled.

    Args:
        heights: Of the groups, in lines.
        width: Of all columns, in cells.
        room: How many lines are seen at once.
        wanted: How wide a column is to be, in cells.
    """
    most, least = (max(1, (width + _GAP) // (cells + _GAP)) for cells in (_NARROWEST, wanted))
    for between in (1, 0):
        for columns in range(least, most + 1):
            found = _lowest(heights, columns, between)
            if _height(heights, found, between) <= room:
                return found, between
    return _lowest(heights, least, 1), 1


def broadest(heights: Sequence[int], width: int, room: int, widths: Sequence[int]) -> int:
    """Return how wide columns can be for all groups to be seen at once.

    Args:
        heights: Of the groups, in lines.
        width: Of all columns, in cells.
        room: How many lines are seen at once.
        widths: Of a column, the ones to try, the broadest first.
    """
    return next((wanted for wanted in widths if fits(heights, width, room, wanted)), widths[-1])


def fits(heights: Sequence[int], width: int, room: int, wanted: int) -> bool:
    """Return whether all groups are seen at once in columns of that width."""
    columns = max(1, (width + _GAP) // (wanted + _GAP))
    return _height(heights, _lowest(heights, columns, 1), 1) <= room


def _lowest(heights: Sequence[int], columns: int, between: int) -> list[list[int]]:
    """Return so many columns of which the tallest is as low as can be."""
    tallest = max(heights, default=0)
    while len(packed := _packed(heights, tallest, between)) > columns:
        tallest += 1
    return packed


def _packed(heights: Sequence[int], tallest: int, between: int) -> list[list[int]]:
    """Return columns of at most that height: each group in the first one that has room for it."""
    packed: list[list[int]] = []
    filled: list[int] = []  # lines of each
    for number, height in enumerate(heights):
        for column, lines in enumerate(filled):
            if lines + between + height <= tallest:
                packed[column].append(number)
                filled[column] += between + height
                break
        else:
            packed.append([number])
            filled.append(height)
    return packed


def _height(heights: Sequence[int], columns: Sequence[Sequence[int]], between: int) -> int:
    tall = (sum(heights[n] for n in column) + between * (len(column) - 1) for column in columns)
    return max(tall, default=0)


def shortened(text: str, width: int, word: str) -> str:
    """Return a text that has no room: its first part, else a word for it, if one of them fits.

    Args:
        text: Parts that commas, colons and semicolons end.
        width: In characters.
        word: That stands for it.
    """
    if len(text) <= width:
        return text
    ends = [place for place, sign in enumerate(text) if sign in ",:;" and place <= width]
    return text[: ends[-1]] if ends else word if len(word) <= width else text
