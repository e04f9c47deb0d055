"""What stands before a screen or a widget among the bases, and changes what that does."""

from typing import TYPE_CHECKING, Generic, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    class ScreenMixin(Screen[T]):
        """A screen, to whoever reads the code."""

    class WidgetMixin(Widget):
        """A widget, to whoever reads the code."""
else:
    # Neither itself: Textual takes styles from the first base that is one.

    class ScreenMixin(Generic[T]):
        """A screen, to whoever reads the code."""

    class WidgetMixin:
        """A widget, to whoever reads the code."""
