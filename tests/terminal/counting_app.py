"""The program, counting the keys that the terminal sends to it."""

from textual import events

from kinescope_tui import app as real
from kinescope_tui.__main__ import main


class CountingApp(real.KinescopeApp):
    """Tells at the end how many keys came."""

    keys = 0

    async def on_event(self, event: events.Event) -> None:
        """Count the keys of the driver."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.keys += 1
        await super().on_event(event)

    def exit(self, *arguments: object, **options: object) -> None:
        """Leave the count behind."""
        del arguments, options
        super().exit(message=f"{self.keys} keys came")


real.KinescopeApp = CountingApp  # type: ignore[misc]  # for the command line, which looks it up late
main()
