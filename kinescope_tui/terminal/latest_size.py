"""A screen that takes no size but the terminal's."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events

T = TypeVar("T")

if TYPE_CHECKING:
    from textual.screen import Screen

    class _Base(Screen[T]):
        pass
else:
    # No screen itself: Textual takes styles from the first base that is one.
    class _Base(Generic[T]):
        pass


class LatestSize(_Base[T]):
    """Leaves a size alone that is the terminal's no more.

    Laid out for a new size, a screen sends itself that size. Two of them under way at a time, and
    while Textual draws nothing for a moment, each is answered by the other: without end, and
    without letting anything else have its turn. Stands before the kind of screen among the bases.
    """

    async def on_event(self, event: events.Event) -> None:
        """Take an event, unless it is a size that came late: the latest is under way, or taken."""
        if isinstance(event, events.Resize) and event.size != self.app.size:
            return
        await super().on_event(event)
