"""A memory that is opened too late for anybody to wait for leaves no mark of a failed start."""

import threading
from pathlib import Path

import pytest

from kinescope_tui.api import Token
from kinescope_tui.services.workspace import session as session_module
from kinescope_tui.services.workspace.run_mark import RunMark
from kinescope_tui.services.workspace.session import ClientFactory, Profile, Session, TokenSource
from kinescope_tui.services.workspace.state_store import StateStore

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
ACME = Profile("acme", "https://api.kinescope.io")


@pytest.mark.parametrize("hangs", ["before", "amid"])
async def test_a_slow_disk_does_not_make_the_next_start_begin_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    over, done = threading.Event(), threading.Event()
    really_open, really_begin = StateStore.open_for, RunMark.begin

    def open_slowly(store: StateStore, *owner: object) -> None:
        if hangs == "before":
            over.wait()
        really_open(store, *owner)  # type: ignore[arg-type]  # as it came
        done.set()

    def begin_slowly(mark: RunMark) -> bool:
        found = really_begin(mark)
        over.wait()
        return found

    monkeypatch.setattr(session_module, "_DISK_LIMIT_S", 0.0)
    monkeypatch.setattr(StateStore, "open_for", open_slowly)
    if hangs == "amid":
        monkeypatch.setattr(RunMark, "begin", begin_slowly)
    path = tmp_path / "seen.sqlite"
    session = Session(ClientFactory(ACME, state_store=StateStore(path)), TOKEN, TokenSource.TYPED)
    await session.open_memory()
    assert session.state_store.trouble
    over.set()
    assert done.wait(60.0)
    await session.aclose()
    assert list(tmp_path.glob("*.run")) == []
