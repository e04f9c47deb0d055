"""The time, and being called at one; whatever waits on purpose asks a clock that can be turned."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol


class Alarm(Protocol):
    """A call that is still to come."""

    def cancel(self) -> None:
        """Call nobody; one that was called already, or cancelled, stays so."""


class Clock:
    """This computer's clock.

    Every pause, limit and date of the program comes from one clock, so that tests turn their own
    instead of waiting, and no test depends on how fast the computer is. A heir says what time it
    is and when to call; the rest follows.
    """

    def monotonic(self) -> float:
        """Return seconds that only grow, for durations."""
        return time.monotonic()

    def utc_now(self) -> datetime:
        """Return the time of the day, in UTC."""
        return datetime.now(UTC)

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Alarm:
        """Call from the running event loop after that many seconds; never before this returns."""
        return asyncio.get_running_loop().call_later(seconds, callback)

    def every(self, seconds: float, callback: Callable[[], object]) -> Alarm:
        """Call again and again, each time that many seconds after the call before it."""
        return _Repeated(self, seconds, callback)

    async def sleep(self, seconds: float) -> None:
        """Return after that many seconds."""
        over = asyncio.Event()
        alarm = self.call_later(seconds, over.set)
        try:
            await over.wait()
        finally:
            alarm.cancel()

    @asynccontextmanager
    async def timeout(self, seconds: float | None) -> AsyncIterator[asyncio.Timeout]:
        """Let the block take no more than that many seconds; None is no limit.

        Raises:
            TimeoutError: It would have taken longer.
        """
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None) as limit:
            if seconds is None:
                yield limit
                return
            alarm = self.call_later(seconds, lambda: limit.reschedule(loop.time()))
            try:
                yield limit
            finally:
                alarm.cancel()


class _Repeated:
    def __init__(self, clock: Clock, seconds: float, callback: Callable[[], object]) -> None:
        self._clock, self._seconds, self._callback = clock, seconds, callback
        self._next = clock.call_later(seconds, self._call)

    def _call(self) -> None:
        self._next = self._clock.call_later(self._seconds, self._call)
        self._callback()

    def cancel(self) -> None:
        self._next.cancel()
