"""Faults of the toolkit over a key or a click: each costs that event, and not the session."""

import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.widget import Widget

from kinescope_tui.api.clock import Clock

_MAX = 5  # in a minute; more of them are a loop
_MINUTE_S = 60.0
_FROM_THE_USER = (events.InputEvent, events.Paste, events.Enter, events.Leave, events.MouseRelease)
_TOOLKIT = {"textual", "rich"}


class InputFaults:
    """Forgives what breaks in Textual while it hands on what the user did, up to a limit.

    What is clicked may have left the screen a moment before, for instance, and Textual looks for
    its place there. A fault of ours is not forgiven.

    Attributes:
        count: How many were forgiven.
    """

    def __init__(self, tell: Callable[[Exception], None], clock: Clock | None = None) -> None:
        self.count = 0
        self._tell = tell
        self._clock = clock or Clock()
        self._times: deque[float] = deque(maxlen=_MAX)

    @contextmanager
    def forgiven(self, event: events.Event) -> Iterator[None]:
        """Let an event be taken; one over which Textual breaks is lost."""
        try:
            yield
        except Exception as error:
            if not (
                isinstance(event, _FROM_THE_USER) and _is_toolkits(error) and self._has_patience()
            ):
                raise
            self.count += 1
            self._tell(error)

    def guard_widgets(self) -> None:
        """Have the widgets of apps like this one forgive as well.

        Each of them, Textual's own among them, takes what it is handed in a task of its own, and
        there is no other place around all of those.
        """
        Widget.on_event = _on_event  # type: ignore[method-assign, assignment]  # see above

    def _has_patience(self) -> bool:
        now = self._clock.monotonic()
        if len(self._times) == _MAX and now < self._times[0] + _MINUTE_S:
            return False
        self._times.append(now)
        return True


def hits_what_is_gone(app: App[Any], event: events.Event) -> bool:
    """Tell whether a mouse is over a part that has just left the screen, and is still drawn there.

    Textual looks for where a selection begins in the part above it, and that is gone as well.
    """
    if not isinstance(event, events.MouseDown | events.MouseMove) or event.is_forwarded:
        return False
    try:
        part, _ = app.screen.get_widget_at(event.x, event.y)
    except (NoWidget, ScreenStackError):
        return False
    return not part.is_attached


async def _on_event(self: Widget, event: events.Event) -> None:
    faults = getattr(self.app, "input_faults", None)
    if isinstance(faults, InputFaults):
        with faults.forgiven(event):
            await MessagePump.on_event(self, event)
    else:
        await MessagePump.on_event(self, event)


def _is_toolkits(error: Exception) -> bool:
    """Tell whether the code that broke is the toolkit's, whoever called it."""
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        package = str(frame.f_globals.get("__name__")).partition(".")[0]
        if package not in sys.stdlib_module_names:
            return package in _TOOLKIT
    return False
