"""Both documented rate windows, kept on our side, with what the user looks at in front."""

import asyncio
import contextlib
import heapq
import random
import threading
from collections import deque
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.clock import Alarm, Clock
from kinescope_tui.api.shared_limits import NOTHING, Share, SharedLimits


class Window(msgspec.Struct, frozen=True):
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


# A server takes ten that come at once one after the other, and is not always equally late with
# them. What is long goes evenly, therefore: 10 in 1.1 s. What is short would take longer for it.
EVENLY_S = 0.11
BURSTS = 30  # requests of a minute, each of which goes as soon as there is room
_EVEN_AFTER = 130

LONGEST_PAUSE_S = 3_600.0
"""A longer one is not waited for, whatever the server says; then it is asked again."""

_LOOKED_S = 300.0  # who looked at something will look at more
_SHORTEST_S = 0.001  # a timer may be a little early
_APART = 1.1  # programs that were refused together do not come back together
# Programs are held up differently between counting a request and sending it.
_BETWEEN_PROGRAMS_S = 0.25
_BUSY_S = 0.005  # another program counts just now
_MAX_BUSY = 200  # times in a row, for one that stands within it
_FILE_S = 1.0  # how long a disk is waited for that holds what other programs sent
_HEARD_S = 1.0  # after which it is looked whether another program ended a pause


class Priority(IntEnum):
    """The priority of a request: who goes first."""

    LOOKED_AT = 0
    AHEAD = 1  # fetched before anybody looks
    BULK = 2  # exports


FOREGROUND = (Priority.LOOKED_AT, Priority.AHEAD)
"""What screens ask for; bulk work has a stop of its own."""


class Pace(msgspec.Struct, frozen=True):
    """The state of both rate limits.

    Attributes:
        used: How many requests of the last minute the server may still count.
        wait_s: How many seconds it will be until the next one goes; 0 if nobody waits.
        is_paused: Whether the server's 429 is what everybody waits for.
        used_now: How many requests of the last second the server may still count.
        is_spacing: Whether the next one waits for long work to go evenly, not for a limit.
    """

    used: int = 0
    wait_s: float = 0.0
    is_paused: bool = False
    used_now: int = 0
    is_spacing: bool = False


def _in_thread(call: Callable[[], None]) -> None:
    threading.Thread(target=call, name="shared-limits", daemon=True).start()


class Pacer:
    """Gives every request its turn.

    Clients that share one are counted together, as the server does, also where they are used by
    different threads with event loops of their own.

    Source: guidelines, "Limits and restrictions".

    Attributes:
        shared: Tells what other programs sent with the same token, which counts too. It is asked
            in a thread; while that stands, only the requests of this program are counted.

    Args:
        windows: What is kept; without any there is no limit.
        clock: By which they are kept.
        in_thread: Calls something in a thread of its own.
    """

    def __init__(
        self,
        windows: Sequence[Window] = (PER_SECOND, PER_MINUTE),
        *,
        clock: Clock | None = None,
        in_thread: Callable[[Callable[[], None]], None] = _in_thread,
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
        self._untold_until = 0.0  # a pause of which other programs do not know yet
        self._granted_at = -EVENLY_S
        self._is_refused = False  # ever: then nothing long comes in bursts again
        self._refusals = 0  # one after the other, with nothing between them that went through
        self._is_looked_until = 0.0  # somebody asks beside an export
        self._opens_at = 0.0
        self._is_spacing = False  # no limit keeps the next one so long
        self._alarms: dict[asyncio.AbstractEventLoop, Alarm] = {}  # of each loop that waits
        self.shared: SharedLimits | None = None
        self._others = NOTHING  # what other programs used, when that was last looked at
        self._looked_at = -_LOOKED_S
        self._busy = 0
        self._in_thread = in_thread
        self._visit: object | None = None  # a thread looks at what others sent
        self._is_alone = False  # that was waited for in vain
        self._to_look_again: set[asyncio.AbstractEventLoop] = set()

    @property
    def pace(self) -> Pace:
        """The share of the limits that is used, and how long whoever waits will wait."""
        with self._lock:
            now = self._clock.monotonic()
            self._forget(now)
            paused_until = max(self._resume_at, self._others.paused_until)
            opens_at = max(self._opens_at, paused_until)
            wait_s = max(0.0, opens_at - now) if self._somebody_waits() else 0.0
            longest_s = self._windows[-1].seconds if self._windows else 0.0
            shortest_s = self._windows[0].seconds if self._windows else 0.0
            on_the_way = len(self._on_the_way) + self._others.on_the_way
            others = sum(now < left + longest_s for left in self._others.left)
            used = len(self._left) + others + on_the_way
            all_left = (*self._left, *self._others.left)
            used_now = sum(now < left + shortest_s for left in all_left) + on_the_way
            is_paused = paused_until > now
            is_spacing = self._is_spacing and wait_s > 0 and not is_paused
            return Pace(used, wait_s, is_paused, used_now, is_spacing)

    def refused(self, asked_s: float | None, left_at: float) -> float:
        """Take in that the server said 429, and said it to the token; return the pause of all.

        Without a word on how long, or where that would be no time at all, a window is waited for:
        the shortest one first; the next longer one where that was not enough.

        Args:
            asked_s: What the server asks to wait, in seconds; None if it does not say.
            left_at: When the request left, in seconds of the clock; those that left before the
                pause began were refused for the same reason.
        """
        with self._lock:
            self._is_refused = True
            if left_at >= self._resume_at:
                self._refusals += 1
            if not asked_s:
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
        """Let nobody go for that long, in other programs neither."""
        with self._lock:
            until = self._clock.monotonic() + seconds
            self._resume_at = max(self._resume_at, until)
            self._untold_until = max(self._untold_until, until)
        if self.shared is not None:
            self._dispatch(asyncio.get_running_loop())

    def resume(self) -> None:
        """End the pause at once, in other programs too; the windows are kept all the same."""
        with self._lock:
            if self.shared is not None:
                self.shared.overrule(max(self._resume_at, self._others.paused_until))
            self._resume_at = self._untold_until = 0.0
            self._others = replace(self._others, paused_until=0.0)
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
            shared = self.shared
            if shared is None or self._is_alone:
                self._come_back(here, self._let_all_go())
                return
            if self._visit is not None:
                self._to_look_again.add(here)
                return
            self._visit = visit = object()
            patience = self._clock.call_later(_FILE_S, partial(self._go_alone, visit))
        self._in_thread(partial(self._share, shared, here, patience))

    def _share(
        self, shared: SharedLimits, here: asyncio.AbstractEventLoop, patience: Alarm
    ) -> None:
        """Let all go who may beside what other programs sent, and tell these what that was.

        It may take as long as the disk does.
        """
        wait_s: float | None = None
        try:
            others = shared.enter(self._clock.monotonic)
            with self._lock:
                self._busy = self._busy + 1 if others is None else 0
                if others is None and self._busy < _MAX_BUSY:
                    wait_s = _BUSY_S
                    return
                self._others = others or NOTHING
                if self._resume_at <= self._others.ended_until:
                    self._resume_at = self._untold_until  # what began since nobody ended
                untold = self._untold_until
                wait_s = self._let_all_go()
                on_the_way, looked_until = len(self._on_the_way), self._looked_at + _LOOKED_S
                own = Share(tuple(self._left), on_the_way, looked_until, self._resume_at)
            shared.leave(own, self._clock.monotonic())
            with self._lock:
                if others is not NOTHING and self._untold_until == untold:
                    self._untold_until = 0.0
        finally:
            with self._lock:
                self._visit, self._is_alone = None, False
            _call(here, patience.cancel)
            _call(here, partial(self._come_back, here, wait_s))
            self._look_again()

    def _go_alone(self, visit: object) -> None:
        """Wait for the disk no longer; what other programs sent counts again when it answers."""
        with self._lock:
            if visit is not self._visit:
                return
            self._is_alone, self._others = True, NOTHING
            self._to_look_again.update(ready.get_loop() for _, _, ready in self._queue)
        self._look_again()

    def _look_again(self) -> None:
        with self._lock:
            again, self._to_look_again = self._to_look_again, set()
        for loop in again:
            _call(loop, partial(self._dispatch, loop))

    def _let_all_go(self) -> float | None:
        """Let all go who may; return in how many seconds the next one may, None if nobody waits."""
        while self._somebody_waits():
            now = self._clock.monotonic()
            priority, _, ready = self._queue[0]
            paused_s = max(self._resume_at, self._others.paused_until) - now
            limit_s = max(paused_s, self._full_for_s(now, priority))
            wait_s = limit_s
            if priority is Priority.BULK and self._windows:
                wait_s = max(wait_s, self._granted_at + self._gap_s - now)
            if wait_s > 0:
                self._opens_at, self._is_spacing = now + wait_s, wait_s > limit_s
                may_end = self.shared is not None and wait_s == paused_s
                return max(min(wait_s, _HEARD_S) if may_end else wait_s, _SHORTEST_S)
            heapq.heappop(self._queue)
            self._on_the_way.add(ready)
            self._granted_at = now
            _let_go(ready)
        return None

    @property
    def _gap_s(self) -> float:
        """The seconds from one request to the next one of what is long."""
        evenly = (len(self._left) - BURSTS) / (_EVEN_AFTER - BURSTS)
        return EVENLY_S * (1.0 if self._is_refused else min(1.0, max(0.0, evenly)))

    def _come_back(self, here: asyncio.AbstractEventLoop, seconds: float | None) -> None:
        with self._lock:
            alarm = self._alarms.pop(here, None)
            if alarm is not None:
                alarm.cancel()
            if seconds is not None:
                call = partial(self._dispatch, here)
                self._alarms[here] = self._clock.call_later(seconds, call)

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

    def go() -> None:
        if not ready.done():
            ready.set_result(None)

    _call(ready.get_loop(), go)


def _call(loop: asyncio.AbstractEventLoop, function: Callable[[], object]) -> None:
    """Call something in an event loop: at once in that which runs here, soon in another one."""
    try:
        is_here = asyncio.get_running_loop() is loop
    except RuntimeError:  # none runs here
        is_here = False
    if is_here:
        function()
        return
    with contextlib.suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(function)
