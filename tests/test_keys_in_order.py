"""Keys in one go, in small apps whose parts are slow, go away, or never answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from patience import until
from textual import events, work
from textual.app import ComposeResult
from textual.keys import key_to_character
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kinescope_tui.keys.type_ahead import TypeAheadQueue, Typed, is_at_work

MANY = 300  # turns of the event loop: more than any answer takes that is merely on its way


async def _be_slow() -> None:
    for _ in range(MANY):
        await asyncio.sleep(0)


class Line(ModalScreen[str]):
    """A line that takes its time to open, and to close."""

    def compose(self) -> ComposeResult:
        yield Input()

    async def on_mount(self) -> None:
        await _be_slow()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        await _be_slow()
        self.dismiss(event.value)


class Fleeting(Static, can_focus=True):
    """Goes away with the first key, while others are on their way to it."""

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        self.remove()
        await _be_slow()


class Hanging(Static, can_focus=True):
    """Does not come back from a key before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs, self.let_go = asyncio.Event(), asyncio.Event()

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        self.hangs.set()
        await self.let_go.wait()


class Ended(Static):
    """Stays on the screen when it has ended."""

    async def _message_loop_exit(self) -> None:
        pass


class Small(TypeAheadQueue[None]):
    """Writes down what is pressed while nothing else has the focus."""

    BINDINGS = [("colon", "line", "line"), ("t", "later", "line, by a worker")]

    def __init__(self, part: Static | None = None) -> None:
        super().__init__()
        self.part = part
        self.pressed: list[str] = []
        self.lines: list[str] = []

    def compose(self) -> ComposeResult:
        if self.part is not None:
            yield self.part

    def leads_out(self, event: Typed) -> bool:
        return isinstance(event, events.Key) and event.key == "ctrl+q"

    def on_key(self, event: events.Key) -> None:
        self.pressed.append(event.key)

    def action_line(self) -> None:
        self.push_screen(Line(), lambda text: self.lines.append(text or ""))

    @work
    async def action_later(self) -> None:
        self.lines.append(await self.push_screen_wait(Line()))

    def type(self, *keys: str) -> None:
        for key in keys:
            self.post_message(events.Key(key, key_to_character(key)))

    async def until_ended(self) -> None:
        for _ in until(lambda: not self.is_running):
            await asyncio.sleep(0.001)

    async def until_taken(self) -> None:
        await asyncio.sleep(0)
        for _ in until(lambda: not self.holds_keys and not self.message_queue_size):
            await asyncio.sleep(0.001)


@asynccontextmanager
async def running(app: Small) -> AsyncIterator[Small]:
    async with app.run_test():
        yield app


async def test_keys_reach_the_line_that_a_key_opens_and_what_is_behind_it_when_it_closes() -> None:
    async with running(Small()) as app:
        app.type("colon", "4", "2", "enter", "x", "colon", "7", "enter", "y")
        await app.until_taken()
        for _ in until(lambda: len(app.lines) > 1 and "y" in app.pressed):
            await asyncio.sleep(0.001)
        assert app.lines == ["42", "7"]
        assert [key for key in app.pressed if key in "xy"] == ["x", "y"]


async def test_keys_reach_a_line_that_a_worker_opens() -> None:
    async with running(Small()) as app:
        app.type("t", "4", "2", "enter", "x")
        for _ in until(lambda: "x" in app.pressed):
            await asyncio.sleep(0.001)
        assert app.lines == ["42"]


async def test_a_part_that_goes_away_takes_no_key_with_it_but_its_own() -> None:
    async with running(Small(Fleeting())) as app:
        app.type("a", "b", "c")
        for _ in until(lambda: app.pressed[-1:] == ["c"]):
            await asyncio.sleep(0.001)
        assert app.pressed == ["b", "c"]


async def test_a_part_that_has_ended_is_not_waited_for_though_it_is_still_on_the_screen() -> None:
    part = Ended()
    async with running(Small(part)) as app:
        await part._close_messages()  # noqa: SLF001 - as a fault, or its removal, ends it
        assert part in app.screen.walk_children()
        assert not is_at_work(part)
        assert is_at_work(Static())  # it is still to come


async def test_where_a_part_hangs_quitting_twice_is_quitting() -> None:
    part = Hanging()
    async with running(Small(part)) as app:
        app.type("a", "b", "ctrl+q")
        await part.hangs.wait()
        for _ in until(lambda: not app.message_queue_size):
            await asyncio.sleep(0.001)
        assert app.is_running
        assert app.pressed == []
        app.CLOSE_TIMEOUT = 0.1  # nobody waits for what hangs
        app.type("ctrl+q")
        await app.until_ended()
        part.let_go.set()  # a program is left by force then, see `ExitGuard`; a test is not


class OnTheWay(Small):
    """Shows at first what takes no keys."""

    is_arrived = False

    @property
    def is_on_the_way(self) -> bool:
        return not self.is_arrived


async def test_keys_wait_for_what_they_are_meant_for() -> None:
    app = OnTheWay()
    async with running(app):
        app.type("colon", "4", "2", "enter", "x")
        for _ in until(lambda: not app.message_queue_size):
            await asyncio.sleep(0.001)
        assert app.pressed == []
        app.is_arrived = True
        app.post_message(app.Arrived())
        for _ in until(lambda: "x" in app.pressed):
            await asyncio.sleep(0.001)
        assert app.lines == ["42"]


async def test_what_waits_is_forgotten_and_holds_up_no_end() -> None:
    async with running(OnTheWay()) as app:
        app.type("x")
        for _ in until(lambda: not app.message_queue_size):
            await asyncio.sleep(0.001)
        held = app.holds_keys
        app.forget_held()
        assert (held, app.holds_keys) == (True, False)
        app.type("y", "ctrl+q")
        await app.until_ended()
        assert app.pressed == []
