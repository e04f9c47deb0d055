"""A wider terminal never shows fewer columns, nor hides a pane that a narrower one shows."""

from itertools import product

import pytest

from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.widgets.column_widths import fitted, packed
from kinescope_tui.widgets.list_layout import FILTERS, PREVIEW, Wishes, list_layout

WISHES = [Wishes(*both) for both in product((None, True, False), (None, "right", "below", ""))]


@pytest.mark.parametrize("name", RESOURCES)
def test_a_wider_terminal_shows_no_fewer_columns_and_panes(name: str) -> None:
    resource = RESOURCES[name]
    columns, has_tree = resource.columns_for([]), bool(resource.catalog_type)
    for wishes in WISHES if has_tree else [Wishes()]:
        before = (0, False, False)
        for width in range(20, 260):
            layout = list_layout(width, columns, may_have_filters=has_tree, wishes=wishes)
            if wishes.preview == "right" and layout.preview == "below":
                continue  # beside the rows it would leave no room for them
            now = (layout.shown, layout.has_filters, layout.preview == "right")
            assert all(new >= old for new, old in zip(now, before, strict=True)), (width, wishes)
            before = now


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("width", [100, 120, 140, 200])
def test_what_is_promised_fits_beside_the_panes(name: str, width: int) -> None:
    resource = RESOURCES[name]
    columns, has_tree = resource.columns_for([]), bool(resource.catalog_type)
    layout = list_layout(width, columns, may_have_filters=has_tree, wishes=Wishes())
    beside = layout.has_filters * FILTERS + bool(layout.preview) * layout.preview_width
    room = width - beside - 3  # the table's frame and scrollbar
    drawn = fitted(layout.columns, room, layout.shown)
    ends = [start + cells for start, cells in zip(drawn.starts, drawn.widths, strict=True)]
    assert sum(end <= room for end in ends) >= layout.shown


@pytest.mark.parametrize("name", RESOURCES)
def test_the_preview_takes_half_of_what_columns_leave_and_never_less_in_more_room(
    name: str,
) -> None:
    resource = RESOURCES[name]
    columns, has_tree = resource.columns_for([]), bool(resource.catalog_type)
    natural = {column.name: 9 for column in columns if column.is_flexible}
    short, before = packed(columns, natural), PREVIEW
    for width in range(120, 260):
        layout = list_layout(width, short, may_have_filters=has_tree, wishes=Wishes())
        assert before <= layout.preview_width <= width // 2
        before = layout.preview_width
        table = width - 3 - layout.has_filters * FILTERS - layout.preview_width
        drawn = fitted(layout.columns, table, layout.shown)
        for column, cells in zip(short, drawn.widths, strict=True):
            assert not column.is_flexible or cells <= 9


def test_the_preview_stands_beside_the_videos_from_120_on_and_the_filters_from_140() -> None:
    def at(width: int) -> tuple[bool, str, list[str]]:
        layout = list_layout(width, VIDEOS.columns, may_have_filters=True, wishes=Wishes())
        shown = [column.title for column in layout.columns[: layout.shown]]
        return layout.has_filters, layout.preview, shown

    first = ["STATUS", "TITLE", "LENGTH", "CREATED"]
    assert at(80) == at(100) == (False, "", first)
    assert at(120) == (False, "right", first)
    assert at(140) == (True, "right", first)
    assert at(200) == (True, "right", [*first, "PROJECT", "UPDATED", "PRIVACY"])


def test_the_title_has_its_wanted_width_before_a_column_of_less_worth_is_shown() -> None:
    for width in range(80, 260):
        layout = list_layout(width, VIDEOS.columns, may_have_filters=True, wishes=Wishes(False, ""))
        room = width - 3
        title = fitted(layout.columns, room, layout.shown).widths[1]
        assert layout.shown <= 4 or title >= VIDEOS.columns[1].wanted


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("has_filters", [None, True])
def test_the_narrowest_terminal_shows_the_title(name: str, has_filters: bool | None) -> None:
    resource = RESOURCES[name]
    columns, has_tree = resource.columns_for([]), bool(resource.catalog_type)
    title = next((column.title for column in columns if column.is_flexible), columns[0].title)
    for width in range(40, 80):
        wishes = Wishes(has_filters, "below")
        layout = list_layout(width, columns, may_have_filters=has_tree, wishes=wishes)
        assert title in [column.title for column in layout.columns[: layout.shown]], width
        room = width - layout.has_filters * FILTERS - 1
        widths = fitted(layout.columns, room, layout.shown).widths
        assert sum(widths[: layout.shown]) < width - layout.has_filters * FILTERS, width


def test_a_preview_never_takes_the_place_of_the_rows() -> None:
    for filters, preview in product((None, True, False), ("right", "below")):
        for width in range(40, 260):
            wishes = Wishes(filters, preview)
            layout = list_layout(width, VIDEOS.columns, may_have_filters=True, wishes=wishes)
            if layout.preview == "right":
                assert width - layout.has_filters * FILTERS - PREVIEW >= 24
