"""Keys that come faster than they are understood, taken one after the other."""

import asyncio
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import events, on
from textual.app import App, ScreenStackError
from textual.message import Message
from textual.widget import Widget

from kinescope_tui.keys.bound_keys import bound_actions, leaves_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.screen import Screen

T = TypeVar("T")
Typed = events.Key | events.Paste

_LOOK_S = 0.05  # between two looks whether parts that are waited for are still there
_MAX_ROUNDS = 40  # for a key: a part that sends itself something without end does not stop it


def is_at_work(part: "MessagePump") -> bool:
    """Return whether a part of the screen has something to do, or is doing it."""
    try:  # what does nothing waits for its queue to fill
        queue: Any = part._message_queue  # noqa: SLF001 - there is no other way
        if queue.ready_event._waiters and not queue.values:  # noqa: SLF001
            return False
    except AttributeError:  # Textual keeps it in another way
        if not part.message_queue_size:
            return False
    # One that has ended leaves in its queue what is there.
    return not (isinstance(part, Widget) and part.is_mounted and not part.is_running)


def parts_of(screen: "Screen[object]") -> "list[MessagePump]":
    """Return a screen and all its parts; every key asks, and most of them do nothing."""
    parts: list[MessagePump] = [screen]
    try:
        for part in parts:
            parts += part._nodes._nodes  # type: ignore[attr-defined]  # noqa: SLF001 - without a call
    except AttributeError:  # Textual keeps them in another way
        return list(screen.walk_children(with_self=True))
    return parts


class TypeAheadQueue(App[T], Generic[T]):
    """Lets no key overtake the one before it.

    Textual hands a key to what has the focus, and runs what is bound to it only when it has come
    back from there. Of `:42` in one go, as it comes over a slow line or from a script, the digits
    would be there before the line that they are meant for.

    A key waits until no part of the screen has anything to do any more, however long that takes. A
    part that is gone is not waited for; one that hangs is left by quitting twice. While what keys
    are meant for is on its way, as at the start, all wait but the one that ends the program.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Typed] = deque()
        self._awaited: set[MessagePump] = set()
        self._is_looking = False
        self._rounds = 0
        # Not held: once closed it is to be garbage before the next key.
        self._ready_screen: Callable[[], Screen[object] | None] = lambda: None

    class Arrived(Message):
        """A screen that lets keys wait has gone."""

    class Followed(Message):
        """Came after what a part had to do, so that this is done."""

        def __init__(self, part: "MessagePump") -> None:
            super().__init__()
            self.part = part

    @property
    def holds_keys(self) -> bool:
        """Whether keys came whose turn has not come."""
        return bool(self._held)

    @property
    def is_on_the_way(self) -> bool:
        """Whether the screen has `LETS_KEYS_WAIT`: they are meant for what comes after it."""
        return bool(self.screen_stack) and getattr(self.screen, "LETS_KEYS_WAIT", False)

    def leads_out(self, event: Typed) -> bool:
        """Return whether a key ends the program."""
        del event
        return False

    def forget_held(self) -> None:
        """Let go what was typed for what did not come; what is being taken is let go by nobody."""
        if self.is_on_the_way:
            self._held.clear()

    async def on_event(self, event: events.Event) -> None:
        """Take a key, or hold it until the one before it is done."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await self.take_event(event)
            return
        is_out = self.leads_out(event) and (
            self.is_on_the_way or any(map(self.leads_out, self._held))
        )
        self._held.append(event)
        if is_out:
            await self.take_event(event)
        elif not self._awaited:
            await self._go_on()

    async def take_event(self, event: events.Event) -> None:
        """Take an event whose turn it is."""
        if not (isinstance(event, events.Key) and await self._run_bound(event)):
            await super().on_event(event)

    async def _run_bound(self, event: events.Key) -> bool:
        """Run what is bound to a key, where no part of the screen looks at keys itself."""
        is_for_all = not event.is_forwarded and self.app_focus and self.screen.maximized is None
        if not (is_for_all and leaves_keys(self.focused)):
            return False
        for action, place in bound_actions(self.screen, event.key):
            if await self.run_action(action, place):
                if (painter := getattr(self.screen, "painter", None)) is not None:
                    painter.paint_due()
                return True
        return False

    async def _go_on(self) -> None:
        """Take the keys that are held, until one has to wait."""
        while self._held:
            await asyncio.sleep(0)  # a worker that the key before it began may show a screen
            if self.is_on_the_way:
                return  # `Arrived` goes on
            busy = self._busy_parts()
            if busy and self._rounds < _MAX_ROUNDS:
                self._wait_for(busy)
                return
            self._rounds = 0
            await self.take_event(self._held[0])
            self._held.popleft()

    def _busy_parts(self) -> "set[MessagePump]":
        """Return the parts that the next key has to wait for; the app itself at last."""
        try:
            screen = self.screen
        except ScreenStackError:
            return set()
        busy = {part for part in parts_of(screen) if is_at_work(part)}
        if screen is not self._ready_screen():
            busy.add(screen)
        if not busy and self.message_queue_size:
            busy.add(self)
        return busy

    def _wait_for(self, busy: "set[MessagePump]") -> None:
        """Go on when these have done what they have to do now."""
        self._rounds += 1
        self._awaited = busy
        screen = self.screen
        for part in busy:
            if part is not screen or screen is self._ready_screen():
                part.post_message(self.Followed(part))
                continue

            def ready() -> None:
                self._ready_screen = weakref.ref(screen)
                screen.post_message(self.Followed(screen))

            # Not before the screen has its parts, and one of them the focus.
            screen.call_after_refresh(ready)
        if not self._is_looking:
            self._is_looking = True
            self.call_later(self._look_at_awaited)

    @on(Arrived)
    async def _take_what_waited(self, event: Arrived) -> None:
        event.stop()
        if not self._awaited:
            await self._go_on()

    @on(Followed)
    async def _arrive(self, event: Followed) -> None:
        event.stop()
        await self._wait_no_more_for({event.part})

    async def _look_at_awaited(self) -> None:
        """Look whether what is waited for is still there: of what is gone nothing arrives."""
        gone = {part for part in self._awaited if not (part.is_running and part.is_attached)}
        await self._wait_no_more_for(gone - {self})
        self._is_looking = bool(self._awaited)
        if self._is_looking:
            self.set_timer(_LOOK_S, self._look_at_awaited)

    async def _wait_no_more_for(self, parts: "set[MessagePump]") -> None:
        if self._awaited & parts:
            self._awaited = self._awaited - parts
            if not self._awaited:
                await self._go_on()
