"""Garbage: when it is collected, and when it has to wait."""

import gc
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


@pytest.fixture
def collected_never() -> None:
    gc.collect()  # the next one is far then


@pytest.mark.usefixtures("collected_never")
@pytest.mark.parametrize(("objects", "is_left"), [(1_000, True), (40_000, False)])
def test_much_garbage_is_collected_and_little_is_left(objects: int, is_left: bool) -> None:
    left = weakref.ref(Round())
    kept = [[] for _ in range(objects)]  # type: ignore[var-annotated]  # whatever they hold
    garbage.collect_if_worth_it()
    assert (left() is not None) == is_left
    del kept


async def test_it_is_looked_for_when_nobody_types(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as stage:
        quiet: list[float] = []
        monkeypatch.setattr(garbage, "collect_if_worth_it", lambda: quiet.append(stage.app.quiet_s))
        for key in "jk" * 8:
            await stage.press(key)
            await stage.pilot.pause(0.1)
        assert quiet == []
        await stage.until(lambda: bool(quiet))
        assert quiet[0] > 1
