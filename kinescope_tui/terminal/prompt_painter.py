"""Paints what a key changed at the end of its turn, instead of at the next tick of a clock."""

import asyncio
from operator import attrgetter
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

_FRAME_S = 1 / 60  # at most so often; what comes faster Textual gathers
# What else of a part may have changed: Textual has to look what that means for others.
_MORE = attrgetter(
    "_layout_required", "_scroll_required", "_recompose_required", "_refresh_styles_required"
)
_NEEDED = ("_on_timer_update", "_dirty_widgets", "_compositor")


class PromptPainter:
    """Paints parts of a screen of which nothing but the looks changed.

    Textual has a part send itself a message, and the screen another one, and a timer paints what
    the screen knows of by then. Where something is not there that this needs, so it goes here too.
    """

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._is_possible = all(hasattr(screen, name) for name in _NEEDED)
        self._due: asyncio.Handle | None = None
        self._painted_at = 0.0

    def take(self, part: Widget) -> bool:
        """Take a part that changed, and return whether it is painted soon."""
        if not _is_repainted(part):
            return False
        if self._due is None:
            screen, loop = self._screen, asyncio.get_running_loop()
            is_possible = self._is_possible and screen.is_active
            if not is_possible or loop.time() - self._painted_at < _FRAME_S:
                return False
            self._painted_at = loop.time()
            self._due = loop.call_soon(self.paint_due)
        return True

    def paint_due(self) -> None:
        """Paint what is to be painted soon; of all parts, as Textual would, in its order."""
        if self._due is None:
            return
        self._due.cancel()
        self._due = None
        screen = self._screen
        try:
            seen = screen._compositor.visible_widgets  # noqa: SLF001 - there is no other way
            changed = [part for part in seen if _is_repainted(part)]
            if any(part.message_queue_size for part in changed):
                for part in changed:  # what comes of their messages belongs into the same frame
                    Widget.check_idle(part)
                return
            for part in changed:
                part._repaint_required = False  # noqa: SLF001
            screen._dirty_widgets.update(changed)  # noqa: SLF001
            screen._on_timer_update()  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 - raised again where the app hears of it
            screen.call_later(_raise, error)


def _is_repainted(part: Widget) -> bool:
    if not getattr(part, "_repaint_required", False):
        return False
    try:
        return not any(_MORE(part))
    except AttributeError:
        return False


def _raise(error: Exception) -> None:
    raise error
