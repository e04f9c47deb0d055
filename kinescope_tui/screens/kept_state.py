"""How a screen is, kept for the next start without holding it up."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.state_keeper import StateKeeper, Write

if TYPE_CHECKING:
    from kinescope_tui.screens.session_screen import SessionScreen


class KeptState:
    """Writes a screen's state, where it has one, and that its place opens.

    Args:
        screen: Whose state, and where it is written in the background.
    """

    def __init__(self, screen: "SessionScreen") -> None:
        self._screen = screen
        self.keep(lambda: None, lambda: None)

    def keep(self, key: Callable[[], object], taken: Callable[[], Write | None]) -> None:
        """Let this be the state, as `StateKeeper` has it."""
        self._keeper = StateKeeper(lambda: self._screen.session.state_store, key, taken)

    def when_still(self) -> None:
        """Write the state if it is new and nothing happens to it."""
        self._write(self._keeper.when_still())

    def when_new(self) -> None:
        """Write the state if it is new."""
        self._write(self._keeper.when_new())

    def at_once(self) -> None:
        """Write the state here and now: who leaves has no time."""
        if (write := self._keeper.at_once()) is not None:
            write()

    def arrive(self) -> None:
        """Note that this place opens, now that it is drawn: a start may begin there."""
        screen = self._screen
        if screen.is_attached and screen in screen.app.screen_stack:
            self._write(self._keeper.arrival(screen.app.current_mode))

    def _write(self, write: Write | None) -> None:
        if write is not None:
            self._screen.in_background(partial(call_in_daemon, write, limit_s=None))
