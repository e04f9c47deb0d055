"""Garbage: when it is collected, and when it has to wait."""

import gc
import io
import sys
import weakref

import pytest
from conftest import TOKEN
from stage import Open, signed_in
from textual.screen import Screen
from turned_clock import TurnedClock

from kinescope_tui.cli.wiring import run_app
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.terminal import garbage
from kinescope_tui.terminal.exit_guard import ExitGuard


class Round:
    """Refers to itself, so that only a collection ends it."""

    def __init__(self) -> None:
        self.itself = self


class Terminal(io.TextIOWrapper):
    """What the program takes for one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


@pytest.mark.parametrize(("objects", "is_left"), [(100, True), (40_000, False)])
def test_much_garbage_is_collected_and_little_is_left(objects: int, is_left: bool) -> None:
    gc.collect()  # the next one is far then
    left = weakref.ref(Round())
    kept = [[] for _ in range(objects)]  # type: ignore[var-annotated]  # whatever they hold
    garbage.collect_if_worth_it()
    assert (left() is not None) == is_left
    del kept


class Heap:
    """What the collector sees of garbage, and does about it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: list[object] = []
        self.done: list[str] = []
        self.clock = TurnedClock()
        monkeypatch.setattr(garbage, "collect_if_worth_it", self._collect)
        monkeypatch.setattr(gc, "collect", lambda: self.done.append("all"))
        monkeypatch.setattr(gc, "get_objects", lambda **_generation: self.found)
        monkeypatch.setattr(gc, "freeze", lambda: self.done.append("freeze"))
        monkeypatch.setattr(gc, "unfreeze", lambda: self.done.append("unfreeze"))

    def _collect(self, generation: int = 2) -> bool:
        self.done.append("look" if generation == 2 else "look at what came")
        return True

    def rest(self, collector: garbage.Collector, seconds: float = 0.31) -> list[str]:
        """Press a key, and return what is done while none follows."""
        self.done.clear()
        collector.touch()
        self.clock.turn(seconds)
        return self.done.copy()


async def test_garbage_is_looked_for_in_pauses_and_not_amid_keys(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as stage:
        stage.app.collector = garbage.Collector(stage.clock)
        await stage.passes(10)  # what is imported after the first rows
        looks: list[str] = []
        monkeypatch.setattr(garbage, "collect_if_worth_it", lambda *_: looks.append("look"))
        for _ in range(20):
            await stage.burst("j")
            stage.clock.turn(0.2)
        assert looks == []
        stage.clock.turn(0.11)
        assert looks == ["look"]
        stage.clock.turn(3_600)
        assert looks == ["look"]


def test_what_stays_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    heap = Heap(monkeypatch)
    place: Screen[None] = Screen()
    closed: Screen[None] = Screen()  # the other one is not gone yet
    lasting: set[object] | None = None
    collector = garbage.Collector(heap.clock, lambda: lasting)
    assert heap.rest(collector) == [
        "freeze",
        "look at what came",
    ]  # what the start has left is not looked at
    heap.found = [None, place, closed]
    assert heap.rest(collector) == ["look at what came"]  # a dialog is open
    collector.keep()
    assert heap.done == ["look at what came"]
    lasting = {place}
    assert heap.rest(collector) == ["look"]
    heap.found.pop()
    assert heap.rest(collector) == ["look", "freeze"]
    lasting = None
    heap.found = [None] * 100_000  # too much to look through it again and again
    assert heap.rest(collector) == ["look", "freeze"]
    collector.let_go()  # another workspace
    collector.let_go()
    assert heap.done == ["look", "freeze", "unfreeze"]


@pytest.mark.parametrize(("is_open", "rests"), [(False, 59), (True, 5)])
def test_what_was_left_out_is_looked_through_when_nobody_has_been_there_for_a_minute(
    monkeypatch: pytest.MonkeyPatch, is_open: bool, rests: int
) -> None:
    heap = Heap(monkeypatch)
    heap.found = [None] * 100_000
    collector = garbage.Collector(heap.clock, lambda: None if is_open else ())
    done = [heap.rest(collector, 61.0) for _ in range(rests - 1)]
    assert "all" not in [one for each in done for one in each]
    assert heap.rest(collector, 59.0) == ["look", "freeze"]
    heap.clock.turn(2.0)
    assert heap.done == ["look", "freeze", "unfreeze", "all", "freeze"]
    heap.clock.turn(3_600.0)
    assert heap.rest(collector, 61.0) == ["look", "freeze"]


async def test_no_screen_is_held_that_was_closed(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("question_mark")
        left = weakref.ref(stage.app.screen)
        await stage.press("escape")
        await stage.settle()
        gc.collect()
        assert left() is None


async def test_a_look_may_come_while_the_program_leaves(opened: Open) -> None:
    async with opened() as stage:
        assert stage.app._lasting_screens()  # noqa: SLF001 - what the collector is given
    assert not stage.app._lasting_screens()  # noqa: SLF001


def test_the_program_puts_collections_off(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, Terminal(io.BytesIO(), encoding="utf-8"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(ExitGuard, "run", lambda *_words, **_options: gc.get_threshold()[0])
    try:
        assert run_app(signed_in("http://127.0.0.1:1", TOKEN), Settings()) > 100_000
    finally:
        gc.set_threshold(*before)
