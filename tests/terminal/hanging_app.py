"""The app with a thread that hangs, and a key that asks ten things at a time."""

import asyncio
import threading
import time

from kinescope_tui import app as real
from kinescope_tui.__main__ import main
from kinescope_tui.screens.session_screen import SessionScreen


class HangingApp(real.KinescopeApp):
    """Asks ten things when help is asked for, and waits for threads that never end."""

    def action_help(self) -> None:
        """Ask, and let threads hang: one as a keyring's, one as that of a name server."""
        screen = self.screen
        if isinstance(screen, SessionScreen):
            for _ in range(10):
                self.run_worker(screen.session.client.video("v"), exit_on_error=False)
        threading.Thread(target=time.sleep, args=[60], daemon=True).start()
        self.run_worker(self._wait())

    async def _wait(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)


real.KinescopeApp = HangingApp  # type: ignore[misc]  # for the command line, which looks it up late
main()
