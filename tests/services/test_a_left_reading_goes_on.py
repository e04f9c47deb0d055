"""Who looks at an index that was left half-way finds it read on, unless it was paused."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from indexing import NOW, Workspace, video
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import NoIndexError
from kinescope_tui.services.index.index_reader import IndexReader
from kinescope_tui.services.index.index_state import IndexState
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


async def _look_late(
    index: WorkspaceIndex, monkeypatch: pytest.MonkeyPatch
) -> tuple[asyncio.Task[IndexState], asyncio.Event]:
    """Begin to look; what is found is told when it is let go."""
    read, is_read, let_go = index.query.read, asyncio.Event(), asyncio.Event()

    async def late(question: Any) -> Any:
        found = await read(question)
        is_read.set()
        await let_go.wait()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(index.query, "read", late)
        look = asyncio.create_task(index.look())
        await is_read.wait()
    return look, let_go


async def test_an_older_look_does_not_stand_for_what_was_read_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Workspace(VIDEOS)
    index = _index(tmp_path, there)
    await _left(index, there, _breaks)
    look, let_go = await _look_late(index, monkeypatch)
    await index.read()
    let_go.set()
    assert (await look).is_whole
    assert index.state is not None
    assert index.state.is_whole

    look, let_go = await _look_late(index, monkeypatch)
    await index.forget()
    let_go.set()
    with pytest.raises(NoIndexError):
        await look
    assert index.as_of is None
    await index.aclose()


async def test_what_is_begun_while_the_file_is_erased_is_read_into_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Workspace(VIDEOS)
    index = _index(tmp_path, there)
    await index.read()
    goes_on, erase = threading.Event(), IndexDatabase.erase

    def erase_slowly(database: IndexDatabase) -> None:
        goes_on.wait()
        erase(database)

    monkeypatch.setattr(IndexDatabase, "erase", erase_slowly)
    forgetting = asyncio.create_task(index.forget())
    for _ in until(lambda: index.as_of is None):
        await asyncio.sleep(0)
    index.start()
    read = IndexReader.read
    began: list[bool] = []

    async def read_noted(reader: IndexReader, *, full: bool = False) -> bool:
        began.append(full)
        return await read(reader, full=full)

    monkeypatch.setattr(IndexReader, "read", read_noted)
    for _ in range(5):
        await asyncio.sleep(0)
    assert began == []
    goes_on.set()
    await forgetting
    await _ended(index)
    assert began == [False]
    assert (await index.look()).is_whole
    await index.aclose()
