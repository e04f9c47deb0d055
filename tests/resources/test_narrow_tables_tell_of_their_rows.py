"""In a narrow terminal a row is not a name alone, and the head says that there is more."""

from collections.abc import Sequence
from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kinescope_tui.api.order import Order
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.report_entries import MOVER_COLUMNS
from kinescope_tui.resources.requests import REQUEST_COLUMNS
from kinescope_tui.resources.workspaces import WORKSPACE_COLUMNS
from kinescope_tui.widgets.column_widths import Fitted, as_people_read, fitted, whole_columns
from kinescope_tui.widgets.header_strip import header_strip, marked_header

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


def titles(column: Column[Any], width: int, order: str) -> str:
    """The line of titles of a table with one column, as broad as that, without the gutter."""
    styles: Any = NoStyles()
    one = Fitted([width], [0])
    return header_strip([column], one, Order.parse(order), -1, styles).text[2:]


@pytest.mark.parametrize("name", [*RESOURCES, "requests"])
def test_what_is_sorted_by_is_told_in_a_column_that_is_hardly_broader_than_its_title(
    name: str,
) -> None:
    columns = REQUEST_COLUMNS if name == "requests" else RESOURCES[name].columns_for([])
    for column in columns:
        if column.width > 2:  # not for a sign
            told = titles(column, column.width, f"{column.name}.desc")
            assert "▼1" in told, column.title
            assert len(told) == column.width


def test_a_title_makes_room_for_the_sign_of_its_order() -> None:
    column = next(one for one in REQUEST_COLUMNS if one.title == "HTTP")
    told = [titles(column, width, "status") for width in (8, 7, 6, 5, 3, 2)]
    assert told == ["HTTP ▲1 ", "HTTP ▲1", "HTTP▲1", "HT…▲1", "…▲1", "▲1"]
