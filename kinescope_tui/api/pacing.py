"""Both documented rate windows, kept on our side, with what the user looks at in front."""

import asyncio
import heapq
import time
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Rate

# Guidelines, "Limits and restrictions": 10 requests per second, 300 per minute. Requests take
# different times to arrive, so a window kept exactly here may be a little short over there.
PER_SECOND = (10, 1_050)
PER_MINUTE = (300, 60_300)
"""Requests, and the milliseconds within which there are no more of them."""


class Priority(IntEnum):
    """Who goes first."""

    LOOKED_AT = 0
    AHEAD = 1  # fetched before anybody looks
    BULK = 2  # exports


class Pacer:
    """Gives every request of the process its turn.

    One pacer is shared by all clients of the process, since the server counts them together.
    """

    def __init__(self, *rates: "Rate") -> None:
        self._rates = rates
        self._queue: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._arrivals = 0
        self._resume_at = 0.0
        self._dispatcher: asyncio.Task[None] | None = None

    @cached_property
    def _window(self) -> "InMemoryBucket":
        from pyrate_limiter import InMemoryBucket, Rate  # takes longer than the rest of the service

        documented = [Rate(*PER_SECOND), Rate(*PER_MINUTE)]
        return InMemoryBucket(list(self._rates) or documented)

    @property
    def used(self) -> int:
        """How many requests of the last minute the server may still count."""
        self._window.leak(self._now_ms())
        return self._window.count()

    def pause(self, seconds: float) -> None:
        """Let nobody go for that long: the server said 429, and it said so to the token."""
        self._resume_at = max(self._resume_at, time.monotonic() + seconds)

    async def turn(self, priority: Priority = Priority.LOOKED_AT) -> None:
        """Return when the next request may be sent."""
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        self._arrivals += 1
        heapq.heappush(self._queue, (priority, self._arrivals, ready))
        if self._dispatcher is None or self._dispatcher.done():
            self._dispatcher = loop.create_task(self._dispatch())
        await ready

    async def _dispatch(self) -> None:
        while self._somebody_waits():
            pause_s = self._resume_at - time.monotonic()
            if pause_s <= 0:
                pause_s = self._take_place()
            if pause_s > 0:
                # Whoever comes meanwhile with a better priority goes first after it.
                await asyncio.sleep(pause_s)
                continue
            _, _, ready = heapq.heappop(self._queue)
            ready.set_result(None)

    def _somebody_waits(self) -> bool:
        while self._queue and self._queue[0][2].done():  # given up meanwhile: costs no place
            heapq.heappop(self._queue)
        return bool(self._queue)

    def _take_place(self) -> float:
        """Count one request, or return the seconds until there is room for it."""
        from pyrate_limiter import RateItem

        now = self._now_ms()
        self._window.leak(now)
        item = RateItem("request", now)
        if self._window.put(item):
            return 0.0
        wait_ms = self._window.waiting(item)
        return max(1, wait_ms if isinstance(wait_ms, int) else 1) / 1000

    @staticmethod
    def _now_ms() -> int:
        return time.monotonic_ns() // 1_000_000
