"""A wider terminal never shows fewer columns."""

import pytest

from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.widgets.column_widths import fitted_widths, starts_of, wanted_width
from kinescope_tui.widgets.list_body import panes_beside


@pytest.mark.parametrize("name", RESOURCES)
def test_a_wider_terminal_shows_no_fewer_columns(name: str) -> None:
    resource = RESOURCES[name]
    columns = resource.columns_for([])
    before = (0, 0)
    for width in range(20, 260):
        has_tree = bool(resource.catalog_type)
        tree, preview = panes_beside(width, wanted_width(columns), has_tree=has_tree)
        room = width - tree * max(26, min(40, width * 18 // 100)) - preview * 38
        widths = fitted_widths(columns, room)
        ends = [start + cells for start, cells in zip(starts_of(widths), widths, strict=True)]
        shown = sum(end <= room for end in ends)
        assert shown >= before[0], width
        assert tree + preview >= before[1], width
        before = shown, tree + preview
    assert before == (len(columns), 1 + has_tree)
