"""Whatever is opened, left and opened again: no part of a screen, and no session, stays behind."""

import gc
from collections import Counter

import pytest
from conftest import FULL
from stage import Open, Stage
from textual.widget import Widget

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.terminal import garbage

ROUNDS = 100 if FULL else 2


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


@pytest.fixture(autouse=True)
def looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the program leave nothing out of a collection: that would not be among the objects.

    What other tests have left is out of all of them already.
    """
    gc.collect()
    gc.freeze()
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda: None)


def left() -> Counter[str]:
    """Return how many parts of screens and sessions there are, by their kind."""
    garbage.forget_who_asked()
    gc.collect()
    kinds = [type(one) for one in gc.get_objects()]
    return Counter(kind.__name__ for kind in kinds if issubclass(kind, (Widget, Session)))


async def rests(stage: Stage) -> None:
    """Wait until nothing is to be done any more: it holds who wants it done."""
    stage.app.clear_notifications()
    await stage.passes(60)
    # Whoever waits for a message holds the one before it, and that may tell of work of a session.
    stage.app.call_later(_nothing)
    await stage.settle()


def _nothing() -> None:
    """Do nothing."""


TOUR = (
    "enter", "right_square_bracket", "right_square_bracket", "escape",
    "question_mark", "escape", "f", "escape", "y", "escape", "ctrl+p", "escape",
    "slash", "7", "enter", "s", "slash", "backspace", "enter",
    "2", "T", "escape", "3", "4", "enter", "escape", "5", "1",
)  # fmt: skip
"""A video, dialogs, a search, and all places."""


@pytest.mark.timeout(3600 if FULL else 600)
async def test_no_part_of_a_screen_is_left_behind(opened: Open) -> None:
    async with opened() as stage:
        for _ in range(2):  # what stays is made, and what remembers the last one has one
            await stage.press(*TOUR)
        await rests(stage)
        before = left()
        assert before["ListScreen"]
        for _ in range(ROUNDS):
            await stage.press(*TOUR)
        await rests(stage)
        await stage.until(lambda: not left() - before, lambda: str(left() - before))


async def open_anew(stage: Stage) -> None:
    """Open the workspace as if it were another one, and look around."""
    gate, old = stage.app.gate, stage.app.gate.session
    gate.enter(gate.sign_in)
    await stage.until(lambda: gate.session not in {None, old})
    await stage.until(lambda: not stage.is_opening)
    await stage.press("enter", "escape", "2", "1")


async def test_no_workspace_is_left_behind(opened: Open) -> None:
    async with opened() as stage:
        for _ in range(2):
            await open_anew(stage)
        await rests(stage)
        before = left()
        assert before["Session"]
        for _ in range(ROUNDS):
            await open_anew(stage)
        await rests(stage)
        await stage.until(lambda: not left() - before, lambda: str(left() - before))
