"""No title of the demo's first screen is cut that would fit if a column of less worth went."""

from datetime import UTC, datetime

import pytest

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.widgets.column_widths import fitted
from kinescope_tui.widgets.list_layout import FILTERS, PREVIEW, Wishes, list_layout

ROWS = 55


@pytest.fixture(scope="module")
def titles() -> list[str]:
    now = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
    workspace = Workspace(12_431, seed=7, now=now, hostile=False)
    return [workspace.numbered(workspace.size - place)["title"] for place in range(ROWS)]


@pytest.mark.parametrize("width", [120, 140, 200])
def test_a_title_is_cut_only_where_no_column_of_less_worth_is_shown(
    width: int, titles: list[str]
) -> None:
    layout = list_layout(width, VIDEOS.columns, may_have_filters=True, wishes=Wishes())
    room = width - layout.has_filters * FILTERS - (layout.preview == "right") * PREVIEW - 3
    title = fitted(layout.columns, room, layout.shown).widths[1]
    assert len(titles) == ROWS
    cut = [text for text in titles if len(text) > title]
    assert not cut or layout.shown <= 2, cut
