"""How many there are in some views of a list, counted while nothing else is asked for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.view import View

_FRESH_S = 300.0  # for which a count is not asked for again
_MAX_COUNTS = 400


class ViewCounts:
    """Counts one view after the other, and keeps what was counted; old counts stay until new ones.

    After a failure nothing is counted for as long as a count is fresh: no filter needs it.

    Args:
        ask: Asks how many there are in a view; None if the server does not say.
        clock: Tells how old counts are.
    """

    def __init__(self, ask: Callable[[View], Awaitable[int | None]], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._counted: dict[View, tuple[int | None, float, datetime]] = {}
        self._failed_at: float | None = None

    def get(self, view: View) -> int | None:
        """Return how many were counted in a view; None if nobody counted, or the server did not."""
        found = self._counted.get(_plain(view))
        return found[0] if found is not None else None

    def counted_at(self, views: Sequence[View]) -> datetime | None:
        """Return when the oldest of the counts of these views was asked for; None without any."""
        found = [self._counted[key] for key in map(_plain, views) if key in self._counted]
        return min((at for _, _, at in found), default=None)

    def next_of(self, views: Sequence[View]) -> View | None:
        """Return the first of these views that is to be counted; None if none is now."""
        now = self._clock.monotonic()
        if self._failed_at is not None and now - self._failed_at < _FRESH_S:
            return None

        def is_fresh(view: View) -> bool:
            found = self._counted.get(_plain(view))
            return found is not None and now - found[1] < _FRESH_S

        return next((view for view in views if not is_fresh(view)), None)

    async def count(self, view: View) -> None:
        """Count a view; a failure is nobody's problem, and ends the counting for a while."""
        asked_at, now = self._clock.monotonic(), self._clock.utc_now()
        counted = self._counted
        try:
            number = await self._ask(_plain(view))
        except KinescopeError:
            if counted is self._counted:
                self._failed_at = asked_at
            return
        # Into what was forgotten where that was meanwhile.
        counted[_plain(view)] = number, asked_at, now
        while len(counted) > _MAX_COUNTS:
            del counted[next(iter(counted))]

    def forget(self) -> None:
        """Count everything anew; what is under way is not kept."""
        self._counted = {}
        self._failed_at = None


def _plain(view: View) -> View:
    """Return a view with nothing that changes no count."""
    return replace(view.of_server, order=Order(), columns=())
