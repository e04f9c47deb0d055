"""Text fitted into columns of a terminal."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

_BETWEEN = " · "


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text of exactly that many cells: padded, or cut with an ellipsis."""
    room = width - cell_len(text)
    if room >= 0:
        return " " * room + text if right else text + " " * room
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def in_view(widths: Sequence[int], active: int, room: int) -> range:
    """Return which of the things side by side are shown: as many as fit, the active one among them.

    Args:
        widths: Of all of them, in cells.
        active: The one that has to be seen.
        room: How many cells there are.
    """
    first = 0
    while first < active and sum(widths[first : active + 1]) > room:
        first += 1
    end = first + 1
    while end < len(widths) and sum(widths[first : end + 1]) <= room:
        end += 1
    return range(first, min(end, len(widths)))


def fitting_parts(text: str, room: int) -> str:
    """Return a text without those of its parts that have no room: the last one is the way on.

    Args:
        text: Its parts have dots between them.
        room: How many cells there are.
    """
    *first, last = text.split(_BETWEEN)
    for count in range(len(first), 0, -1):
        told = _BETWEEN.join([*first[:count], last])
        if cell_len(told) <= room:
            return told
    return first[0] if first and cell_len(first[0]) <= room else last
