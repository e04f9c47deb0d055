"""What a session remembers is its own, whatever other sessions, old screens and new names do."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from kinescope_tui.api import Token
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace import session as session_module
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import ClientFactory, Profile, Session, TokenSource
from kinescope_tui.services.workspace.state_store import StateStore

T = TypeVar("T")

ONE, OTHER = (Token.parse(f"c0ffee00-0000-4000-8000-00000000{end}") for end in ("cafe", "beef"))
URL = "https://api.kinescope.io"
ACME = Profile("acme", URL)


def session_of(client_factory: ClientFactory, token: Token) -> Session:
    return Session(client_factory, token, TokenSource.TYPED)


async def test_what_old_screens_write_late_is_never_shown_with_another_token(
    tmp_path: Path,
) -> None:
    client_factory = ClientFactory(ACME, state_store=StateStore(tmp_path / "seen.sqlite"))
    old = session_of(client_factory, ONE)
    await old.open_memory()
    old.state_store.save("videos", {}, [{"title": "of the old workspace"}])
    new = session_of(client_factory, OTHER)
    await new.open_memory()  # before the old screens are gone
    old.state_store.save("videos", {}, [{"title": "of the old workspace, late"}])
    await old.aclose()
    old.state_store.save("videos", {}, [{"title": "of the old workspace, too late"}])
    assert new.state_store.load("videos") is None
    new.state_store.save("videos", {"row": 7})  # it still remembers
    await new.aclose()
    again = session_of(client_factory, OTHER)
    await again.open_memory()
    found = again.state_store.load("videos")
    assert found is not None
    assert (found.state, found.rows) == ({"row": 7}, [])
    await again.aclose()
    everything = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"old workspace" not in everything


async def test_a_disk_that_hangs_costs_the_memory_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(session_module, "_DISK_LIMIT_S", 0.0)
    monkeypatch.setattr(StateStore, "open_for", lambda *_: over.wait())
    session = session_of(ClientFactory(ACME, state_store=StateStore(tmp_path / "seen.sqlite")), ONE)
    await session.open_memory()
    over.set()
    assert (
        session.state_store.trouble
        == "The disk did not respond within 0 s, so nothing is remembered."
    )
    session.state_store.save("videos", {})
    assert session.state_store.load("videos") is None
    await session.aclose()


async def test_who_leaves_while_it_is_opened_has_not_seen_a_start_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, opened, over = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    really_open = StateStore.open_for

    def open_slowly(memory: StateStore, token: Token, base_url: str) -> None:
        really_open(memory, token, base_url)
        loop.call_soon_threadsafe(opened.set)
        over.wait()

    monkeypatch.setattr(StateStore, "open_for", open_slowly)
    session = session_of(ClientFactory(ACME, state_store=StateStore(tmp_path / "seen.sqlite")), ONE)
    opening = asyncio.create_task(session.open_memory())
    await opened.wait()
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    over.set()
    assert list(tmp_path.glob("*.run")) == []
    await session.aclose()


async def test_a_profile_that_gets_another_name_is_remembered_under_it(tmp_path: Path) -> None:
    profiles = ProfileStore(tmp_path / "config", tmp_path / "state")
    profiles.add(ACME)
    left = profiles.state_store("umbrella")  # by one of that name
    left.open_for(OTHER)
    left.close()
    session = session_of(ClientFactory(ACME, state_store=profiles.state_store("acme")), ONE)
    await session.open_memory()
    session.state_store.save("videos", {"row": 1})
    profiles.rename(ACME, "umbrella")
    session.state_store.follow(profiles.state_store("umbrella"))
    assert session.state_store.load("videos") is not None
    session.state_store.arrive("analytics")
    await session.aclose()
    assert {file.name for file in (tmp_path / "state").iterdir()} == {"seen-umbrella.sqlite"}
    again = profiles.state_store("umbrella")
    again.open_for(ONE, URL)
    assert again.load("videos") is not None
    assert (again.last_place, again.trouble) == ("analytics", "")
    again.close()


def test_a_rename_that_was_killed_half_way_loses_nothing_and_can_be_done_again(
    tmp_path: Path,
) -> None:
    profiles = ProfileStore(tmp_path)
    profiles.add(ACME)
    profiles.views("acme").keep("videos", "mine", View())
    # The new name is there, and the list does not know it yet.
    (tmp_path / "views-umbrella.json").hardlink_to(tmp_path / "views-acme.json")
    assert list(ProfileStore(tmp_path).views("acme").views("videos")) == ["mine"]
    ProfileStore(tmp_path).rename(ACME, "umbrella")
    assert list(ProfileStore(tmp_path).views("umbrella").views("videos")) == ["mine"]
    assert {file.name for file in tmp_path.iterdir()} == {"profiles.json", "views-umbrella.json"}


async def test_what_cannot_be_erased_in_time_is_told_and_keeps_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    ledger = tmp_path / "requests.sqlite"
    ledger.touch()
    store = StateStore(tmp_path / "seen.sqlite")
    session = session_of(ClientFactory(ACME, state_store=store, ledger_path=ledger), ONE)
    really_forget = StateStore.forget

    def forget_late(memory: StateStore, *, with_index: bool) -> None:
        over.wait()
        really_forget(memory, with_index=with_index)

    monkeypatch.setattr(StateStore, "forget", forget_late)
    limits = iter([0.0, None])

    async def in_daemon(function: Callable[[], T], *, limit_s: float | None) -> T:
        assert limit_s
        return await call_in_daemon(function, limit_s=next(limits))

    monkeypatch.setattr(session_module, "call_in_daemon", in_daemon)
    with pytest.raises(OSError, match="the disk did not respond") as caught:
        await session.forget()
    assert caught.value.filename == str(tmp_path / "seen.sqlite")
    assert not ledger.exists()
    over.set()
    await session.aclose()
