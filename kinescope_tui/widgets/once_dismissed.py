"""A screen that is left once, however often it is told to."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete

T = TypeVar("T")

if TYPE_CHECKING:
    from textual.screen import Screen

    class _Base(Screen[T]):
        pass
else:
    # No screen itself: Textual takes styles from the first base that is one.
    class _Base(Generic[T]):
        pass


class OnceDismissed(_Base[T]):
    """Ignores a second dismissal: Textual would take away the screen beneath.

    Keys come faster than screens go, enter and escape for instance. Stands before the kind of
    screen among the bases.
    """

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave the screen with an answer, if it is still the one on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
