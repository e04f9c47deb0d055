"""A time limit that is put off for as long as something comes."""

import asyncio
from types import TracebackType
from typing import Self

from kinescope_tui.api.clock import Alarm, Clock


class Patience:
    """Ends a block with `TimeoutError` when nothing put it off in time.

        async with Patience(clock, 30) as patience:
            async for chunk in body:
                patience.renew(30)

    Args:
        clock: Counts the seconds.
        seconds: How long there is at first.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._block = asyncio.timeout(None)
        self._alarm: Alarm | None = None

    def renew(self, seconds: float) -> None:
        """Let there be that many seconds from now on."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._clock.call_later(seconds, self._end)

    def _end(self) -> None:
        self._block.reschedule(asyncio.get_running_loop().time())

    async def __aenter__(self) -> Self:
        await self._block.__aenter__()
        self.renew(self._seconds)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        await self._block.__aexit__(kind, error, trace)
