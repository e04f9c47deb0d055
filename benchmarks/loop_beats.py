"""How long an event loop is held while other threads of its program work."""

import asyncio
import contextlib
import threading
import time
from collections import Counter
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
        self._held: Counter[int] = Counter()  # by tenths of a millisecond: memory is measured too
        self._waits = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    async def __aenter__(self) -> Self:
        """Begin; only while this is open it is looked."""
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        self._beating.cancel()

    @property
    def longest_ms(self) -> float:
        """The longest hold; 0 if nothing was noted."""
        return max(self._held, default=0) / 10

    @property
    def high_ms(self) -> float:
        """What 99 of a hundred do not exceed."""
        left = self._held.total() // 100
        for tenths in sorted(self._held, reverse=True):
            left -= self._held[tenths]
            if left < 0:
                return tenths / 10
        return 0.0

    async def _beat(self) -> None:
        waited = self._waited_s()
        while True:
            before, used = time.monotonic(), time.process_time()
            await asyncio.sleep(_BEAT_S)  # how late it ends is what is measured
            late, used = time.monotonic() - before - _BEAT_S, time.process_time() - used
            before_that, waited = waited, self._waited_s()
            self._held[round(1e4 * max(0.0, min(late - (waited - before_that), used)))] += 1

    def _waited_s(self) -> float:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(self._waits.read_text().split()[1]) / 1e9
        return 0.0
