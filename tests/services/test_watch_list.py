"""What is watched is asked for together, not faster than every 15 seconds, and told once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api import errors
from kinescope_tui.api.client import Page
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.inbox.watch_words import asks_told
from kinescope_tui.services.inbox.watch_list import WatchList


class Server:
    """Answers with statuses, and notes what it was asked for."""

    def __init__(self, clock: TurnedClock) -> None:
        self.clock = clock
        self.statuses: dict[str, str] = {}
        self.asked: list[tuple[float, list[str]]] = []
        self.fails = self.ignores_ids = False

    async def videos(self, *, video_ids: list[str], **_: Any) -> Page[Video]:
        self.asked.append((self.clock.turned_s, video_ids))
        if self.fails:
            raise errors.NoAnswerError("no answer")
        ids = ["other"] if self.ignores_ids else video_ids
        known = {**self.statuses, "other": "done"}
        videos = [Video(id=one, status=known[one]) for one in ids if one in known]
        exchange = Exchange("GET", "/v1/videos", (), self.clock.utc_now())
        return Page(videos, 1, 100, len(videos), Order(), exchange)


class Watched:
    def __init__(self) -> None:
        self.clock = TurnedClock()
        self.server = Server(self.clock)
        client: Any = self.server
        self.list = WatchList(client, self.clock)
        self.told: list[tuple[str, str]] = []
        self.list.on_end = lambda watch, how: self.told.append((watch.name, how))

    def video(self, name: str, status: str = "processing") -> None:
        self.server.statuses[name] = status
        self.list.watch_video(Video(id=name, status=status), name)

    async def passes(self, seconds: float) -> None:
        self.clock.turn(seconds)
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    found = Watched()
    yield found
    found.list.close()
    assert not found.clock.waits


async def test_all_videos_are_one_request_every_15_seconds_until_the_last_one_ends(
    watched: Watched,
) -> None:
    watched.video("a")
    watched.video("b", "uploading")
    await watched.passes(14)
    assert not watched.server.asked
    await watched.passes(1)
    watched.server.statuses |= {"a": "done", "b": "processing"}
    await watched.passes(15)
    assert watched.told == [("a", "done")]
    assert [one.status for one in watched.list.watches] == ["processing"]
    watched.server.statuses["b"] = "error"
    await watched.passes(15)
    assert watched.told == [("a", "done"), ("b", "error")]
    await watched.passes(600)
    assert watched.server.asked == [(15, ["a", "b"]), (30, ["a", "b"]), (45, ["b"])]


async def test_a_status_that_nobody_documented_is_no_end(watched: Watched) -> None:
    watched.video("a")
    watched.server.statuses["a"] = "transcoding"
    await watched.passes(15)
    assert [one.status for one in watched.list.watches] == ["transcoding"]
    watched.server.statuses["a"] = "Done"
    await watched.passes(15)
    assert watched.told == [("a", "done")]


async def test_a_video_that_is_gone_ended_unless_the_server_answers_something_else(
    watched: Watched,
) -> None:
    watched.video("a")
    del watched.server.statuses["a"]
    watched.server.ignores_ids = True
    await watched.passes(15)
    assert not watched.told
    watched.server.ignores_ids = False
    await watched.passes(15)
    assert watched.told == [("a", "gone")]


async def test_what_fails_is_asked_again_ever_more_rarely_and_told_in_the_list(
    watched: Watched,
) -> None:
    watched.video("a")
    watched.server.fails = True
    for seconds in (15, 30, 60):
        await watched.passes(seconds)
    assert [at for at, _ in watched.server.asked] == [15, 45, 105]
    assert isinstance(watched.list.failure, errors.NoAnswerError)
    watched.server.fails = False
    await watched.passes(120)
    assert not watched.list.failure
    await watched.passes(15)
    assert [at for at, _ in watched.server.asked] == [15, 45, 105, 225, 240]


async def test_what_the_program_does_is_looked_at_without_asking(watched: Watched) -> None:
    how = ""
    watched.list.watch("export", "rows.csv", lambda: how)
    await watched.passes(3)
    assert not watched.told
    how = "saved"
    await watched.passes(1)
    assert watched.told == [("rows.csv", "saved")]
    assert not watched.server.asked


async def test_what_is_dropped_is_neither_asked_for_nor_told(watched: Watched) -> None:
    watched.video("a")
    watched.list.drop("video a")
    watched.server.statuses["a"] = "done"
    await watched.passes(100)
    assert (watched.server.asked, watched.told) == ([], [])


async def test_a_fault_is_told_and_silences_nothing(watched: Watched) -> None:
    def breaks() -> str:
        raise KeyError("secret")

    watched.video("a")
    watched.list.watch("broken", "rows.csv", breaks)
    watched.list.watch("sound", "other.csv", lambda: "saved")
    videos, watched.server.videos = watched.server.videos, cast("Any", lambda **_: breaks())  # type: ignore[method-assign]
    await watched.passes(15)
    assert watched.told == [
        ("rows.csv", "A bug in this program (KeyError)"),
        ("other.csv", "saved"),
    ]
    assert asks_told(watched.list.failure).startswith("! Not updated: A bug in this program")
    watched.server.videos = videos  # type: ignore[method-assign]
    watched.server.statuses["a"] = "done"
    await watched.passes(30)
    assert watched.told[-1] == ("a", "done")
    assert watched.list.failure is None
