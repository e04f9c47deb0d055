"""The app with a fault in one of its own parts, and a token among the local variables there."""

import os
import sys
import time
from typing import NoReturn

from textual.app import ComposeResult
from textual.screen import Screen

from kinescope_tui import app as real
from kinescope_tui.__main__ import main

TOKEN = os.environ["KINESCOPE_API_TOKEN"]
KIND = sys.argv[1]


def break_down() -> NoReturn:
    """Break, knowing the token."""
    token = TOKEN
    said = f" with {token}" if KIND == "secret-text" else f", {len(token)} characters of a secret"
    raise RuntimeError(f"a fault of ours{said}")


class BreakingScreen(Screen[None]):
    """Cannot be laid out."""

    def compose(self) -> ComposeResult:
        """Break."""
        break_down()


class BreakingApp(real.KinescopeApp):
    """Breaks when help is asked for."""

    def action_help(self) -> None:
        """Break in the way that was asked for."""
        match KIND:
            case "worker":
                self.run_worker(self._work())
            case "timer":
                self.set_timer(0.01, break_down)
            case "compose":
                self.push_screen(BreakingScreen())
            case "loop":
                os.write(1, b"does not listen")
                time.sleep(3_600)
            case _:
                break_down()

    async def _work(self) -> None:
        break_down()


real.KinescopeApp = BreakingApp  # type: ignore[misc]  # for the command line, which looks it up late
sys.argv = sys.argv[:1]
main()
