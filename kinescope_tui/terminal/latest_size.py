"""A screen that takes no size but the terminal's."""

from typing import TypeVar

from textual import events

from kinescope_tui.terminal.mixins import ScreenMixin

T = TypeVar("T")


class LatestSize(ScreenMixin[T]):
    """Leaves a size alone that is the terminal's no more.

    Laid out for a new size, a screen sends itself that size. Two of them under way at a time, and
    while Textual draws nothing for a moment, each is answered by the other: without end, and
    without letting anything else have its turn. Stands before the kind of screen among the bases.

    What there is room for the screen's classes tell before it has parts, and before it is laid out
    for another size. Textual marks it afterwards, class by class, and gives every part its styles
    anew each time.
    """

    def size_classes(self, width: int, height: int) -> dict[str, bool]:
        """Return which classes a screen of that many columns and rows has, and which it has not."""
        classes: dict[str, bool] = {}
        for length, points in (
            (width, self.HORIZONTAL_BREAKPOINTS or []),
            (height, self.VERTICAL_BREAKPOINTS or []),
        ):
            reached = [(least, name) for least, name in points if length >= least]
            here = max(reached)[1] if reached else ""
            classes |= {name: name == here for _, name in points}
        return classes

    async def _on_resize(self, event: events.Resize) -> None:
        """Leave it at one layout, where it is that which tells the screen of its size."""
        if event.size == self.outer_size:
            event.prevent_default()

    async def on_event(self, event: events.Event) -> None:
        """Take an event, unless it is a size that came late: the latest is under way, or taken."""
        if isinstance(event, events.Resize) and event.size != self.app.size:
            return
        if isinstance(event, events.Compose | events.Resize):
            self.update_classes(self.size_classes(*self.app.size), animate=False)
        await super().on_event(event)
