"""Garbage is collected while nobody types: amid keys it holds them up for a tenth of a second."""

import gc
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from kinescope_tui.api.clock import Alarm, Clock

_YOUNG, _ALL = 1, 2  # generations, as Python counts them
# After so many seconds without a key these are looked through: what is young takes a moment, all
# takes a tenth of a second, when somebody reads.
_PAUSES = ((0.3, _YOUNG), (2.0, _ALL))
_IN_A_ROW = 3  # the young alone; then all goes in a short pause, or memory grows without long ones
_SOME = 5_000  # objects that came and did not go
_MAX = 150_000  # of them are looked through whatever goes on


def freeze_startup_objects() -> None:
    """Leave what is imported out of every collection, and put off those that nobody asks for."""
    gc.freeze()
    gc.set_threshold(_MAX, 10, 10)


def collect_if_worth_it(generation: int = _ALL) -> bool:
    """Collect what has become garbage, up to a generation, if there may be some."""
    new, *collected = gc.get_count()
    if new < _SOME and not any(collected[:generation]):
        return False
    if generation == _ALL:
        _forget_who_asked()
    gc.collect(generation)
    return True


def _forget_who_asked() -> None:
    """Have Textual let go of widgets.

    It remembers two colours, and with them each of the last thousand widgets that asked. Without
    this, or with a Textual that has no such thing, memory grows a little.
    """
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache  # there is no other way to it

        StylesCache.get_inner_outer.cache_clear()


class Collector:
    """Collects garbage in the pauses of who types; at rest it does nothing at all.

    A place stays once it was opened: whatever there is after a look at all is looked through no
    more then. What a closed screen leaves behind would stay for good with it, so that this is done
    only while there is none but those of places, and once for each.

    Args:
        clock: By which the pauses are measured.
        count_places: How many are open; 0 while another screen stands over one.
    """

    def __init__(self, clock: Clock, count_places: Callable[[], int] = lambda: 0) -> None:
        self._clock = clock
        self._count_places = count_places
        self._next: Alarm | None = None
        self._in_a_row = 0  # collections of the young alone
        self._kept = 0  # places

    def touch(self) -> None:
        """Hear that something was typed, and look when nothing was for a while."""
        if self._next is not None:
            self._next.cancel()
        self._look_later(0, _PAUSES[0][0])

    def keep_imported(self) -> None:
        """Leave what was imported meanwhile out of the collections to come."""
        if self._count_places():
            gc.freeze()

    def let_go(self) -> None:
        """Look through the places too, the next time: they are closed."""
        if self._kept:
            self._kept = 0
            gc.unfreeze()

    def _look_later(self, pause: int, seconds: float) -> None:
        self._next = self._clock.call_later(seconds, partial(self._look, pause))

    def _look(self, pause: int) -> None:
        quiet_s, generation = _PAUSES[pause]
        if self._in_a_row == _IN_A_ROW:
            generation = _ALL
        if collect_if_worth_it(generation):
            self._in_a_row = 0 if generation == _ALL else self._in_a_row + 1
            if generation == _ALL and (places := self._count_places()) > self._kept:
                self._kept = places
                gc.freeze()
        if pause + 1 < len(_PAUSES):
            self._look_later(pause + 1, _PAUSES[pause + 1][0] - quiet_s)
