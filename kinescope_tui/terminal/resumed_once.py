"""A screen that is told once that it is the one on top."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events

T = TypeVar("T")

if TYPE_CHECKING:
    from textual.screen import Screen

    class _Base(Screen[T]):
        pass
else:
    # No screen itself: Textual takes styles from the first base that is one.
    class _Base(Generic[T]):
        pass


class ResumedOnce(_Base[T]):
    """Hears once that it is on top, until something else is.

    Textual says so twice where somebody goes to a place for the first time, and each time a screen
    gives all its parts their styles, and catches up with what happened. Stands before the kind of
    screen among the bases.
    """

    _is_resumed = False

    async def on_event(self, event: events.Event) -> None:
        """Take an event, unless it tells what is known."""
        if isinstance(event, events.ScreenResume | events.ScreenSuspend):
            is_known = self._is_resumed and isinstance(event, events.ScreenResume)
            self._is_resumed = isinstance(event, events.ScreenResume)
            if is_known:
                return
        await super().on_event(event)
