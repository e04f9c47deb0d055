"""An app whose places are shown as soon as they are whole."""

import asyncio
from contextlib import ExitStack

from textual.app import App, ScreenStackError

_LOOK_S = 0.001


class WholePlaces(App[None]):
    """Draws nothing of a place until its parts have heard all that they were sent.

    Textual draws nothing for a twentieth of a second, whatever there is by then: a place that is
    there already waits for that, and then for the next tick, and one that takes longer is drawn in
    the making, and several times.
    """

    PATIENCE_S = 0.25  # what takes longer is shown as far as it is there

    def delay_update(self, delay: float = 0.0) -> None:
        """Draw nothing until the screen on top is whole; Textual asks for that at each place."""
        hold = ExitStack()
        hold.enter_context(self.batch_update())
        loop = asyncio.get_running_loop()
        until = loop.time() + max(delay, self.PATIENCE_S)

        def look() -> None:
            if loop.time() < until and not self._is_whole:
                loop.call_later(_LOOK_S, look)
            else:
                hold.close()
                self._draw_soon()

        loop.call_later(_LOOK_S, look)

    @property
    def _is_whole(self) -> bool:
        """Whether the parts of the screen on top have nothing more to hear."""
        try:
            screen = self.screen
        except ScreenStackError:  # the app is going
            return True
        return not any(part.message_queue_size for part in screen.walk_children(with_self=True))

    def _draw_soon(self) -> None:
        try:
            screen = self.screen
        except ScreenStackError:
            return
        screen.refresh()
        draw = getattr(screen, "_on_timer_update", None)
        if draw is not None:  # else with the next tick
            screen.call_next(draw)
