"""How many rows each value of a filter has, as far as that was counted beside a view."""

from collections import OrderedDict

from kinescope_tui.services.lists.view import View

Counts = dict[tuple[str, str], int | None]
"""How many there are by parameter and value; None where the server does not say."""

_COUNTS_S = 300.0  # how long what was counted is taken as true
_ROOM = 50  # views


class FacetCounts:
    """Keeps the counts beside the last views, until they are old."""

    def __init__(self) -> None:
        self._counted: OrderedDict[View, tuple[float, Counts]] = OrderedDict()

    def beside(self, view: View, now: float) -> Counts:
        """Return where counts beside a view are kept.

        Args:
            view: What is asked for.
            now: Seconds of a clock that only grows.
        """
        at, counts = self._counted.pop(view, (now, {}))
        if now > at + _COUNTS_S:
            at, counts = now, {}
        self._counted[view] = at, counts
        if len(self._counted) > _ROOM:
            self._counted.popitem(last=False)
        return counts

    def forget(self) -> None:
        """Count anew from now on."""
        self._counted.clear()
