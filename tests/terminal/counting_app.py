"""The program, writing down the keys that come from the terminal in the file of its last word.

And how many had come whenever all that followed from them was done.
"""

import asyncio
import sys
from pathlib import Path

from textual import events

from kinescope_tui import app as real
from kinescope_tui.__main__ import main
from kinescope_tui.keys.type_ahead import is_at_work
from kinescope_tui.screens.session_screen import SessionScreen

CAME = Path(sys.argv.pop()).open("w", buffering=1)  # noqa: SIM115 - as long as the program runs


_SOON_S = 0.01


class CountingApp(real.KinescopeApp):
    """Writes a line for every key of the driver, and one for whatever is pasted."""

    came = done = 0

    async def on_event(self, event: events.Event) -> None:
        """Write down what the driver sends."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            CAME.write(f"{event.key if isinstance(event, events.Key) else 'pasted'}\n")
            self.came += 1
            if self.came == 1:
                self.look()
        await super().on_event(event)

    def look(self) -> None:
        """Write down how many keys are done with, and look again soon."""
        if self.done < self.came and self.is_still:
            self.done = self.came
            CAME.write(f"= {self.done}\n")
        asyncio.get_running_loop().call_later(_SOON_S, self.look)

    @property
    def is_still(self) -> bool:
        """Whether nothing is to be done, to be drawn or to be answered."""
        screen = self.screen
        is_behind = screen._layout_required or screen._dirty_widgets or screen._callbacks  # noqa: SLF001
        asks = isinstance(screen, SessionScreen) and screen.session.journal.under_way
        works = any(worker.is_running and worker.node is screen for worker in self.workers)
        if is_behind or asks or works or self.holds_keys or is_at_work(self):
            return False
        return not any(map(is_at_work, screen.walk_children(with_self=True)))


real.KinescopeApp = CountingApp  # type: ignore[misc]  # for the command line, which looks it up late
main()
