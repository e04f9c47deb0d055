"""Who looks at an index that was left half-way finds it read on, unless it was paused."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from indexing import NOW, Workspace, video
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.services.index.workspace_index import WorkspaceIndex

VIDEOS = [video(n) for n in range(450)]


def _index(folder: Path, there: Workspace) -> WorkspaceIndex:
    clock = TurnedClock(NOW)
    return WorkspaceIndex(there.client, lambda _salt: "me", folder / "i.sqlite", clock, most_mb=64)


async def _ended(index: WorkspaceIndex) -> None:
    for _ in until(lambda: not index.is_reading):
        await asyncio.sleep(0)


def _breaks() -> None:
    raise KeyError("quit")


async def _left(index: WorkspaceIndex, there: Workspace, at: Callable[[], object]) -> None:
    there.at[3] = at
    index.start()
    await _ended(index)
    there.at.clear()


async def test_what_was_left_is_read_on_at_once(tmp_path: Path) -> None:
    there = Workspace(VIDEOS)
    before = _index(tmp_path, there)
    await _left(before, there, _breaks)
    await before.aclose()
    index = _index(tmp_path, there)
    assert (await index.look()).reading is not None
    assert index.freshen()
    await _ended(index)
    state = await index.look()
    assert state.is_whole
    assert not index.freshen()  # it is fresh
    await index.aclose()


async def test_what_was_paused_waits_for_the_user(tmp_path: Path) -> None:
    there = Workspace(VIDEOS)
    index = _index(tmp_path, there)
    await _left(index, there, index.pause)
    assert (await index.look()).reading is not None
    assert not index.freshen()
    assert index.start()
    await _ended(index)
    assert (await index.look()).is_whole
    await index.aclose()
