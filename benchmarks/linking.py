"""A slow and lossy link: what goes over it, and what one waits for."""

import asyncio
import statistics
from collections.abc import Iterator

from benchmarks.dashboard import ROWS, dashboard, served
from benchmarks.figure import Figure, Reference
from benchmarks.measure import Extent
from kinescope_tui.api import KinescopeClient, Page, Priority, Token
from kinescope_tui.api.models import Video
from kinescope_tui.demo.faults import Fault
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import MissingRow

_KEYS = {
    "cursor down": ("\x1b[B",),
    "page down": ("\x1b[6~",),
    "last row": ("G",),
    "column to the right": ("l",),
    "refresh": ("r",),
    "analytics and back": ("2", "1"),
}
_TIMES = 3
_PAUSE_S = 0.4
_LATENCY_S = 0.2
_LOST = 0.01  # of the answers
_SCREEN = 20  # rows
_LOOK_S = 0.35  # at each screen
_SCREENS = 40


def size(_extent: Extent) -> Iterator[Figure]:
    """Count what keys send to a terminal of 80 × 24."""
    with served() as server, dashboard(server) as shown:
        shown.wait_for(ROWS)
        shown.settle(1.0)
        for told, keys in _KEYS.items():
            sizes = []
            for _ in range(_TIMES):
                shown.write("g")
                shown.drain(_PAUSE_S)
                sent = 0
                for key in keys:
                    shown.write(key)
                    sent += shown.drain(_PAUSE_S)
                sizes.append(sent)
            yield Figure(f"bytes for {told}", statistics.median(sizes), "B")


def waiting(_extent: Extent) -> Iterator[Figure]:
    """Page through a list 200 ms away of whose answers one in a hundred is lost."""
    with_prefetch, without = asyncio.run(_read_both())
    pages = _SCREEN * _SCREENS // 100
    reference = Reference("without prefetch", without * 1e3)
    yield Figure(
        f"waited for rows while paging through {pages} pages", with_prefetch * 1e3, "ms", reference
    )


async def _read_both() -> tuple[float, float]:
    one, other = await asyncio.gather(_read(ahead=1), _read(ahead=0))
    return one, other


async def _read(*, ahead: int) -> float:
    """Return for how many seconds rows in sight were missing."""
    faults = [Fault("reset", rate=_LOST)]
    missing = 0.0
    with served(latency=_LATENCY_S, faults=faults) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:

            async def fetch(page: int, per_page: int, priority: Priority) -> Page[Video]:
                return await client.videos(page=page, per_page=per_page, priority=priority)

            rows = PagedList[Video](fetch)
            changed = asyncio.Event()
            rows.on_change = changed.set
            await rows.load(0)
            loop = asyncio.get_running_loop()
            for screen in range(_SCREENS):
                first, last = screen * _SCREEN, (screen + 1) * _SCREEN - 1
                rows.look_at(first, last, ahead=ahead)
                began = loop.time()
                while MissingRow.LOADING in (rows.row(first), rows.row(last)):
                    changed.clear()
                    await changed.wait()
                missing += loop.time() - began
                await asyncio.sleep(_LOOK_S)  # a person reads; the next pages come meanwhile
            rows.close()
    return missing
