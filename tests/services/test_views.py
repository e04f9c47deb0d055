"""Views, where they are kept, marks, and what is typed to go somewhere."""

from pathlib import Path

import pytest

from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.command_line import (
    Command,
    CommandError,
    GoToPage,
    GoToPlace,
    GoToRow,
    GoToShare,
    Sort,
    parse_command,
)
from kinescope_tui.services.lists.marks import Marks
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError

VIEW = (
    View(Order.parse("title"))
    .searched(" демо ")
    .filtered("status[]", ("done", "error"))
    .filtered("project_id", ("p",))
)


def test_a_view_is_asked_for_as_the_api_spells_it() -> None:
    assert VIEW.query == (
        ("q", "демо"), ("status[]", "done"), ("status[]", "error"), ("project_id", "p"),
    )  # fmt: skip


def test_a_view_is_widened_step_by_step_the_last_filter_first() -> None:
    steps = [VIEW]
    while steps[-1].is_narrowed:
        steps.append(steps[-1].widened())
    assert [len(view.query) for view in steps] == [4, 3, 1, 0]
    assert steps[-1] == View(Order.parse("title"))


def test_views_are_there_again_after_a_start(tmp_path: Path) -> None:
    path = tmp_path / "config" / "views.json"
    store = ViewStore(path)
    store.keep("videos", "mine", VIEW)
    store.keep("videos", "other", VIEW.searched(""))
    store.keep("videos", "other", None)
    again = ViewStore(path)
    assert again.views("videos") == {"mine": VIEW}
    assert again.views("tags") == {}
    assert again.trouble == ""
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 2, "views": {}}', '{"version": 1, "views": {"v": 1}}']
)
def test_a_file_that_cannot_be_read_is_kept_and_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "views.json"
    path.write_text(content)
    store = ViewStore(path)
    assert store.views("videos") == {}
    assert "could not be read" in store.trouble
    assert (tmp_path / "views.unreadable.json").read_text() == content
    store.keep("videos", "mine", VIEW)
    assert ViewStore(path).views("videos") == {"mine": VIEW}


def test_views_that_cannot_be_written_last_as_long_as_the_program(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "folder" / "views.json")
    assert store.views("videos") == {}
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(ViewStoreError):
        store.keep("videos", "mine", VIEW)
    assert store.views("videos") == {"mine": VIEW}
    unreachable = ViewStore(tmp_path / "folder" / "views.json")
    assert unreachable.views("videos") == {}
    assert "not be saved" in unreachable.trouble


def test_marks_belong_to_ids() -> None:
    marks: Marks[Video] = Marks()
    marks.toggle(Video(id="a"))
    marks.add([Video(id="b"), Video(id="a"), Video(id="")])
    assert [video.id for video in marks.items] == ["a", "b"]
    marks.toggle(Video(id="a"))
    assert "a" not in marks
    assert len(marks) == 1


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("42", GoToRow(42)),
        (" :42 ", GoToRow(42)),
        ("p7", GoToPage(7)),
        ("90%", GoToShare(90)),
        ("900%", GoToShare(100)),
        ("sort -created_at,title", Sort(Order.parse("created_at.desc,title"))),
        ("sort title.desc", Sort(Order.parse("title.desc"))),
        ("Playlists", GoToPlace("playlists")),
        ("invoice 123", GoToPlace("invoice", "123")),
        ("p", GoToPlace("p")),
        ("٤٢", GoToPlace("٤٢")),
    ],
)
def test_what_is_typed_is_understood(text: str, command: Command) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize("text", ["", " : ", "sort", "sort ,", "sort title.up", "sort -"])
def test_what_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        parse_command(text)
