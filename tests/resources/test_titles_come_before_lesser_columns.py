"""No title is cut that would fit if a column of less worth went, in whatever table."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.report_entries import MOVER_COLUMNS, report_columns
from kinescope_tui.resources.requests import REQUEST_COLUMNS, WIDE_REQUEST_COLUMNS
from kinescope_tui.services.analytics.report import VIDEOS
from kinescope_tui.widgets.column_widths import fitted, whole_columns
from kinescope_tui.widgets.list_layout import Wishes, list_layout

TABLES: dict[str, Sequence[Column[Any]]] = {
    **{name: resource.columns_for([]) for name, resource in RESOURCES.items()},
    "report": report_columns(VIDEOS, 1, 1),
    "movers": MOVER_COLUMNS,
    "requests": REQUEST_COLUMNS,
    "requests in words": WIDE_REQUEST_COLUMNS,
}


@pytest.mark.parametrize("name", TABLES)
def test_titles_have_what_they_want_before_a_lesser_column_is_shown(name: str) -> None:
    columns = TABLES[name]
    for width in range(40, 260):
        shown, drawn = whole_columns(columns, width), fitted(columns, width)
        for number, column in enumerate(columns[:shown]):
            is_whole = not column.is_flexible or drawn.widths[number] >= column.wanted
            lesser = [one.title for one in columns[:shown] if one.rank > column.rank]
            assert is_whole or not lesser, (width, column.title, lesser)


def test_a_report_at_120_columns_has_whole_titles_and_the_average() -> None:
    columns = report_columns(VIDEOS, 1, 1)
    room = 120 - 3  # frame and scrollbar
    shown = whole_columns(columns, room)
    assert fitted(columns, room).widths[0] >= 44
    assert [column.title for column in columns[:shown]][-1] == "AVERAGE"


def test_a_request_takes_what_its_note_leaves() -> None:
    drawn = fitted(REQUEST_COLUMNS, 140)
    widths = dict(zip([column.title for column in REQUEST_COLUMNS], drawn.widths, strict=True))
    assert widths["NOTE"] == 24
    assert drawn.starts[-1] + drawn.widths[-1] == 139  # a blank before the scrollbar


@pytest.mark.parametrize("columns", [report_columns(VIDEOS, 1, 1), WIDE_REQUEST_COLUMNS])
def test_a_bar_stands_close_to_its_number(columns: Sequence[Column[Any]]) -> None:
    drawn = fitted(columns, 300)
    bar = next(n for n, column in enumerate(columns) if column.is_close)
    assert columns[bar - 1].is_right
    assert drawn.gaps[bar - 1] == 1


@pytest.mark.parametrize(
    "name", ["videos", "live-events", "projects", "playlists", "file-requests"]
)
def test_a_row_is_previewed_at_120_columns(name: str) -> None:
    resource = RESOURCES[name]
    columns, has_tree = resource.columns_for([]), bool(resource.catalog_type)
    layout = list_layout(120, columns, may_have_filters=has_tree, wishes=Wishes())
    assert layout.preview == "right"


def test_ids_in_a_request_leave_room_for_its_words() -> None:
    video = "f12cfd3b-2ab7-46b5-bb07-3f1892c0b2fd"
    asked = Exchange(
        "GET", f"/v1/videos/{video}", (("project_id", video),), datetime(2026, 8, 22, tzinfo=UTC)
    )
    (cell,) = [one.cell(asked) for one in WIDE_REQUEST_COLUMNS if one.title == "REQUEST"]
    assert cell.text == "/v1/videos/f12cfd3b…  f12cfd3b…"
