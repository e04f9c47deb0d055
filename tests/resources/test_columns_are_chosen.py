"""Every known field can be a column: shown or not, in any order, as wide as is wanted."""

import pytest

from kinescope_tui.api.models import Asset, Project, Video
from kinescope_tui.resources.column_choice import ColumnChoice
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import View, view_of, written_view


def choice(*chosen: tuple[str, int]) -> ColumnChoice:
    return ColumnChoice(VIDEOS.all_columns([]), len(VIDEOS.columns), chosen)


def titles(view: View) -> list[str]:
    return [column.title for column in VIDEOS.shown_columns([], view)]


def test_without_a_choice_the_columns_are_the_list_s_own() -> None:
    assert choice().layout == ()
    assert VIDEOS.shown_columns([], View()) == tuple(VIDEOS.columns)
    assert VIDEOS.shown_columns([], View(columns=(("gone", 4),))) == tuple(VIDEOS.columns)


def test_columns_come_go_move_and_change_their_width() -> None:
    made = choice()
    size = next(n for n, one in enumerate(made.columns) if one.column.title == "SIZE")
    place = made.toggle(size)
    assert made.shift(place, 1) == place  # it is the last one that is shown
    while place:
        place = made.shift(place, -1)
    made.widen(0, 3)
    made.toggle(1)
    assert made.layout[:2] == (("size", 12), ("title", 0))
    assert titles(View(columns=made.layout))[:2] == ["SIZE", "TITLE"]
    assert VIDEOS.shown_columns([], View(columns=made.layout))[0].width == 12
    made.widen(0, -3)
    assert made.layout[0] == ("size", 0)
    assert choice(*made.layout).layout == made.layout
    made.reset()
    assert made.layout == ()


def test_one_column_stays() -> None:
    made = choice(("title", 0))
    made.toggle(0)
    assert made.layout == (("title", 0),)
    for _ in range(200):
        made.widen(0, -1)
    assert made.layout == (("title", 3),)


def test_a_choice_is_kept_with_the_view_and_makes_no_other_one() -> None:
    view = View(columns=(("size", 12), ("title", 0)))
    assert view_of(written_view(view)).columns == view.columns
    assert view == View()


def test_what_a_video_has_is_offered_and_a_size_is_that_of_all_files() -> None:
    offered = {column.name: column for column in VIDEOS.all_columns([])}
    assert offered.keys() >= {"size", "folder", "tags", "subtitles", "version", "id"}
    video = Video(id="v", assets=[Asset(size_bytes=1_000), Asset(size_bytes=500), Asset()])
    assert offered["size"].cell(video).text == "1.5 kB"
    assert offered["size"].sort_key(video, {}) == 1_500
    assert offered["size"].sort_key(Video(id="w"), {}) is None


def test_what_else_came_is_offered_too() -> None:
    project = Project(id="p", name="A")
    project.raw.update({"id": "p", "name": "A", "quota": 7, "nested": {"a": 1}})
    offered = {column.name: column for column in PROJECTS.all_columns([project])}
    assert offered["quota"].cell(project).text == "7"
    assert "nested" not in offered


@pytest.mark.parametrize("name", RESOURCES)
def test_names_of_columns_are_their_own(name: str) -> None:
    resource = RESOURCES[name]
    names = [column.name for column in (*resource.columns, *resource.more_columns)]
    assert len(set(names)) == len(names)
