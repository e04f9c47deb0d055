"""What stands beside a list, and how many of its columns are shown."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import msgspec
from msgspec.structs import replace

from kinescope_tui.resources.column import Column
from kinescope_tui.widgets.column_widths import GAP, as_people_read, least_width, whole_columns

FILTERS, PREVIEW = 26, 40  # cells with their frames, as the stylesheet has it
_FILTERS_FROM, PREVIEW_FROM = 120, 120  # columns of the terminal
_FRAMED_FROM = 100  # the table loses two columns to its frame where there are that many
_BROADEST_PREVIEW = 84  # cells: its facts stand in two columns then
_ALL = 99  # a rank that all columns come before
_LEAST_TABLE = 24  # cells of the table beside a preview
_SCROLLBAR = 1


class Wishes(msgspec.Struct, frozen=True):
    """What the user wants beside the table; None where it is as the room suggests.

    Attributes:
        filters: Whether the filters stand there.
        preview: "right" or "below" the table, or "" for nowhere.
    """

    filters: bool | None = None
    preview: str | None = None

    @property
    def are_closing(self) -> bool:
        """Whether one was taken away: what the table has to show comes before the other one."""
        return self.filters is False or self.preview in {"", "below"}


class ListLayout(msgspec.Struct, frozen=True):
    """How a list is laid out.

    Attributes:
        columns: All of them as they are drawn.
        shown: How many of them, from the left.
        has_filters: Whether the filters stand beside the table.
        preview: Where the preview stands: "right", "below", or "" for nowhere.
        preview_width: In cells, with its frame, where it stands on the right.
    """

    columns: tuple[Column[Any], ...]
    shown: int
    has_filters: bool
    preview: str
    preview_width: int = PREVIEW


def has_room_beside(width: int, *, has_filters: bool) -> bool:
    """Return whether a table of so many columns leaves room for a preview beside it."""
    return width - has_filters * FILTERS - PREVIEW >= _LEAST_TABLE


def list_layout(
    width: int,
    columns: Sequence[Column[Any]],
    *,
    may_have_filters: bool,
    wishes: Wishes,
    are_signs_known: bool = True,
) -> ListLayout:
    """Return how a list is laid out in a terminal.

    Everything that may be shown stands in one order: the columns of rank 0 with the title at its
    wanted width, the preview, the filters, the other columns. As much of it is shown as fits from
    the beginning, so that a wider terminal shows nothing less. What the user opened or closed is
    so; where a pane was closed, all columns come before the other one. A preview that would leave
    no room for the rows beside it stands beneath them; of the room that all columns leave it takes
    half. A status is its sign beside the filters, which explain it, and beside a preview until they
    come: that tells it in words.

    Args:
        width: The terminal's, in columns.
        columns: Of the list, from the left.
        may_have_filters: Whether the list can be narrowed to projects.
        wishes: What the user wants.
        are_signs_known: Whether the filters explain every sign of a status that is here.
    """
    frame = max(0, min(width - _FRAMED_FROM + 2, 2))
    room = width - frame - _SCROLLBAR
    first = columns if wishes.are_closing else _first(columns)
    are_filters_offered = may_have_filters and wishes.filters is not False

    def have_room(others: int) -> bool:
        drawn = as_people_read(first, has_legend=are_filters_offered)
        return room - others >= least_width(drawn, rank=1) - GAP

    forced = FILTERS if may_have_filters and wishes.filters else 0
    preview, may_come = wishes.preview, False
    if preview is None:
        preview = "right" if width >= PREVIEW_FROM and have_room(PREVIEW + forced) else ""
        may_come = not preview
    taken = PREVIEW if preview == "right" else 0
    has_filters = bool(forced)
    if may_have_filters and wishes.filters is None:
        has_filters = width >= _FILTERS_FROM and not may_come and have_room(FILTERS + taken)
        may_come = may_come or not has_filters
    if preview == "right" and not has_room_beside(width, has_filters=has_filters):
        preview, taken = "below", 0
    has_legend = has_filters or (may_come and preview == "right")
    drawn = as_people_read(columns, has_legend=has_legend and are_signs_known)
    taken += FILTERS if has_filters else 0
    ranks = 1 if may_come and not wishes.are_closing else None
    shown = whole_columns(drawn, room - taken, ranks)
    title = next((n for n, column in enumerate(columns, 1) if column.is_flexible), 0)
    if shown < title:  # people look for that: a status is its sign before the title is missing
        narrow = as_people_read(columns, has_legend=True)
        least = room - taken - least_width(narrow[: title - 1])
        narrow = tuple(
            replace(column, width=max(1, min(column.width, least))) if n == title else column
            for n, column in enumerate(narrow, 1)
        )
        if whole_columns(narrow, room - taken) >= title:
            drawn, shown = narrow, title
    spare = room - taken - least_width(drawn, rank=_ALL) if shown == len(columns) else 0
    broader = max(0, min(spare // 2, _BROADEST_PREVIEW - PREVIEW)) if preview == "right" else 0
    return ListLayout(drawn, shown, has_filters, preview, PREVIEW + broader)


def _first(columns: Sequence[Column[Any]]) -> Sequence[Column[Any]]:
    return list(takewhile(lambda column: column.rank == 0, columns)) or columns[:1]
