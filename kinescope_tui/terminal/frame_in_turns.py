"""A screen that draws a large frame in several turns of the event loop, and shows it in one."""

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import ScreenStackError
from textual.geometry import Size
from textual.widget import Widget

from kinescope_tui.terminal.frame_diff import read_ahead
from kinescope_tui.terminal.mixins import ScreenMixin

if TYPE_CHECKING:
    from kinescope_tui.terminal.line_compositor import LineCompositor, Spans

T = TypeVar("T")

LINES_A_TURN = 2
"""So many lines of the screen are drawn until others have their turn."""

LINES_AT_ONCE = 4
"""A frame of no more lines is drawn and shown in one turn: a move of the cursor, for instance."""

# What a screen does when it hears of these; Textual would have it go through all that it was sent.
_LONG = (events.Compose, events.Mount, events.ScreenResume, events.Resize, events.Callback)
_MAX_ROUNDS = 3  # what changes with every turn does not hold a frame up for ever


class FrameInTurns(ScreenMixin[T]):
    """Draws some lines, and goes on when what came meanwhile was heard.

    Textual draws all that changed at once, and does so again wherever something asks for it before
    anybody can have seen it: for each size and each layout while a screen opens, and twice where
    parts are both laid out and drawn anew. Here a frame that takes more than a few lines is due
    once, and is shown when all of it is drawn. What changes meanwhile is drawn behind it, into the
    same frame. Stands before the kind of screen among the bases.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._frame_turn: asyncio.Handle | None = None
        self._frame_undrawn: dict[int, Spans] = {}
        self._frame_drawn: list[str] = []
        self._frame_rounds = 0
        self._frame_size = Size()

    async def on_event(self, event: events.Event) -> None:
        """Take an event, and let others have their turn before the next one."""
        await super().on_event(event)
        if isinstance(event, _LONG):
            await asyncio.sleep(0)

    async def mount_composed_widgets(self, widgets: list[Widget]) -> None:
        """Mount its parts one after the other, each with all that is in it."""
        for widget in widgets:
            if self.is_attached:  # it may be left meanwhile
                await self.mount(widget)

    def _compositor_refresh(self) -> None:
        """Draw what changed; Textual calls this."""
        # It is done with all parts that changed then, those too of which it has not heard yet.
        self._compositor.update_widgets(self._dirty_widgets)
        compositor = self._compositor_in_turns
        is_few = compositor is not None and len(compositor.changed_lines) <= LINES_AT_ONCE
        if compositor is None or (is_few and self._frame_turn is None):
            super()._compositor_refresh()
            return
        self._dirty_widgets.clear()
        if self._frame_turn is None:
            self._begin_frame(compositor)
            self._take_turn_later()

    def _begin_frame(self, compositor: "LineCompositor") -> None:
        self._frame_undrawn, self._frame_drawn, self._frame_rounds = {}, [], 0
        self._frame_size = compositor.size

    @property
    def _compositor_in_turns(self) -> "LineCompositor | None":
        """What draws the lines, if the screen is on top in a terminal."""
        app = self.app
        try:
            is_seen = app.screen is self and not app.is_headless and not app.is_inline
        except ScreenStackError:  # the app is going
            return None
        compositor: Any = self._compositor
        return compositor if is_seen and hasattr(compositor, "take_changed") else None

    def _take_turn_later(self) -> None:
        # Not `call_soon`, which would put it before what came meanwhile.
        self._frame_turn = asyncio.get_running_loop().call_later(0, self._take_turn)

    def _take_turn(self) -> None:
        self._frame_turn = None
        try:
            self._draw_some()
        except Exception as error:  # noqa: BLE001 - raised again where the app hears of it
            self.call_later(_raise, error)

    def _draw_some(self) -> None:
        """Draw some lines; when all are drawn, show them in the next turn."""
        compositor, app = self._compositor_in_turns, self.app
        if compositor is None:  # it comes back drawn anew
            return
        if app._batch_count:  # noqa: SLF001 - there is no other way
            self.refresh()  # when what belongs together has changed
            return
        if compositor.size != self._frame_size:  # all of it is to be drawn anew
            self._begin_frame(compositor)
        is_late = self._frame_rounds >= _MAX_ROUNDS
        if self._frame_undrawn or (compositor.changed_lines and not is_late):
            if not self._frame_undrawn:
                self._frame_undrawn = compositor.take_changed()
                self._frame_rounds += 1
            lines = sorted(self._frame_undrawn)[:LINES_A_TURN]
            some = {y: self._frame_undrawn.pop(y) for y in lines}
            drawn = compositor.text_of(some, app)
            read_ahead(drawn)
            self._frame_drawn.append(drawn)
            self._take_turn_later()
            return
        app._display(self, compositor.update_of(self._frame_drawn))  # noqa: SLF001 - there is no other way
        app._update_mouse_over(self)  # noqa: SLF001 - as Textual does with each frame
        if compositor.changed_lines:
            self._compositor_refresh()


def _raise(error: Exception) -> None:
    raise error
