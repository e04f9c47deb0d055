"""Garbage: when it is collected, and when it has to wait."""

import gc
import time
import weakref

import pytest
from stage import Open

from kinescope_tui import garbage
from kinescope_tui.demo.workspace import Workspace


class Round:
    """Refers to itself, so that only a collection ends it."""

    def __init__(self) -> None:
        self.itself = self


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
        await stage.pilot.pause(1.5)  # what is imported after the first rows
        looks: list[int] = []
        monkeypatch.setattr(garbage, "collect_if_worth_it", looks.append)
        stage.in_one_go("j")
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            stage.in_one_go("j", "k")
            await stage.pilot.pause(0.05)
        assert looks == []
        await stage.pilot.pause(0.8)
        assert looks == [1]
        await stage.press("j")
        await stage.until(lambda: len(looks) == 3)
        assert looks == [1, 1, 2]
        await stage.pilot.pause(1.0)
        assert looks == [1, 1, 2]
