"""What the list of videos shows and sorts by."""

import pytest

from kinescope_tui.api.models import Video
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.resources.videos import VIDEOS


def test_the_columns_sort_by_the_documented_fields_that_they_show() -> None:
    fields = [column.sort_field for column in VIDEOS.columns if column.sort_field]
    assert fields == ["title", "duration", "created_at", "updated_at"]


def test_the_newest_videos_come_first() -> None:
    assert str(VIDEOS.default_order) == "created_at.desc"


def test_a_default_order_is_one_that_the_table_can_show() -> None:
    fields = {column.sort_field for column in VIDEOS.columns}
    assert {level.field for level in VIDEOS.default_order.levels} <= fields


def test_one_column_takes_the_room_that_is_left_and_titles_differ() -> None:
    assert sum(column.is_flexible for column in VIDEOS.columns) == 1
    assert len({column.title for column in VIDEOS.columns}) == len(VIDEOS.columns)
    assert all(len(column.title) <= column.width for column in VIDEOS.columns)


def test_a_video_of_which_nothing_is_known_has_a_row() -> None:
    cells = [column.cell(Video()) for column in VIDEOS.columns]
    assert [cell.text for cell in cells] == ["—", "(no title)", *"—————"]
    assert {cell.tone for cell in cells} == {Tone.MUTED}
    assert VIDEOS.link_of(Video()) == ""


@pytest.mark.parametrize("title", ["", "  \n\t", "\u200d\ufe0f", "\u00a0\u2003"], ids=ascii)
def test_a_title_that_shows_nothing_says_so(title: str) -> None:
    assert VIDEOS.title_of(Video(title=title)) == "(no title)"


def test_a_title_is_one_line_of_plain_text() -> None:
    video = Video(title="[red]a[/red]\nb\tc", play_link="https://kinescope.io/x")
    assert VIDEOS.title_of(video) == "[red]a[/red] b c"
    assert VIDEOS.columns[1].cell(video).text == "[red]a[/red] b c"
    assert VIDEOS.link_of(video) == "https://kinescope.io/x"
