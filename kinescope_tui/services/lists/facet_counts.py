"""How many rows each value of a filter has, as far as that was counted beside one view."""

from kinescope_tui.services.lists.view import View

Counts = dict[tuple[str, str], int | None]
"""How many there are by parameter and value; None where the server does not say."""

_COUNTS_S = 300.0  # how long what was counted is taken as true


class FacetCounts:
    """Keeps the counts beside one view, until another one is asked for or they are old."""

    def __init__(self) -> None:
        self._counted: tuple[View | None, float, Counts] = (None, 0.0, {})

    def beside(self, view: View, now: float) -> Counts:
        """Return where counts beside a view are kept.

        Args:
            view: What is asked for.
            now: Seconds of a clock that only grows.
        """
        counted, at, _ = self._counted
        if counted != view or now > at + _COUNTS_S:
            self._counted = view, now, {}
        return self._counted[2]

    def forget(self) -> None:
        """Count anew from now on."""
        self._counted = (None, 0.0, {})
