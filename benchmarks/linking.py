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

_ESCAPE = "\x1b"
# What is pressed, what before it, what after it, and how many bytes there may be.
_KEYS = {
    "cursor down": ("\x1b[B", (), (), 600),
    "page down": ("\x1b[6~", (), (), 3_870),
    "last row": ("G", (), (), 4_190),
    "column to the right": ("l", (), (), None),
    "refresh": ("r", (), (), 580),
    "mark": (" ", (), (" ",), 567),
    "a letter in a command": ("a", (":",), (_ESCAPE,), 318),
    "/ opens": ("/", (), (_ESCAPE,), 4_840),
    "f opens": ("f", (), (_ESCAPE,), 16_330),
    "down in it": ("\x1b[B", ("f",), (_ESCAPE,), 405),
    "a video opens": ("\r", (), (_ESCAPE,), 14_560),
    "analytics": ("2", (), ("1",), 10_500),
    "cursor in its chart": ("\x1b[D", ("2",), ("1",), 734),
}  # fmt: skip
_TIMES = 3
_QUIET_S = 0.4
_LATENCY_S = 0.2
_LOST = 0.01  # of the answers
_SCREEN = 20  # rows
_LOOK_S = 0.35  # at each screen
_SCREENS = 40


def size(_extent: Extent) -> Iterator[Figure]:
    """Count what keys send to a terminal of 80 × 24."""
    with served() as server, dashboard(server) as shown:
        shown.wait_for(ROWS)
        shown.drain(3.0)  # what is imported after the first rows
        for told, (key, before, after, most) in _KEYS.items():
            sizes = []
            for _ in range(_TIMES):
                for other in ("g", *before):
                    shown.write(other)
                    shown.settle(_QUIET_S)
                received = shown.received
                shown.write(key)
                shown.settle(_QUIET_S)
                sizes.append(shown.received - received)
                for other in after:
                    shown.write(other)
                    shown.settle(_QUIET_S)
            note = f"{min(sizes):,} to {max(sizes):,}"
            yield Figure(f"bytes for {told}", statistics.median(sizes), "B", most=most, note=note)


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
