"""The views that lie one step away from the one that is asked for."""

from collections.abc import Callable, Iterable

import msgspec

from kinescope_tui.services.lists.view import SEARCH, View

Narrow = Callable[[View, str, Iterable[str]], View]
"""Makes the view in which a parameter has some values, and nothing contradicts them."""


class ViewSteps(msgspec.Struct, frozen=True):
    """A view, and what can be asked for next.

    Attributes:
        view: Where the step begins.
        home: What the list was opened in; no step leads to a wider view.
        narrow: Makes the view in which a parameter has some values.
    """

    view: View
    home: View
    narrow: Narrow

    def narrowed(self, parameter: str, values: Iterable[str]) -> View:
        """Return the view in which a parameter has these values."""
        return self.narrow(self.view, parameter, values)

    def toggled(self, parameter: str, value: str) -> View:
        """Return the view with nothing but that value of a parameter, or with all of them again."""
        if parameter == SEARCH:
            return self.view.searched("" if self.view.search == value else value)
        is_set = self.view.values(parameter) == (value,)
        return self.narrowed(parameter, () if is_set else (value,))

    def in_place(self, project_id: str, folder_id: str) -> View:
        """Return the view of a project's items, or of a folder's; of everything without them."""
        view = self.narrowed("project_id", filter(None, (project_id,)))
        return self.narrow(view, "folder_id", filter(None, (folder_id,)))

    def widened(self) -> View | None:
        """Return the view without what it was narrowed to last; None at home."""
        if self.view.here:
            return self.view.widened()
        if set(self.view.query) == set(self.home.query):
            return None
        wider = self.view.widened()
        is_wider = set(self.home.query) <= set(wider.query)
        return wider if is_wider else self.home.ordered(self.view.order)
