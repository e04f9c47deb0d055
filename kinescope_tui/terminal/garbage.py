"""Garbage is collected while nobody types: amid keys it holds them up for a tenth of a second."""

import gc
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from kinescope_tui.api.clock import Alarm, Clock

if TYPE_CHECKING:
    from textual.screen import Screen

_YOUNG, _ALL = 1, 2  # generations, as Python counts them
# After so many seconds without a key these are looked through: what is young takes a moment, all
# takes a tenth of a second, when somebody reads.
_PAUSES = ((0.3, _YOUNG), (2.0, _ALL))
_IN_A_ROW = 3  # the young alone; then all goes in a short pause, or memory grows without long ones
_SOME = 5_000  # objects that came and did not go
_MAX = 150_000  # of them are looked through whatever goes on
_MANY = 40_000  # that stayed: to look through them takes a fiftieth of a second
_OFTEN = 60  # some of what was left out so many times is garbage; to look takes a fifth of a second


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

    What has come by a look at all, and belongs to places that stay, is looked through no more. So
    that little is left out that will be garbage, this waits while another screen stands over a
    place, and until those that were closed are gone; and now and then all is looked through.

    Args:
        clock: By which the pauses are measured.
        shows_only_places: Whether there is no screen that will be closed.
    """

    def __init__(self, clock: Clock, shows_only_places: Callable[[], bool] = lambda: False) -> None:
        self._clock = clock
        self._shows_only_places = shows_only_places
        self._next: Alarm | None = None
        self._in_a_row = 0  # collections of the young alone
        self._kept = 0  # times since everything was looked through

    def touch(self) -> None:
        """Hear that something was typed, and look when nothing was for a while."""
        if self._next is not None:
            self._next.cancel()
        self._look_later(0, _PAUSES[0][0])

    def keep(self) -> None:
        """Leave what there is out of the collections to come, unless a screen will be closed."""
        if self._shows_only_places():
            self._kept += 1
            gc.freeze()

    def let_go(self) -> None:
        """Look through everything the next time: what was left out may be garbage by now."""
        if self._kept:
            self._kept = 0
            gc.unfreeze()

    def _look_later(self, pause: int, seconds: float) -> None:
        self._next = self._clock.call_later(seconds, partial(self._look, pause))

    def _look(self, pause: int) -> None:
        quiet_s, generation = _PAUSES[pause]
        if self._in_a_row == _IN_A_ROW:
            generation = _ALL
        if generation == _ALL and self._kept >= _OFTEN:
            self.let_go()
        if collect_if_worth_it(generation):
            self._in_a_row = 0 if generation == _ALL else self._in_a_row + 1
            if generation == _ALL and _are_lasting(gc.get_objects()):
                self.keep()
        if pause + 1 < len(_PAUSES):
            self._look_later(pause + 1, _PAUSES[pause + 1][0] - quiet_s)


def _are_lasting(found: list[object]) -> bool:
    """Return whether things are many, and no closed screen is among them."""
    from textual.screen import Screen  # here once there are any

    if len(found) <= _MANY:
        return False
    kinds = {kind for kind in set(map(type, found)) if issubclass(kind, Screen)}
    screens = (thing for thing in found if type(thing) in kinds)
    return all(cast("Screen[Any]", screen).is_attached for screen in screens)
