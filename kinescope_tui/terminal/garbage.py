"""Garbage is collected while nobody types: amid keys it holds them up for a tenth of a second."""

import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress

from kinescope_tui.api.clock import Alarm, Clock

_PAUSE_S = 0.3  # without a key, after which what came is looked through
_AWAY_S = 60.0  # after which everything may be
_SOME = 5_000  # objects that came and did not go
_MAX = 150_000  # of them are looked through whatever goes on
_MANY = 20_000  # that stayed: to look through them takes a sixtieth of a second
_OFTEN = 60  # some of what was left out so many times is garbage
_SCREEN = 12  # as much of it is a screen that was left out while it was open


def freeze_startup_objects() -> None:
    """Leave what is imported out of every collection, and put off those that nobody asks for."""
    gc.freeze()
    gc.set_threshold(_MAX, 10, 10)


def collect_if_worth_it(generation: int = 2) -> bool:
    """Collect what has become garbage, if there may be some, and tell whether there was.

    Args:
        generation: Up to which; 1 for what came since the last collection, 2 for all.
    """
    new, *collected = gc.get_count()
    if new < _SOME and not any(collected):
        return False
    forget_who_asked()
    gc.collect(generation)
    return True


def forget_who_asked() -> None:
    """Have Textual let go of widgets.

    It remembers two colours, and with them each of the last thousand widgets that asked. Without
    this, or with a Textual that has no such thing, memory grows a little.
    """
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache  # there is no other way to it

        StylesCache.get_inner_outer.cache_clear()


class Collector:
    """Collects garbage in the pauses of who types; at rest it does nothing at all.

    A look takes as long as there are things to look through. What has come by one is therefore
    left out of those to come, and each look is at what came since. It waits with that while a
    screen is open that will be garbage, or one that was closed is not gone: what came by an earlier
    look is then looked at once the screen is closed, or when it is much.
    What was left out all the same is found when nobody has been there for a minute: then everything
    is looked through, which takes a third of a second.

    Args:
        clock: By which the pauses are measured.
        lasting: Returns the screens that stay; None while there is one that will be closed.
    """

    def __init__(
        self, clock: Clock, lasting: Callable[[], Collection[object] | None] = lambda: None
    ) -> None:
        self._clock = clock
        self._lasting = lasting
        self._next: Alarm | None = None
        self._has_looked = False
        self._left_out = 0  # how much of it may be garbage

    def touch(self) -> None:
        """Hear that something was typed, and look when nothing was for a while."""
        if self._next is not None:
            self._next.cancel()
        self._next = self._clock.call_later(_PAUSE_S, self._look)

    def keep(self) -> None:
        """Leave what there is out of the collections to come, unless a screen will be closed."""
        if self._lasting() is not None:
            self._leave_out(1)

    def let_go(self) -> None:
        """Look through everything the next time: what was left out may be garbage by now."""
        if self._left_out:
            self._left_out = 0
            gc.unfreeze()

    def _leave_out(self, weight: int) -> None:
        self._left_out += weight
        gc.freeze()

    def _look(self) -> None:
        if not self._has_looked:  # what the start has left is most of all there is
            self._has_looked = True
            self._leave_out(1)
        lasting = self._lasting()
        if lasting is None and len(gc.get_objects(generation=2)) <= _MANY:
            collect_if_worth_it(1)
        elif collect_if_worth_it():
            found = gc.get_objects()
            if lasting is not None and _are_lasting(found, lasting):
                self._leave_out(1)
            elif len(found) > _MANY:
                self._leave_out(_SCREEN)
        if self._left_out >= _OFTEN:
            self._next = self._clock.call_later(_AWAY_S - _PAUSE_S, self._look_at_all)

    def _look_at_all(self) -> None:
        self.let_go()
        gc.collect()
        self._leave_out(_SCREEN if self._lasting() is None else 1)


def _are_lasting(found: list[object], screens: Collection[object]) -> bool:
    """Return whether no other screen is among some things: one that was closed, and is held."""
    from textual.screen import Screen  # here once there are any

    kinds = set(_heirs(Screen))
    return all(thing in screens for thing in found if type(thing) in kinds)


def _heirs(kind: type[object]) -> Iterator[type[object]]:
    yield kind
    heirs: list[type[object]] = kind.__subclasses__()
    for heir in heirs:
        yield from _heirs(heir)
