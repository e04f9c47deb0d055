"""A part of a thing knows whether all of it is here: else its list stands there, and says so."""

from types import SimpleNamespace
from typing import Any

import pytest

from kinescope_tui.api.models import Subtitle, Video
from kinescope_tui.resources.thing_tabs import ThingTabs
from kinescope_tui.resources.videos import VIDEOS

SUBTITLES = [tab.title for tab in VIDEOS.tabs].index("Subtitles")


@pytest.mark.parametrize(
    ("total", "dropped", "is_whole"),
    [(2, 0, True), (None, 0, True), (7, 0, False), (2, 1, False), (3, 1, False)],
)
async def test_a_part_is_whole_if_nothing_is_missing(
    total: int | None, dropped: int, is_whole: bool
) -> None:
    async def page(*_path: object, **_asked: object) -> Any:
        return SimpleNamespace(
            items=[Subtitle(language="ru"), Subtitle(language="en")],
            total=total,
            dropped=dropped,
            is_whole=True,
            exchange=None,
        )

    session: Any = SimpleNamespace(client=SimpleNamespace(page=page, rows=page))
    content = await ThingTabs(session, VIDEOS).read(SUBTITLES, Video(id="v"))
    assert content.is_whole == is_whole
    assert [track.language for track in content.items] == ["ru", "en"]
