"""Both documented rate windows, kept on our side, with what the user looks at in front."""

import asyncio
import contextlib
import heapq
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from kinescope_tui.api.clock import Clock

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Rate, RateItem

# Guidelines, "Limits and restrictions": 10 requests per second, 300 per minute. Requests take
# different times to arrive, so a window kept exactly here may be a little short over there.
PER_SECOND = (10, 1_035)
PER_MINUTE = (300, 60_300)
"""Requests, and the milliseconds within which there are no more of them."""


class Priority(IntEnum):
    """Who goes first."""

    LOOKED_AT = 0
    AHEAD = 1  # fetched before anybody looks
    BULK = 2  # exports


@dataclass(frozen=True, slots=True)
class Pace:
    """How the limits stand.

    Attributes:
        used: How many requests of the last minute the server may still count.
        wait_s: How many seconds it will be until the next one goes; 0 if nobody waits.
        is_paused: Whether the server's 429 is what everybody waits for.
    """

    used: int = 0
    wait_s: float = 0.0
    is_paused: bool = False


class Pacer:
    """Gives every request of the process its turn.

    One pacer is shared by all clients of the process, since the server counts them together.

    Args:
        rates: The windows; the documented ones without any.
        clock: By which they are kept.
    """

    def __init__(self, *rates: "Rate", clock: Clock | None = None) -> None:
        self._rates = rates
        self._clock = clock or Clock()
        self._queue: list[tuple[Priority, int, asyncio.Future[RateItem]]] = []
        self._unsent: list[RateItem] = []  # granted, and still on the way to the wire
        self._arrivals = 0
        self._resume_at = 0.0
        self._opens_at = 0.0
        self._sleep: asyncio.Event | None = None
        self._dispatcher: asyncio.Task[None] | None = None

    @cached_property
    def _window(self) -> "InMemoryBucket":
        from pyrate_limiter import InMemoryBucket, Rate  # takes longer than the rest of the service

        documented = [Rate(*PER_SECOND), Rate(*PER_MINUTE)]
        return InMemoryBucket(list(self._rates) or documented)

    @property
    def pace(self) -> Pace:
        """How much of the limits is used, and how long whoever waits will wait."""
        now = self._clock.monotonic()
        if self._dispatcher is None:  # nothing was asked yet, and nothing imported for it
            return Pace()
        self._window.leak(self._now_ms())
        wait_s = max(0.0, self._opens_at - now) if self._somebody_waits() else 0.0
        return Pace(self._window.count(), wait_s, is_paused=self._resume_at > now)

    def pause(self, seconds: float) -> None:
        """Let nobody go for that long: the server said 429, and it said so to the token."""
        self._resume_at = max(self._resume_at, self._clock.monotonic() + seconds)

    def resume(self) -> None:
        """End the pause at once; both windows are kept all the same."""
        self._resume_at = 0.0
        if self._sleep is not None:
            self._sleep.set()

    async def turn(self, priority: Priority = Priority.LOOKED_AT) -> None:
        """Return when the next request may be sent; it counts from now on."""
        send = await self.reserve(priority)
        send()

    async def reserve(self, priority: Priority = Priority.LOOKED_AT) -> Callable[[], None]:
        """Return when the next request may be begun, with what is to be called when it leaves.

        Making a connection takes longer than using one. Counted from the grant, ten requests that
        connected first would arrive together with the ten of the next second.
        """
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[RateItem] = loop.create_future()
        self._arrivals += 1
        heapq.heappush(self._queue, (priority, self._arrivals, ready))
        if self._dispatcher is None or self._dispatcher.done():
            self._dispatcher = loop.create_task(self._dispatch())
        try:
            place = await ready
        except asyncio.CancelledError:
            if ready.done() and not ready.cancelled():
                self._unsent.remove(ready.result())
            raise

        def send() -> None:
            if place in self._unsent:
                self._count_from_now([place])
                self._unsent.remove(place)

        return send

    async def _dispatch(self) -> None:
        while self._somebody_waits():
            pause_s = self._resume_at - self._clock.monotonic()
            place = self._take_place() if pause_s <= 0 else pause_s
            if isinstance(place, float):
                # Whoever comes meanwhile with a better priority goes first after it.
                self._opens_at, self._sleep = self._clock.monotonic() + place, asyncio.Event()
                with contextlib.suppress(TimeoutError):
                    async with self._clock.timeout(place):
                        await self._sleep.wait()
                continue
            _, _, ready = heapq.heappop(self._queue)
            ready.set_result(place)

    def _somebody_waits(self) -> bool:
        while self._queue and self._queue[0][2].done():  # given up meanwhile: costs no place
            heapq.heappop(self._queue)
        return bool(self._queue)

    def _take_place(self) -> "RateItem | float":
        """Count one request, or return the seconds until there is room for it."""
        from pyrate_limiter import RateItem

        self._count_from_now(self._unsent)
        now = self._now_ms()
        self._window.leak(now)
        place = RateItem("request", now)
        if self._window.put(place):
            self._unsent.append(place)
            return place
        wait_ms = self._window.waiting(place)
        return max(1, wait_ms if isinstance(wait_ms, int) else 1) / 1000

    def _count_from_now(self, places: "list[RateItem]") -> None:
        now = self._now_ms()
        for place in places:
            place.timestamp = now
        self._window.items.sort(key=lambda place: place.timestamp)

    def _now_ms(self) -> int:
        return int(self._clock.monotonic() * 1_000)
