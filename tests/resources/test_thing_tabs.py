"""The tabs of a thing, without a screen."""

from types import SimpleNamespace
from typing import Any

import pytest

from kinescope_tui.api import errors
from kinescope_tui.api.models import LiveEvent, Restream, Tag
from kinescope_tui.resources.live_events import LIVE_EVENTS
from kinescope_tui.resources.resource import TabContent
from kinescope_tui.resources.tags import TAGS
from kinescope_tui.resources.thing_tabs import JSON, OVERVIEW, ThingTabs

NOBODY: Any = SimpleNamespace()


def test_the_overview_comes_first_and_the_json_last() -> None:
    tabs = ThingTabs(NOBODY, TAGS)
    assert [tab.title for tab in tabs.tabs] == [OVERVIEW, JSON.title]
    sections = tabs[0].sections
    assert sections is not None
    (section,) = sections(Tag(id="t", tag="lecture"), {"tag": "lecture"}, {})
    assert "lecture" in [row[-1].text for row in section.rows]


def test_a_title_tells_how_many_there_are_and_what_came_knows_best() -> None:
    tabs = ThingTabs(NOBODY, LIVE_EVENTS)
    event = LiveEvent(id="e", restreams=[Restream(), Restream()])
    titles = [tabs.title(number, event, None) for number in range(len(tabs))]
    assert titles == ["Overview", "Recordings", "Restreams 2", "Quality", "Chat", "JSON"]
    assert tabs.title(1, event, TabContent([], count=12)) == "Recordings 12"


async def test_a_tab_that_asks_for_nothing_says_so() -> None:
    with pytest.raises(errors.NotSentError, match="Nothing to open on JSON"):
        await ThingTabs(NOBODY, TAGS).read(1, Tag(id="t"))
