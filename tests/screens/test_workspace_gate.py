"""Of several ways into workspaces the last one counts, and nothing is left of the others."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from keyring_in_memory import MemoryStore
from patience import PATIENCE_S
from textual.geometry import Size
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.app.workspace_gate import WorkspaceGate
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.services.workspace.message_log import MessageLog
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import ClientFactory, Profile, Session
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.state_store import StateStore
from kinescope_tui.terminal.garbage import Collector

NAMES = ("acme", "second", "third")
ACME, SECOND, THIRD = (Profile(name, f"https://{name}.test") for name in NAMES)


class SlowStore(MemoryStore):
    """A keyring that answers about a profile when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = {name: asyncio.Event() for name in NAMES}
        for number, profile in enumerate((ACME, SECOND, THIRD), start=1):
            token = Token(str(UUID(int=number, version=4)))
            self.kept[profile.name, profile.base_url] = token

    async def read(self, profile: str, base_url: str) -> Token | None:
        if profile in self.may_answer:
            await self.may_answer[profile].wait()
        return await super().read(profile, base_url)


class StubStylesheet:
    """A stylesheet without styles."""

    async def read_ahead(self, _parts: int = 0) -> None:
        pass


class StubApp:
    """What the gate asks of the app, without a terminal."""

    def __init__(self) -> None:
        self.size = Size(80, 24)
        self.stylesheet = StubStylesheet()
        self.clock = TurnedClock()
        self.collector = Collector(self.clock)
        self.screen = object()
        self.messages = MessageLog()
        self.modes: list[str] = []
        self.told: list[str] = []
        self.jobs: list[asyncio.Task[object]] = []

    def in_background(self, job: Callable[[], Awaitable[object]]) -> None:
        async def run() -> None:
            await job()

        self.jobs.append(asyncio.create_task(run()))

    def notify(self, text: str, **_options: object) -> None:
        self.told.append(text)

    warn = notify

    def forget_held(self) -> None:
        pass

    def call_later(self, *_job: object) -> None:
        pass

    def clear_notifications(self) -> None:
        self.told.clear()

    def add_mode(self, name: str, _make: object) -> None:
        self.modes.append(name)

    async def remove_mode(self, name: str) -> None:
        self.modes.remove(name)

    async def switch_mode(self, _name: str) -> None:
        await asyncio.sleep(0)

    async def push_screen_wait(self, _screen: object) -> None:
        """Wait for an answer that nobody gives."""
        await asyncio.Event().wait()


class Gate(WorkspaceGate):
    """The gate of a stub."""

    def __init__(self, app: Any, sign_in: SignIn) -> None:
        super().__init__(app, sign_in, Settings())
        self.stub: StubApp = app
        self.store: SlowStore = sign_in.store  # type: ignore[assignment]  # the one made below

    def _ask_ahead(self, *_options: object) -> None:
        """Ask for nothing: there is no server."""

    @property
    def profile(self) -> Profile | None:
        return self.session.profile if self.session is not None else None

    async def answer(self, *names: str) -> None:
        """Let the keyring answer, and what follows from that happen."""
        for name in names:
            self.store.may_answer[name].set()
        jobs = [job for job in self.stub.jobs if not job.done()]
        await asyncio.wait(jobs, timeout=None if names else 0, return_when="FIRST_COMPLETED")


@pytest.fixture
async def gate(tmp_path: Path) -> Gate:
    """A gate that is open for acme."""
    profiles = ProfileStore(tmp_path)
    for profile in (ACME, SECOND, THIRD):
        profiles.add(profile)
    app = StubApp()
    made = Gate(app, SignIn(ClientFactory(ACME, clock=app.clock), SlowStore(), None, profiles))
    made.enter(made.sign_in)
    await made.answer("acme")
    assert made.profile == ACME
    return made


async def test_of_two_profiles_that_were_chosen_the_later_one_is_opened(gate: Gate) -> None:
    gate.use(SECOND)
    gate.use(THIRD)
    await gate.answer("third")
    assert gate.profile == THIRD
    await gate.answer("second")
    assert gate.profile == THIRD
    assert len(gate.stub.modes) == len(set(gate.stub.modes)) == len(gate.places)
    await gate.aclose()


async def test_who_enters_a_token_meanwhile_is_not_disturbed(gate: Gate) -> None:
    gate.use(SECOND)
    gate.enter_token()
    await gate.answer("second")
    assert gate.profile == ACME
    gate.stub.jobs[-1].cancel()
    await gate.aclose()


async def test_a_profile_that_goes_while_it_is_being_opened_stays_closed(gate: Gate) -> None:
    gate.use(SECOND)
    gate.sign_in.profiles.rename(SECOND, "renamed")
    await gate.answer("second")
    assert gate.profile == ACME
    assert gate.stub.told[-1] == "Profile second no longer exists."
    await gate.aclose()


async def test_who_quits_between_two_workspaces_leaves_none_open(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, closed = asyncio.Event(), []
    close = Session.aclose

    async def open_memory(_session: Session) -> None:
        waits.set()
        await asyncio.Event().wait()

    async def aclose(session: Session) -> None:
        closed.append(session.profile)
        await close(session)

    monkeypatch.setattr(Session, "open_memory", open_memory)
    monkeypatch.setattr(Session, "aclose", aclose)
    gate.use(SECOND)
    gate.store.may_answer["second"].set()
    await waits.wait()
    assert gate.session is None  # keys that come now find no workspace
    gate.stub.jobs[-1].cancel()
    await gate.aclose()
    assert closed == [ACME, SECOND]


async def test_what_is_to_be_forgotten_is_erased_elsewhere_the_index_before_the_rest(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased: list[tuple[str, bool]] = []
    may_erase, session = threading.Event(), gate.session
    assert session is not None
    there = threading.current_thread()

    def erase(name: str) -> Callable[..., None]:
        def noted(_store: object, *, with_index: bool = False) -> None:
            assert not with_index
            may_erase.wait(PATIENCE_S)
            erased.append((name, threading.current_thread() is there))

        return noted

    monkeypatch.setattr(StateStore, "forget", erase("state"))
    monkeypatch.setattr(IndexDatabase, "erase", erase("index"))
    assert not session.index.is_reading  # it is looked for, and there
    gate.forget()
    gate.forget()  # once is enough
    await asyncio.sleep(0)
    gate.stub.jobs[-1].cancel()  # as for who quits meanwhile
    closing = asyncio.create_task(gate.aclose())
    may_erase.set()
    await closing
    assert erased == [("index", False), ("state", False)]
    assert gate.stub.told[-1].startswith("Remembered rows and requests are erased.")
