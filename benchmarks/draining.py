"""P5: reading a whole list as fast as both rate windows allow."""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.dashboard import served
from benchmarks.figure import Figure, Reference
from benchmarks.measure import Extent
from kinescope_tui.api import KinescopeClient, Pacer, Page, Priority, Token
from kinescope_tui.api.models import Video
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.services.lists.page_reader import PageReader

WINDOWS = ((10, 1.0), (300, 60.0))
"""Requests, and the seconds within which there are no more of them (guidelines, "Limits")."""
_LATENCY_S = 0.1
_PER_PAGE = 100
_PROOF = 2  # requests: of the oldest first, the newest is looked up, so that none moves unseen
_GOALS = {30: 1.10, 300: 1.05, 900: 1.02}
_LONG = 900  # pages: the minute's window makes them take two and a half minutes


def least_s(pages: int, answer_s: float) -> float:
    """Return the shortest time in which that many pages can be read under both windows.

    Whoever keeps to it knows how many pages there are before the first one came.

    Args:
        pages: How many.
        answer_s: How long the answers to the last second's requests take, asked for at once.
    """
    sent: list[float] = []
    for number in range(pages):
        free = [sent[number - most] + length for most, length in WINDOWS if number >= most]
        sent.append(max([*free, 0.0]))
    return sent[-1] + answer_s


def pages(extent: Extent) -> Iterator[Figure]:
    """Read lists of several lengths."""
    at_once = WINDOWS[0][0]
    with served(at_once * _PER_PAGE, latency=_LATENCY_S) as server:
        answers = [asyncio.run(_asked_at_once(server, at_once)) for _ in range(extent.rounds + 1)]
    answer_s = statistics.median(answers[1:])  # the first one imports what that takes
    for count, goal in _GOALS.items():
        if count >= _LONG and not extent.is_full:
            continue
        with served(count * _PER_PAGE, limits=True, latency=_LATENCY_S) as server:
            took = asyncio.run(_drained(server))
            sent, refused = len(server.requests), len(server.refused)
        reference = Reference(f"the least for {sent} requests", least_s(sent, answer_s))
        yield Figure(f"read {count} pages 100 ms away", took, "s", reference, most=goal)
        yield Figure(f"… requests for {count} pages", sent, "request", most=count + _PROOF)
        yield Figure(f"… answers of 429 to {count} pages", refused, "answer", most=0)


async def _asked_at_once(server: DemoServer, count: int) -> float:
    """Return how long so many pages take that are asked for at once."""
    token, pacer = Token.parse(server.token), Pacer(())
    async with KinescopeClient(token, base_url=server.base_url, pacer=pacer) as client:
        began = time.perf_counter()
        await asyncio.gather(*(client.videos(page=number + 1) for number in range(count)))
        return time.perf_counter() - began


async def _drained(server: DemoServer) -> float:
    """Return how long it takes to read every page."""
    pacer = Pacer()  # of its own: what was read before is in no window of it
    async with KinescopeClient(
        Token.parse(server.token), base_url=server.base_url, pacer=pacer
    ) as client:

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[Video]:
            return await client.videos(page=page, per_page=per_page, priority=priority)

        async def take(_rows: Sequence[Video]) -> None:
            pass

        began = time.perf_counter()
        await PageReader(fetch, per_page=_PER_PAGE).read(take)
        return time.perf_counter() - began
