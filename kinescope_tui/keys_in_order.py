"""Keys that come faster than they are understood, taken one after the other."""

import time
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events, on
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

T = TypeVar("T")
Typed = events.Key | events.Paste

_AT_ONCE_S = 0.01  # between two keys of one go; no person is as quick, and no key that is held down
_ROUNDS = 3  # what a key does sends something itself, `Input.Submitted` for instance, that does
_PATIENCE_S = 0.5


class KeysInOrder(App[T], Generic[T]):
    """Lets no key overtake the one before it.

    Textual hands a key to what has the focus, and runs what is bound to it only when it has come
    back from there. Of `:42` in one go, as it comes over a slow line or from a script, the digits
    would be there before the line that they are meant for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Typed] = deque()
        self._last_at = 0.0
        self._ready_screen: Screen[object] | None = None
        self._last_target: tuple[Screen[object], DOMNode] | None = None

    class Followed(Message):
        """Went the way of a key behind it, and has arrived: so has the key."""

        def __init__(self, round_: int) -> None:
            super().__init__()
            self.round = round_

    @property
    def holds_keys(self) -> bool:
        """Whether keys came whose turn has not come."""
        return bool(self._held)

    async def on_event(self, event: events.Event) -> None:
        """Take a key, or hold it until the one before it is taken."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await self.take_event(event)
            return
        self._held.append(event)
        if len(self._held) > 1:
            return
        if time.monotonic() < self._last_at + _AT_ONCE_S:
            self._follow()
        else:
            await self._let_go_when_ready(event)

    async def take_event(self, event: events.Event) -> None:
        """Take an event whose turn it is."""
        await super().on_event(event)

    async def _take(self, event: Typed) -> None:
        self._last_target = (self.screen, self.focused or self.screen)
        self._last_at = time.monotonic()
        await self.take_event(event)

    def _follow(self) -> None:
        """Send something after the last key, to hear when it is taken."""
        self._lose_patience_with(self._held[0])
        if self._last_target is None or not self._last_target[1].post_message(self.Followed(1)):
            self.call_next(self._let_go_when_ready, self._held[0])

    def _lose_patience_with(self, event: Typed) -> None:
        """Take all keys in a moment if this one is still held: who would answer may be gone."""
        self.set_timer(_PATIENCE_S, lambda: self.call_next(self._let_all_go, event))

    @on(Followed)
    async def _arrive(self, event: Followed) -> None:
        if not self._held or self._last_target is None:
            return
        screen, target = self._last_target
        is_last = event.round == _ROUNDS or self.screen is not screen
        if is_last or not target.post_message(self.Followed(event.round + 1)):
            await self._let_go_when_ready(self._held[0])

    async def _let_go_when_ready(self, event: Typed) -> None:
        """Take it, but not before the screen has its parts, and one of them the focus."""
        screen = self.screen
        if screen is self._ready_screen:
            await self._let_go(event)
            return

        def ready() -> None:
            self._ready_screen = screen
            self.call_next(self._let_go, event)

        self._lose_patience_with(event)
        if not screen.call_after_refresh(ready):
            await self._let_go(event)

    async def _let_go(self, event: Typed) -> None:
        """Take the key that was held the longest, if it still is that one."""
        if self._held and self._held[0] is event:
            await self._take(event)
            self._held.popleft()
            if self._held:
                self._follow()

    async def _let_all_go(self, event: Typed) -> None:
        if self._held and self._held[0] is event:
            while self._held:
                await self._take(self._held.popleft())
