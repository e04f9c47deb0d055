"""Garbage is collected while nobody types: amid keys it holds them up for a tenth of a second."""

import asyncio
import gc
import time

from textual._styles_cache import StylesCache  # there is no other way to it

_YOUNG, _ALL = 1, 2  # generations, as Python counts them
# After so many seconds without a key these are looked through: what is young takes a moment, all
# takes a tenth of a second, when somebody reads.
_PAUSES = ((0.3, _YOUNG), (2.0, _ALL))
_SOME = 5_000  # objects that came and did not go
_MOST = 150_000  # of them are looked through whatever goes on


def spare_what_stays() -> None:
    """Leave what is imported out of every collection, and put off those that nobody asks for."""
    gc.freeze()
    gc.set_threshold(_MOST, 10, 10)


def collect_if_worth_it(generation: int = _ALL) -> None:
    """Collect what has become garbage, up to a generation, if there may be some."""
    new, *collected = gc.get_count()
    if new < _SOME and not any(collected[:generation]):
        return
    if generation == _ALL:
        # It remembers two colours, and with them each of the last thousand widgets that asked.
        StylesCache.get_inner_outer.cache_clear()
    gc.collect(generation)


class Collector:
    """Collects garbage in the pauses of who types; at rest it does nothing at all."""

    def __init__(self) -> None:
        self._heard_at = 0.0
        self._pause = 0  # the next one's number
        self._is_waiting = False

    def wait_for_pause(self) -> None:
        """Hear that something was typed, and look again when nothing was for a while."""
        self._heard_at, self._pause = time.monotonic(), 0
        if not self._is_waiting:
            self._is_waiting = True
            self._look_in(_PAUSES[0][0])

    def _look_in(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        pause_s, generation = _PAUSES[self._pause]
        quiet_s = time.monotonic() - self._heard_at
        if quiet_s < pause_s:
            self._look_in(pause_s - quiet_s)
            return
        collect_if_worth_it(generation)
        self._pause += 1
        self._is_waiting = self._pause < len(_PAUSES)
        if self._is_waiting:
            self._look_in(_PAUSES[self._pause][0] - quiet_s)
