"""In a narrow terminal a row is not a name alone, and the head says that there is more."""

from collections.abc import Sequence
from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.report_entries import MOVER_COLUMNS
from kinescope_tui.resources.workspaces import WORKSPACE_COLUMNS
from kinescope_tui.widgets.column_widths import as_people_read, fitted, whole_columns
from kinescope_tui.widgets.header_strip import marked_header

ROOM = 39  # of the narrowest terminal, without the scrollbar


class NoStyles:
    """Styles of a table without any."""

    def of(self, _name: str) -> Style:
        return Style.null()


def shown(columns: Sequence[Column[Any]], room: int) -> list[str]:
    drawn = as_people_read(columns, has_legend=False)
    return [column.title for column in columns[: whole_columns(drawn, room)]]


def test_what_is_told_of_a_row_stands_beside_its_name() -> None:
    assert shown(RESOURCES["live-events"].columns, ROOM) == ["NAME", "STREAM"]
    assert shown(RESOURCES["speak-rooms"].columns, ROOM) == ["NAME", "STATUS"]
    assert shown(MOVER_COLUMNS, ROOM) == ["VIDEO", "CHANGE"]


@pytest.mark.parametrize("columns", [RESOURCES["live-events"].columns, MOVER_COLUMNS])
def test_the_name_keeps_half_of_the_width(columns: Sequence[Column[Any]]) -> None:
    for room in range(20, 120):
        drawn, count = fitted(columns, room), whole_columns(columns, room)
        assert count == 1 or drawn.widths[0] >= min(columns[0].width, room // 2) - 2, room


def test_what_is_owed_is_whole_at_80_columns() -> None:
    titles = [column.title for column in WORKSPACE_COLUMNS]
    assert shown(WORKSPACE_COLUMNS, 79) == titles
    assert fitted(WORKSPACE_COLUMNS, 79).widths[titles.index("OWED")] >= len("3 406.93 EUR")


def test_the_head_has_signs_where_there_are_more_columns() -> None:
    def marked(text: str, left: int, right: int) -> str:
        strip = Strip([Segment(text)])
        return marked_header(strip, left, right, NoStyles()).text  # type: ignore[arg-type]

    assert marked("  NAME     ", 0, 5) == "  NAME    ›"
    assert marked("  NAME     ", 3, 5) == "‹ NAME    ›"
    assert marked("  NAME     ", 3, 0) == "‹ NAME     "
    assert marked("  NAME FILES", 0, 5) == "  NAME FILES"  # no title is written over
