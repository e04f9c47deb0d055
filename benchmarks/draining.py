"""P5: reading a whole list as fast as both rate windows allow."""

import asyncio
import time
from collections.abc import Iterator, Sequence

from benchmarks.dashboard import served
from benchmarks.figure import Figure, Reference
from benchmarks.measure import Extent
from kinescope_tui.api import KinescopeClient, Page, Priority, Token
from kinescope_tui.api.models import Video
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.services.all_rows import AllRows

WINDOWS = ((10, 1.0), (300, 60.0))
"""Requests, and the seconds within which there are no more of them (guidelines, "Limits")."""
_LATENCY_S = 0.1
_PER_PAGE = 100
_GOALS = {30: 1.10, 300: 1.05, 900: 1.02}
_LONG = 900  # pages: the minute's window makes them take two and a half minutes


def least_s(pages: int, latency_s: float = _LATENCY_S) -> float:
    """Return the shortest time in which that many pages can be read under both windows.

    Whoever keeps to it knows how many pages there are before the first one came.
    """
    sent: list[float] = []
    for number in range(pages):
        free = [sent[number - most] + length for most, length in WINDOWS if number >= most]
        sent.append(max([*free, 0.0]))
    return sent[-1] + latency_s


def pages(extent: Extent) -> Iterator[Figure]:
    """Read lists of several lengths."""
    with served(_PER_PAGE) as server:
        asyncio.run(_drained(server))  # imports what that takes
    for count, goal in _GOALS.items():
        if count >= _LONG and not extent.is_full:
            continue
        with served(count * _PER_PAGE, limits=True, latency=_LATENCY_S) as server:
            took = asyncio.run(_drained(server))
            refused = len(server.refused)
        reference = Reference("the least possible", least_s(count))
        yield Figure(f"read {count} pages 100 ms away", took, "s", reference, most=goal)
        yield Figure(f"… answers of 429 to {count} pages", refused, "answers", most=0)


async def _drained(server: DemoServer) -> float:
    async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[Video]:
            return await client.videos(page=page, per_page=per_page, priority=priority)

        async def take(_rows: Sequence[Video]) -> None:
            pass

        began = time.perf_counter()
        await AllRows(fetch, per_page=_PER_PAGE).read(take)
        return time.perf_counter() - began
