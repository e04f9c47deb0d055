"""What all tests share: a fixed time zone, and no settings from outside."""

import asyncio
import gc
import os
import re
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from itertools import count
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from fork_server import FORK_SERVER
from hypothesis.internal import charmap
from hypothesis.internal.intervalsets import IntervalSet
from patience import PATIENCE_S
from scripted_server import ScriptedServer
from stage import Open, Stage, signed_in, staged
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient, Pacer, RetryPolicy, Token
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.terminal import garbage

pytest_plugins = ("forked_workers",)

# What is imported stays: to look through it again and again while it comes is in vain.
gc.disable()
# A shell lets what it starts in the background ignore these, nohup the last one, and so would what
# is started here.
for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)

_KEPT = re.compile(
    r"PATH|USER|LOGNAME|TMPDIR|CI|BUILD_NUMBER|KINESCOPE_FULL|VIRTUAL_ENV"
    r"|PYTHON(?:PATH|HASHSEED|FAULTHANDLER|TRACEMALLOC)"
    r"|(?:LD|PYTEST|HYPOTHESIS|COV|COVERAGE)_\w+"
)
"""The variables of whoever runs the tests that say where things are, and how tests are to run."""

# Proxies, languages, terminals and the like are nobody's affair here: tests set their own.
for name in [*os.environ]:
    if not _KEPT.fullmatch(name):
        del os.environ[name]
# What programs keep for their user is kept for nobody, and what he chose chooses nothing.
HOME = TemporaryDirectory(prefix="kinescope-tests-", ignore_cleanup_errors=True)
os.environ.update(HOME=HOME.name, TZ="UTC", LANG="C.UTF-8")
time.tzset()

FULL = os.environ.get("KINESCOPE_FULL") == "1"
"""Whether the long runs have the size at which they prove something."""

# App and server take turns when one has to wait: a turn that is taken amid work costs both of them
# time. The long runs take them as users do, for what only happens then.
if not FULL:
    sys.setswitchinterval(0.05)

# How long an example takes is the computer's affair. Whether the tests pass is no affair of
# chance: the long runs look for examples that nobody has met, and no other run does.
hypothesis.settings.register_profile(
    "here",
    max_examples=200 if FULL else 25,
    derandomize=not FULL,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("here")

TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"
"""Made up."""


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Leave what is here for good, the tests among it, out of every garbage collection."""
    try:
        return (yield)
    finally:
        know_utf_8()
        if session.config.option.workers:
            share_with_forks()
        gc.enable()
        gc.collect()
        garbage.freeze_startup_objects()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for terminals and keyrings: others work meanwhile."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("terminal", "keyring"))))


def pytest_sessionfinish() -> None:
    """End what was started, and look through what is left once; pytest does so five times."""
    FORK_SERVER.close()
    HOME.cleanup()
    gc.collect()
    gc.freeze()


def share_with_forks() -> None:
    """Look up here what each worker would look up for itself."""
    FORK_SERVER.prepare()

    @hypothesis.settings(max_examples=1, database=None)
    @hypothesis.given(hypothesis.strategies.text())
    def look_up(_text: str) -> None:
        """Hypothesis sorts all characters and reads the program's constants for an example."""

    look_up()


def know_utf_8() -> None:
    """Spare Hypothesis to try every character for its first text: 2 s and 190 MB a worker."""
    looked_up = charmap.intervals_from_codec
    utf_8 = IntervalSet(((0, 0xD7FF), (0xE000, sys.maxunicode))), IntervalSet(())

    @cache
    def known(codec: str) -> tuple[IntervalSet, IntervalSet]:
        return utf_8 if codec == "utf-8" else looked_up(codec)

    charmap.intervals_from_codec = known


def pytest_runtest_setup() -> None:
    """Begin without the tokens of other tests: each is a program of its own."""
    OWN_SECRETS._tokens.clear()  # noqa: SLF001 - a program forgets none


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol() -> None:
    """Collect garbage between tests, and not after each: that took a tenth of the time.

    What is left then was kept on purpose, and is looked through no more.
    """
    if next(_BEGAN) % _COLLECTS_AFTER == 0 and garbage.collect_if_worth_it():
        gc.freeze()


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this computer into a time zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def in_moscow(in_zone: Callable[[str], None]) -> None:
    """Puts this computer where the demo's workspace is, so that both have the same days."""
    in_zone("Europe/Moscow")


@pytest.fixture
def token() -> Token:
    return Token.parse(TOKEN)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as running:
        yield running


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """The same from a thread of its own, for commands that have a loop of theirs."""
    server, loop = ScriptedServer(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
async def client(server: ScriptedServer, token: Token) -> AsyncIterator[KinescopeClient]:
    """A client of the scripted server that retries at once."""
    quick = RetryPolicy(base_s=0.0)
    async with KinescopeClient(
        token, base_url=server.url, retry=quick, deadline_s=PATIENCE_S
    ) as made:
        yield made


@pytest.fixture
def make_client(token: Token) -> Callable[..., KinescopeClient]:
    def make(url: str, **options: object) -> KinescopeClient:
        settings: dict[str, object] = {"retry": RetryPolicy(base_s=0.0), "pacer": Pacer()}
        return KinescopeClient(token, base_url=url, **{**settings, **options})  # type: ignore[arg-type]  # passed through

    return make


_COLLECTS_AFTER = 100
_BEGAN = count(1)
_HOURS = count(1)  # what one test asked counts in no window of the next one's


@pytest.fixture
def clock() -> TurnedClock:
    """The time of the test; it stands still."""
    return TurnedClock(began_s=next(_HOURS) * 3_600.0)


@pytest.fixture(scope="module")
def demo_of_module(workspace: Workspace) -> Iterator[tuple[DemoServer, list[TurnedClock]]]:
    """A demo server over the workspace of the test's module, and the clock that it goes by."""
    clocks = [TurnedClock()]

    def now() -> float:
        return clocks[0].monotonic()

    with DemoServer(workspace, clock=now) as running:
        yield running, clocks


@pytest.fixture
def demo(
    demo_of_module: tuple[DemoServer, list[TurnedClock]], clock: TurnedClock
) -> Iterator[DemoServer]:
    """The demo server of the test's module as if it were new."""
    server, clocks = demo_of_module
    clocks[:] = [clock]
    yield server
    server.renew()


@pytest.fixture
def opened(demo: DemoServer, clock: TurnedClock) -> Open:
    """The app, signed in to the demo server."""

    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (100, 30), settings: Settings | None = None, **options: object
    ) -> AsyncIterator[Stage]:
        clock.turn(60)  # what an app before asked counts in no window any more
        sign_in = signed_in(demo.base_url, demo.token, **{"clock": clock, **options})
        async with staged(sign_in, size, settings) as stage:
            yield stage

    return open_
