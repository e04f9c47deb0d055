"""The program, writing down the keys that come from the terminal in the file of its last word."""

import sys
from pathlib import Path

from textual import events

from kinescope_tui import app as real
from kinescope_tui.__main__ import main

CAME = Path(sys.argv.pop()).open("w", buffering=1)  # noqa: SIM115 - as long as the program runs


class CountingApp(real.KinescopeApp):
    """Writes a line for every key of the driver, and one for whatever is pasted."""

    async def on_event(self, event: events.Event) -> None:
        """Write down what the driver sends."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            CAME.write(f"{event.key if isinstance(event, events.Key) else 'pasted'}\n")
        await super().on_event(event)


real.KinescopeApp = CountingApp  # type: ignore[misc]  # for the command line, which looks it up late
main()
