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


async def test_the_young_go_in_short_pauses_all_in_a_long_one_and_none_amid_keys(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as stage:
        stage.app.collector = garbage.Collector(stage.clock)
        await stage.passes(10)  # what is imported after the first rows
        looks: list[int] = []
        monkeypatch.setattr(garbage, "collect_if_worth_it", looks.append)
        for _ in range(20):
            await stage.burst("j")
            stage.clock.turn(0.2)
        assert looks == []
        stage.clock.turn(0.11)
        assert looks == [1]
        await stage.burst("j")
        stage.clock.turn(1.9)
        assert looks == [1, 1]
        stage.clock.turn(0.11)
        assert looks == [1, 1, 2]
        stage.clock.turn(3_600)
        assert looks == [1, 1, 2]


def test_all_goes_in_a_short_pause_where_no_long_one_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []

    def collect(generation: int) -> bool:
        looks.append(generation)
        return True

    monkeypatch.setattr(garbage, "collect_if_worth_it", collect)
    clock = TurnedClock()
    collector = garbage.Collector(clock)
    for _ in range(8):
        collector.touch()
        clock.turn(0.5)
    assert looks == [1, 1, 1, 2, 1, 1, 1, 2]


def test_what_stays_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    lasting: set[object] | None = None
    place, closed = Screen(), Screen()  # the other one is not gone yet
    found: list[object] = [None, place, closed]
    monkeypatch.setattr(garbage, "collect_if_worth_it", lambda _generation: True)
    monkeypatch.setattr(gc, "get_objects", lambda: found)
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    clock = TurnedClock()
    collector = garbage.Collector(clock, lambda: lasting)

    def rest() -> list[str]:
        done.clear()
        collector.touch()
        clock.turn(0.31)
        return done

    assert rest() == ["freeze"]  # what the start has left
    assert rest() == []  # a dialog is open
    collector.keep()
    assert done == []
    lasting = {place}
    assert rest() == []
    found.pop()
    assert rest() == ["freeze"]


def test_where_only_places_are_each_pause_has_a_look_at_all_that_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(garbage, "collect_if_worth_it", looks.append)
    clock = TurnedClock()
    collector = garbage.Collector(clock, set)
    for _ in range(3):
        collector.touch()
        clock.turn(0.5)
    assert looks == [2, 2, 2]


def test_what_was_left_out_is_looked_through_when_nobody_has_been_there_for_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(garbage, "_OFTEN", 10)
    monkeypatch.setattr(garbage, "collect_if_worth_it", lambda _generation: True)
    monkeypatch.setattr(gc, "get_objects", list)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "unfreeze", lambda: done.append("unfreeze"))
    clock = TurnedClock()
    collector = garbage.Collector(clock, set)
    collector.let_go()
    for _ in range(20):
        collector.touch()
        clock.turn(10.0)
    assert done == []
    clock.turn(180.0)
    clock.turn(3_600.0)
    assert done == ["unfreeze"]
    collector.touch()
    clock.turn(3_600.0)
    assert done == ["unfreeze"]  # too little was left out since
    collector.let_go()  # another workspace
    collector.let_go()
    assert done == ["unfreeze"] * 2


async def test_no_screen_is_held_that_was_closed(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("question_mark")
        left = weakref.ref(stage.app.screen)
        await stage.press("escape")
        await stage.settle()
        gc.collect()
        assert left() is None


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
