"""A screen that is told once that it is the one on top."""

from typing import TypeVar

from textual import events

from kinescope_tui.terminal.mixins import ScreenMixin

T = TypeVar("T")


class ResumedOnce(ScreenMixin[T]):
    """Hears once that it is on top, until something else is.

    Textual says so twice where somebody goes to a place for the first time, and each time a screen
    catches up with what happened. Each time, too, it would give all parts their styles, which they
    have: another theme is given them by the app, and all else as it changes, out of sight as well,
    but for what depends on whether the terminal has the focus. Stands before the kind of screen
    among the bases.
    """

    _is_resumed = False
    _styled_with_focus: bool | None = None  # of the terminal

    async def on_event(self, event: events.Event) -> None:
        """Take an event, unless it tells what is known."""
        has_focus = self.app.app_focus
        if isinstance(event, events.Compose):
            self._styled_with_focus = has_focus
        elif isinstance(event, events.ScreenResume):
            event.refresh_styles = has_focus != self._styled_with_focus
            self._styled_with_focus = has_focus
        if isinstance(event, events.ScreenResume | events.ScreenSuspend):
            is_known = self._is_resumed and isinstance(event, events.ScreenResume)
            self._is_resumed = isinstance(event, events.ScreenResume)
            if is_known:
                return
        await super().on_event(event)
