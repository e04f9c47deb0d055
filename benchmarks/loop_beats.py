"""How long an event loop is held while other threads of its program work."""

import asyncio
import contextlib
import threading
import time
from pathlib import Path
from typing import Self

_BEAT_S = 0.002


class LoopBeats:
    """Comes back to the event loop every two milliseconds, and notes how late that was.

    What the machine is to blame for is taken off: how long the loop's thread was ready and waited
    for a core, and, since who held it may have waited too, what is more than the processor time
    that the whole program took meanwhile. Where the system does not tell the first, what is left
    is too much rather than too little.
    """

    def __init__(self) -> None:
        self.held_s: list[float] = []
        self._waits = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    async def __aenter__(self) -> Self:
        """Begin; only while this is open it is looked."""
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End, and sort what was found."""
        self._beating.cancel()
        self.held_s.sort()

    @property
    def longest_ms(self) -> float:
        """The longest hold; 0 if nothing was noted."""
        return self.held_s[-1] * 1e3 if self.held_s else 0.0

    @property
    def high_ms(self) -> float:
        """What 99 of a hundred do not exceed."""
        return self.held_s[len(self.held_s) * 99 // 100] * 1e3 if self.held_s else 0.0

    async def _beat(self) -> None:
        waited = self._waited_s()
        while True:
            before, used = time.monotonic(), time.process_time()
            await asyncio.sleep(_BEAT_S)
            late, used = time.monotonic() - before - _BEAT_S, time.process_time() - used
            before_that, waited = waited, self._waited_s()
            self.held_s.append(max(0.0, min(late - (waited - before_that), used)))

    def _waited_s(self) -> float:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(self._waits.read_text().split()[1]) / 1e9
        return 0.0
