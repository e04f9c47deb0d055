"""Both documented rate windows, kept on our side, with what the user looks at in front."""

import asyncio
import contextlib
import heapq
import random
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from kinescope_tui.api.clock import Alarm, Clock
from kinescope_tui.api.shared_limits import NOTHING, Share, SharedLimits


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests, and no more of them within so many seconds."""

    requests: int
    seconds: float

    @property
    def kept_free(self) -> int:
        """The places that exports leave free while somebody looks at something beside them."""
        return self.requests // 10


# Guidelines, "Limits and restrictions": 10 requests per second, 300 per minute. Requests take
# different times to arrive, so a window kept exactly here may be a little short over there.
PER_SECOND = Window(10, 1.035)
PER_MINUTE = Window(300, 60.3)

LONGEST_PAUSE_S = 3_600.0
"""A longer one is not waited for, whatever the server says; then it is asked again."""

_LOOKED_S = 300.0  # who looked at something will look at more
_SHORTEST_S = 0.001  # a timer may be a little early
_APART = 1.1  # programs that were refused together do not come back together
# Programs are held up differently between counting a request and sending it.
_BETWEEN_PROGRAMS_S = 0.25
_BUSY_S = 0.005  # another program counts just now
_MAX_BUSY = 200  # times in a row, for one that stands within it


class Priority(IntEnum):
    """The priority of a request: who goes first."""

    LOOKED_AT = 0
    AHEAD = 1  # fetched before anybody looks
    BULK = 2  # exports


FOREGROUND = (Priority.LOOKED_AT, Priority.AHEAD)
"""What screens ask for; bulk work has a stop of its own."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The state of both rate limits.

    Attributes:
        used: How many requests of the last minute the server may still count.
        wait_s: How many seconds it will be until the next one goes; 0 if nobody waits.
        is_paused: Whether the server's 429 is what everybody waits for.
        used_now: How many requests of the last second the server may still count.
    """

    used: int = 0
    wait_s: float = 0.0
    is_paused: bool = False
    used_now: int = 0


class Pacer:
    """Gives every request its turn.

    Clients that share one are counted together, as the server does, also where they are used by
    different threads with event loops of their own.

    Source: guidelines, "Limits and restrictions".

    Attributes:
        shared: Tells what other programs sent with the same token, which counts too.

    Args:
        windows: What is kept; without any there is no limit.
        clock: By which they are kept.
    """

    def __init__(
        self,
        windows: Sequence[Window] = (PER_SECOND, PER_MINUTE),
        *,
        clock: Clock | None = None,
    ) -> None:
        self._windows = sorted(windows, key=lambda window: window.seconds)
        self._clock = clock or Clock()
        self._lock = threading.RLock()
        self._queue: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._arrivals = 0
        self._left: deque[float] = deque()  # when the requests of the longest window left
        # Granted, and not on the wire yet: each counts as leaving now.
        self._on_the_way: set[asyncio.Future[None]] = set()
        self._resume_at = 0.0
        self._refusals = 0  # one after the other, with nothing between them that went through
        self._is_looked_until = 0.0  # somebody asks beside an export
        self._opens_at = 0.0
        self._alarms: dict[asyncio.AbstractEventLoop, Alarm] = {}  # of each loop that waits
        self.shared: SharedLimits | None = None
        self._others = NOTHING  # what other programs used, when that was last looked at
        self._looked_at = -_LOOKED_S
        self._busy = 0

    @classmethod
    def unlimited(cls) -> "Pacer":
        """Return one that lets everybody go, but for what the server asks to wait."""
        return cls(())

    @property
    def pace(self) -> Pace:
        """The share of the limits that is used, and how long whoever waits will wait."""
        with self._lock:
            now = self._clock.monotonic()
            self._forget(now)
            opens_at = max(self._opens_at, self._resume_at)
            wait_s = max(0.0, opens_at - now) if self._somebody_waits() else 0.0
            longest_s = self._windows[-1].seconds if self._windows else 0.0
            shortest_s = self._windows[0].seconds if self._windows else 0.0
            on_the_way = len(self._on_the_way) + self._others.on_the_way
            others = sum(now < left + longest_s for left in self._others.left)
            used = len(self._left) + others + on_the_way
            all_left = (*self._left, *self._others.left)
            used_now = sum(now < left + shortest_s for left in all_left) + on_the_way
            return Pace(used, wait_s, is_paused=self._resume_at > now, used_now=used_now)

    def refused(self, asked_s: float | None, left_at: float) -> float:
        """Take in that the server said 429, and said it to the token; return the pause of all.

        Without a word on how long, a window is waited for: the shortest one first; the next longer
        one where that was not enough.

        Args:
            asked_s: What the server asks to wait, in seconds; None if it does not say.
            left_at: When the request left, in seconds of the clock; those that left before the
                pause began were refused for the same reason.
        """
        with self._lock:
            if left_at >= self._resume_at:
                self._refusals += 1
            if asked_s is None:
                spans = [window.seconds for window in self._windows] or [PER_SECOND.seconds]
                span = spans[min(self._refusals, len(spans)) - 1]
                asked_s = span * random.uniform(1.0, _APART)  # noqa: S311 - jitter, not a secret
            pause_s = min(asked_s, LONGEST_PAUSE_S)
            self.pause(pause_s)
            return pause_s

    def accepted(self, left_at: float) -> None:
        """Take in that a request went through that left then, in seconds of the clock."""
        with self._lock:
            if left_at >= self._resume_at:
                self._refusals = 0

    def pause(self, seconds: float) -> None:
        """Let nobody go for that long."""
        with self._lock:
            self._resume_at = max(self._resume_at, self._clock.monotonic() + seconds)

    def resume(self) -> None:
        """End the pause at once; the windows are kept all the same."""
        with self._lock:
            self._resume_at = 0.0
            self._dispatch(asyncio.get_running_loop())

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
        ready: asyncio.Future[None] = loop.create_future()
        with self._lock:
            self._arrivals += 1
            if priority is Priority.LOOKED_AT:
                self._looked_at = self._clock.monotonic()
            if priority is Priority.LOOKED_AT and any(
                p is Priority.BULK for p, _, _ in self._queue
            ):
                self._is_looked_until = self._clock.monotonic() + _LOOKED_S
            heapq.heappush(self._queue, (priority, self._arrivals, ready))
            self._dispatch(loop)
        try:
            await ready
        except asyncio.CancelledError:
            ready.cancel()
            with self._lock:
                self._on_the_way.discard(ready)
                self._dispatch(loop)
            raise

        def send() -> None:
            with self._lock:
                if ready in self._on_the_way:
                    self._on_the_way.remove(ready)
                    self._left.append(self._clock.monotonic())
                    self._dispatch(loop)

        return send

    def _dispatch(self, here: asyncio.AbstractEventLoop) -> None:
        """Let all go who may, and come back when the next one may.

        Args:
            here: The loop in which this runs; it comes back there, whoever it is that waits. Each
                loop in which somebody waits does so.
        """
        with self._lock:
            alarm = self._alarms.pop(here, None)
            if alarm is not None:
                alarm.cancel()
            shared = self.shared
            if shared is None:
                self._let_all_go(here)
                return
            others = shared.enter(self._clock.monotonic())
            self._busy = self._busy + 1 if others is None else 0
            if others is None and self._busy < _MAX_BUSY:
                self._come_back(here, _BUSY_S)
                return
            self._others = others or NOTHING
            try:
                self._let_all_go(here)
            finally:
                on_the_way, looked_until = len(self._on_the_way), self._looked_at + _LOOKED_S
                own = Share(tuple(self._left), on_the_way, looked_until)
                shared.leave(own, self._clock.monotonic())

    def _let_all_go(self, here: asyncio.AbstractEventLoop) -> None:
        while self._somebody_waits():
            now = self._clock.monotonic()
            priority, _, ready = self._queue[0]
            wait_s = max(self._resume_at - now, self._full_for_s(now, priority))
            if wait_s > 0:
                self._opens_at = now + wait_s
                self._come_back(here, max(wait_s, _SHORTEST_S))
                return
            heapq.heappop(self._queue)
            self._on_the_way.add(ready)
            _let_go(ready)

    def _come_back(self, here: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._alarms[here] = self._clock.call_later(seconds, partial(self._dispatch, here))

    def _somebody_waits(self) -> bool:
        while self._queue and _is_given_up(self._queue[0][2]):  # costs no place
            heapq.heappop(self._queue)
        return bool(self._queue)

    def _full_for_s(self, now: float, priority: Priority) -> float:
        """Return the seconds until there is room for one more; 0 if there is."""
        self._forget(now)
        others, wait_s = self._others, 0.0
        left = sorted([*self._left, *others.left]) if others.left else self._left
        on_the_way = len(self._on_the_way) + others.on_the_way
        apart_s = _BETWEEN_PROGRAMS_S if others.left or others.on_the_way else 0.0
        looked_until = max(self._is_looked_until, others.looked_until)
        for window in self._windows:
            has_priority = priority is Priority.LOOKED_AT or looked_until <= now
            spare = 0 if has_priority else window.kept_free
            places = window.requests - spare - on_the_way
            if places <= 0:  # whoever is on the way leaves now or later
                wait_s = max(wait_s, window.seconds)
            elif len(left) >= places:
                wait_s = max(wait_s, left[-places] + window.seconds + apart_s - now)
        return wait_s

    def _forget(self, now: float) -> None:
        longest_s = self._windows[-1].seconds if self._windows else 0.0
        longest_s += _BETWEEN_PROGRAMS_S if self._others is not NOTHING else 0.0
        while self._left and self._left[0] + longest_s <= now:
            self._left.popleft()
        # What a loop that has ended did not send it will not send.
        self._on_the_way = {one for one in self._on_the_way if not one.get_loop().is_closed()}
        self._alarms = {loop: alarm for loop, alarm in self._alarms.items() if not loop.is_closed()}


def _is_given_up(ready: asyncio.Future[None]) -> bool:
    return ready.done() or ready.get_loop().is_closed()


def _let_go(ready: asyncio.Future[None]) -> None:
    """Let one go, in its own event loop, unless it is given up meanwhile."""
    loop = ready.get_loop()
    with contextlib.suppress(RuntimeError):  # nothing runs here
        if asyncio.get_running_loop() is loop:
            if not ready.done():
                ready.set_result(None)
            return
    with contextlib.suppress(RuntimeError):  # the loop has just ended
        loop.call_soon_threadsafe(_let_go, ready)
