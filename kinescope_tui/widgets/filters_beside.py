"""The filters beside a list, which are made when they are first shown."""

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.widgets.list_filters_pane import ListFiltersPane


class FiltersBeside:
    """Stands for a pane that there may not be yet: until then there is nothing to do for it.

    Args:
        make: Makes the pane.
    """

    def __init__(self, make: "Callable[[], ListFiltersPane]") -> None:
        self._make = make
        self._pane: ListFiltersPane | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the pane is."""
        return self._pane is not None and self._pane.display

    @property
    def has_focus(self) -> bool:
        """Whether the pane has."""
        return self._pane is not None and self._pane.has_focus

    def made(self) -> "ListFiltersPane":
        """Return the pane."""
        if self._pane is None:
            self._pane = self._make()
        return self._pane

    def lay_out(self, body: Widget, before: Widget, *, is_shown: bool) -> None:
        """Show the pane in the body of a list before another part, or take it away."""
        if self._pane is None and is_shown:
            body.mount(self.made(), before=before)
        if self._pane is not None:
            self._pane.display = is_shown
            if is_shown:
                self._pane.begin()
                self._pane.show_choices()

    def focus(self) -> None:
        """Go there."""
        if self._pane is not None:
            self._pane.focus()

    def begin_at_top(self) -> None:
        """Go to its first line."""
        if self._pane is not None:
            self._pane.begin_at_top()

    def tell_key(self) -> None:
        """Name the key that leads there, if letters are keys now."""
        if self._pane is not None:
            self._pane.tell_key()

    def show_choices(self) -> None:
        """Show what the list can be narrowed to."""
        if self._pane is not None:
            self._pane.show_choices()

    def forget_choices(self) -> None:
        """Ask anew for projects and counts."""
        if self._pane is not None:
            self._pane.forget_choices()
