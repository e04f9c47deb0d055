"""A part of a thing that could not be read is not counted: nobody knows that there is none."""

import json
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest

from kinescope_tui.api.json_values import read_value
from kinescope_tui.api.models import LiveEvent, Video
from kinescope_tui.presentation.lists.part_pages import chapter_page, file_page
from kinescope_tui.presentation.lists.video_page import chapters
from kinescope_tui.resources.live_events import LIVE_EVENTS
from kinescope_tui.resources.resource import Resource, Tab
from kinescope_tui.resources.thing_tabs import ThingTabs
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.index.indexed_video import FACTS, row_of

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.session import Session

NONE: dict[str, tuple[str, Any]] = {
    "Files": ("assets", []),
    "Chapters": ("chapters", {"items": []}),
    "Subtitles": ("subtitles", []),
}
ODD = ("no", 5, True, {"items": "no"})
KEPT = {"Files": "files", "Chapters": "chapters", "Subtitles": "subtitles"}  # in the index


def video_of(**parts: Any) -> Video:
    text = msgspec.Raw(json.dumps({"id": "v", **parts}).encode())
    found: Video = read_value(Video, text, "data", [])
    return found


def tab_of(resource: Resource[Any], title: str) -> Tab[Any]:
    return next(tab for tab in resource.tabs if tab.title == title)


@pytest.mark.parametrize("title", NONE)
def test_what_could_not_be_read_is_not_counted_as_none(title: str) -> None:
    name, empty = NONE[title]
    count = tab_of(VIDEOS, title).count
    assert count is not None
    assert count(video_of(**{name: empty})) == 0
    unread = [one for one in ODD if not (isinstance(one, dict) and isinstance(empty, list))]
    for video in (video_of(), *(video_of(**{name: one}) for one in unread)):
        assert count(video) is None
        assert row_of(video).facts[FACTS.index(KEPT[title])] is None


def test_null_is_how_the_api_says_that_there_are_no_materials() -> None:
    count = tab_of(VIDEOS, "Materials").count
    assert count is not None
    assert count(video_of(additional_materials=None)) == 0


def test_so_are_restreams() -> None:
    count = tab_of(LIVE_EVENTS, "Restreams").count
    assert count is not None
    assert count(LiveEvent()) is None
    assert count(LiveEvent(restreams=[])) == 0


def test_pages_of_parts_claim_none_only_where_a_list_came() -> None:
    unread = video_of(assets="no", chapters={"items": 5})
    empty = video_of(assets=[], chapters={"items": []})
    assert (chapters(unread).state.text, chapters(empty).state.text) == ("", "0")
    for page in (chapter_page, file_page):
        told = repr(page(unread, [], [], []))
        assert "No list of" in told
        assert "This video has no" not in told
        assert "This video has no" in repr(page(empty, [], [], []))


def test_tabs_tell_the_two_apart() -> None:
    tabs = ThingTabs(cast("Session", None), VIDEOS)
    titles = [tab.title for tab in tabs.tabs]
    for title, (name, empty) in NONE.items():
        number, unread, none = titles.index(title), video_of(), video_of(**{name: empty})
        assert tabs.title(number, unread, None) == title
        assert tabs.title(number, none, None) == f"{title} 0"
        assert tabs.nothing(number, none) == f"No {title.lower()}."
        if tabs[number].lists is None:
            assert tabs.nothing(number, unread) == f"No list of {title.lower()} received."
