"""Every fault on every screen: what the user sees, what is kept, and that a retry works."""

import asyncio
import http.client
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from conftest import FULL
from patience import until
from stage import Stage, signed_in, staged
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import Pacer, RetryPolicy, Token
from kinescope_tui.api.funnel import DEADLINE_S
from kinescope_tui.demo.faults import KINDS, Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.session import ClientFactory, Profile
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.token_store import KeyringAbsentError, TokenStore

# What the panel says. Whatever passes by itself is tried once here; that it is repeated, and how
# often, is tested with the client.
FAILING = {
    "reset": "The response was cut off",
    "close": "The response was cut off",
    "cut": "The response was cut off",
    "cut-unsized": "The response is cut off or damaged",
    "bad-chunk": "The response was cut off",
    "hang": "The request timed out",
    "slow": "timed out",  # before its first byte or after it
    "400": "400 · The server rejected these parameters",
    "401": "401 · The token was not accepted",
    "402": "402 · Your plan's limit is reached",
    "403": "403 · No permission for this",
    "404": "404 · Not found, or not visible to this token",
    "405": "405 · The server refused the request",
    "408": "408 · The server refused the request",
    "409": "409 · The server refused the request",
    "413": "413 · The request is too large",
    "422": "Must be one of: title (oneof)",
    "429": "429 · Too many requests",
    "429-plain": "429 · Too many requests",
    "429-hour": "3,600 s",
    "500": "500500 INTERNAL_SERVER_ERROR",
    "502": "502 · The server failed",
    "503": "Got a gateway's web page",
    "504": "504 · The server failed",
    "redirect": "portal.invalid",
    "no-content": "204 · The response is empty",
    "odd-error": "The server sent no message",
    "huge-error": "500 · The server failed",
    "hostile-error": "aGVsbG8=␇",
    "junk": "The response was cut off",
    "odd-status": "999 · The server failed",
    "long-header": "The response was cut off",
    "html": "Got a web page instead of the API",
    "empty": "The response is empty",
    "null": "Unexpected response",
    "list": "Unexpected response",
    "string": "Unexpected response",
    "number": "Unexpected response",
    "envelope": "io error",
    "bad-gzip": "The response was cut off",
    "half-gzip": "The response was cut off",
    "stacked-gzip": "The response cannot be used",
    "bomb": "The response is too large",
    "flood": "The response is too large",
    "data-null": "Unexpected response",
    "data-object": "Unexpected response",
}
# One of each sort, where it matters more what fails than how. That what is said of a kind is the
# same wherever it is said is tested without a screen, so a screen or two see each, and all in full.
FEW = ("reset", "cut", "hang", "401", "403", "422", "429", "500", "html", "data-null")
TOKEN_CHECK = (
    "reset", "close", "cut", "cut-unsized", "hang", "401", "429-plain", "500", "502",
    "redirect", "hostile-error", "html", "empty", "envelope", "bad-gzip", "bomb", "data-null",
)  # fmt: skip
HARMLESS = [kind for kind in KINDS if kind not in {*FAILING, "offline", "mixed"}]
NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
Open = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(400, now=NOW, hostile=False)


@pytest.fixture(scope="module")
def server_of_module(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, limits=False) as running:
        yield running


@pytest.fixture
def server(server_of_module: DemoServer) -> Iterator[DemoServer]:
    """The server of this module as if it were new."""
    yield server_of_module
    server_of_module.renew()


class Unpausing(Pacer):
    """Lets the next one go after a 429; that all wait is tested with the client."""

    def pause(self, seconds: float) -> None:
        del seconds


def client_factory(server: DemoServer) -> ClientFactory:
    once = RetryPolicy(attempts=1)
    clock = TurnedClock(NOW)
    return ClientFactory(
        Profile("demo", server.base_url), Unpausing(windows=(), clock=clock), once, clock=clock
    )


@asynccontextmanager
async def open_on(server: DemoServer, size: tuple[int, int] = (110, 30)) -> AsyncIterator[Stage]:
    made = client_factory(server)
    options = {"pacer": made.pacer, "retry": made.retry, "clock": made.clock}
    async with staged(signed_in(server.base_url, server.token, **options), size) as stage:
        yield stage


@pytest.fixture
def opened(server: DemoServer) -> Open:
    """The app on the server."""
    return partial(open_on, server)


def goes_wrong(stage: Stage, server: DemoServer, fault: str) -> None:
    """Let something go wrong from now on."""
    server.faults[:] = [Fault.parse(fault)]
    stage.hangs = server.faults[0].kind in {"hang", "slow"}


def is_clean(text: str) -> bool:
    """Tell whether nothing in a text would be obeyed by a terminal."""
    return not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in text)


def some(kinds: Sequence[str], first: int) -> Sequence[str]:
    """Return every other kind, or all in full."""
    return kinds if FULL else kinds[first::2]


def batches(kinds: Iterable[str], size: int) -> list[tuple[str, ...]]:
    """Return the kinds a few at a time: to start the app takes longer than to fail."""
    listed = list(kinds)
    return [tuple(listed[n : n + size]) for n in range(0, len(listed), size)]


async def test_a_start_that_fails_says_why_and_a_retry_works(
    server: DemoServer, opened: Open
) -> None:
    first, *later = ("reset", "401", "429", "html", "data-null")
    server.faults[:] = [Fault.parse(f"{first}x1@/v1/videos")]
    async with opened() as stage:
        for kind in (first, *later):
            if kind != first:  # the retry fails as well
                server.faults[:] = [Fault.parse(f"{kind}x1@/v1/videos")]
                await stage.press("r")
            assert FAILING[kind] in stage.text
            assert any(
                said in stage.text for said in ("could not be loaded", "cannot read", "No videos")
            )
            assert stage.status.startswith(" ✗ ")
        await stage.press("r")
        assert "row 1 of 400" in stage.text


async def test_a_failure_is_told_and_everything_is_kept_and_a_retry_works(
    server: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await stage.press("j", "j")
        line = stage.cursor_line[:80]
        for number, (kind, said) in enumerate(FAILING.items(), start=1):
            # The rows and the cursor stay, with their age.
            goes_wrong(stage, server, f"{kind}x1@/v1/videos")
            await stage.press("r")
            assert said in stage.text, kind
            assert stage.status.startswith(" ✗ ")
            assert "req " in stage.status
            assert "refresh failed; rows are from" in stage.text
            assert stage.cursor_line[:80] == line
            assert is_clean(stage.text)
            stage.hangs = False
            if FULL or number % 4 == 0:  # the others are followed by the next failure
                await stage.press("r")
                assert "refresh failed" not in stage.text, kind
                assert stage.cursor_line[:80] == line


async def test_so_is_one_of_a_video_and_of_a_request_that_is_sent_again(
    server: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await stage.press("enter")
        for kind in some(FEW, 0):
            goes_wrong(stage, server, f"{kind}x1@/v1/videos/")
            await stage.press("r")
            assert FAILING[kind] in stage.text, kind
            assert "Overview" in stage.text
            stage.hangs = False
            await stage.press("r")
            assert "✓ 200" in stage.status, kind
        await stage.press("escape", "escape", "4")
        for kind in some(FEW, 1):
            goes_wrong(stage, server, f"{kind}x1")
            await stage.press("x")
            # What is asked again may be of any shape, as long as it is an envelope.
            assert stage.cursor_line.split()[2] == "✗" or kind.startswith("data-"), kind
            assert is_clean(stage.text)
            await stage.press("exclamation_mark")
            assert "✗" in stage.text
            assert "req " in stage.status
            assert is_clean(stage.text)
            stage.hangs = False
            await stage.press("escape")


async def test_a_page_or_a_video_that_never_came_is_told_and_a_retry_brings_it(
    server: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        for kind in some(FEW, 0):
            goes_wrong(stage, server, f"{kind}x1@/v1/videos")
            await stage.press("G")
            assert FAILING[kind] in stage.text, kind
            assert "not loaded · r retries" in stage.text
            stage.hangs = False
            await stage.press("r")
            assert "not loaded" not in stage.text, kind
            stage.in_one_go("g", "r")
            await stage.settle()
        for kind in some(FEW, 1):
            goes_wrong(stage, server, f"{kind}x1@/v1/videos/")
            await stage.press("enter")
            assert FAILING[kind] in stage.text, kind
            stage.hangs = False
            await stage.press("r")
            assert "✓ 200" in stage.status, kind
            assert "Overview" in stage.text
            stage.in_one_go("escape", "escape", "r")
            await stage.settle()


PLACES = {
    "analytics": "Views per day",
    "billing": "INV-",
    "usage": "CDN traffic per day",
    "projects": "Marketing",
}


OF_PLACES = ("cut", "hang", "422", "data-null")


@pytest.mark.parametrize("shift", range(len(OF_PLACES) if FULL else 1))
async def test_every_other_place_tells_a_failure_and_a_retry_works(
    server: DemoServer, opened: Open, shift: int
) -> None:
    async with opened() as stage:
        for number, (place, rows) in enumerate(PLACES.items()):
            kind, later = (OF_PLACES[(number + shift + n) % len(OF_PLACES)] for n in (0, 1))
            goes_wrong(stage, server, kind)
            stage.in_one_go("colon", *place, "enter")
            await stage.settle()
            assert stage.status.startswith(" ✗ ")
            assert FAILING[kind] in stage.text or place == "billing"  # one line for two of them
            assert rows not in stage.text
            server.faults.clear()
            stage.hangs = False
            await stage.press("r")
            assert rows in stage.text
            assert "✓ 200" in stage.status
            goes_wrong(stage, server, later)
            await stage.press("r")
            assert FAILING[later] in stage.text
            assert "stale" in stage.text or "refresh failed" in stage.text
            assert rows in stage.text
            server.faults.clear()
            stage.hangs = False
            await stage.press("r")
            assert "stale" not in stage.text
            assert "refresh failed" not in stage.text


async def test_a_search_that_fails_keeps_rows_and_text_and_a_retry_works(
    server: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        await stage.press("j", "j")
        line = stage.cursor_line[:80]
        for kind in some(FEW, 1):
            goes_wrong(stage, server, f"{kind}x1@/v1/videos")
            stage.in_one_go("slash", *"SDK")
            await stage.passes(0.3)
            assert FAILING[kind] in stage.text
            assert stage.cursor_line[:80] == line
            assert "SDK" in stage.lines[1]
            stage.hangs = False
            await stage.press("enter")
            assert "found by the server" in stage.text
            assert "SDK" in stage.cursor_line
            assert FAILING[kind] not in stage.text
            await stage.press("escape")
            stage.in_one_go("g", "j", "j")
            await stage.settle()
            assert stage.cursor_line[:80] == line


async def test_an_export_that_fails_saves_nothing_and_goes_on(
    server: DemoServer, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as stage:
        await stage.press("e", "ctrl+u", *"all")  # before the ending
        # Too many requests are no end for what nobody looks at: it waits, and goes on.
        for kind in (kind for kind in FEW if kind != "429"):
            goes_wrong(stage, server, f"{kind}@/v1/videos")
            asked = len(server.requests)
            await stage.burst("enter")
            await stage.until(lambda before=asked: len(server.requests) > before)  # type: ignore[misc]  # bound now
            await stage.settle()
            await stage.shows("Stopped at 0 of 400 videos", "enter continues")
            assert list(tmp_path.glob("*.csv")) == [], kind
        server.faults.clear()
        stage.hangs = False
        stage.in_one_go("enter")
        await stage.shows("400 of 400 videos in")
    assert [file.name for file in tmp_path.iterdir()] == ["all.csv"]


class NoTokens(TokenStore):
    """A keyring without a token that keeps none either."""

    async def read(self, profile: str, base_url: str) -> Token | None:
        del profile, base_url
        return None

    async def save(self, profile: str, base_url: str, token: Token) -> None:
        del profile, base_url, token
        raise KeyringAbsentError


async def test_a_token_check_that_fails_is_told_and_the_text_stays(server: DemoServer) -> None:
    async with staged(SignIn(client_factory(server), NoTokens()), (140, 40)) as stage:
        stage.app.screen.query_one(Input).value = server.token
        for kind in TOKEN_CHECK:
            goes_wrong(stage, server, f"{kind}x1")
            arrived = len(server.requests)
            await stage.burst("enter")
            if stage.hangs:
                await stage.until(lambda before=arrived: len(server.requests) > before)  # type: ignore[misc]  # bound now
                stage.clock.turn(DEADLINE_S)
            await stage.settle()
            said = FAILING[kind].split(" · ")[-1].split(" (")[0]
            assert said in " ".join(line.strip(" │") for line in stage.lines), kind
            assert server.token not in stage.text
        await stage.press("enter")
        await stage.shows("The token is valid")


# Odd is what surrounds the rows, or how they follow each other: no video by itself has that.
OF_LISTS = {kind for kind in HARMLESS if kind.startswith("total-")} | {
    "no-meta", "not-objects", "small-pages", "repeated-ids", "shifting",
}  # fmt: skip


@pytest.mark.parametrize("kinds", batches(HARMLESS, 11), ids=" ".join)
async def test_an_odd_answer_costs_no_more_than_what_is_odd(
    server: DemoServer, opened: Open, kinds: tuple[str, ...]
) -> None:
    server.faults[:] = [Fault.parse(kinds[0])]
    async with opened() as stage:
        for kind in kinds:
            server.faults[:] = [Fault.parse(kind)]
            await stage.press("r", "G")
            assert "✓ 200" in stage.status, kind
            assert stage.cursor_line, kind
            assert is_clean(stage.text), kind
            if kind not in OF_LISTS:
                server.faults[:] = [Fault.parse(f"{kind}@/v1/videos/")]
                await stage.press("enter")
                assert is_clean(stage.text), kind
                await stage.press("escape", "escape")
        server.faults.clear()
        await stage.press("r", "g")
        assert "row 1 of 400" in stage.text


# One of each sort: of the answer, its total, its rows, their fields, and what is in them.
ODDEST = ("no-id", "not-objects", "total-changing", "repeated-ids", "shifting", "wrong-types",
          "odd-ids", "odd-numerals", "huge-texts", "escapes")  # fmt: skip


WAYS = (("r", "j", "G"), ("end", "s"), ("]", "g"))


@pytest.mark.parametrize("kinds", batches(ODDEST, 5), ids=" ".join)
async def test_so_it_does_wherever_one_goes_and_what_came_is_shown_and_quoted_as_it_was(
    server: DemoServer, opened: Open, kinds: tuple[str, ...]
) -> None:
    async with opened() as stage:
        for number, kind in enumerate(kinds):
            server.faults[:] = [Fault.parse(kind)]
            for keys in WAYS if FULL else [WAYS[number % len(WAYS)]]:
                await stage.press(*keys)
                assert stage.cursor_line, kind
                assert is_clean(stage.text), kind
            server.faults.clear()
            await stage.press("r", "g")
            assert "row 1 of 400" in stage.text, kind
        await stage.press("4")
        for _ in kinds:
            await stage.press("j", "enter")
            assert is_clean(stage.text)
            await stage.press("y", "s")
            assert is_clean(stage.text)
            await stage.press("escape", "escape")


ODD = {
    "total-none": "row 1 of ?",
    "total-zero": "was wrong",
    "total-negative": "row 1 of ?",
    "total-text": "row 1 of ?",
    "total-less": "row 1 of 200",
    "no-meta": "row 1 of ?",
    "small-pages": "page 1/20",
    "repeated-ids": "its id is used by another row",
    "not-objects": "entries could not be read",
    "blank": "(no title)",
    "unknown-status": "re-anima",
    "escapes": "␛",
    "markup": "[@click=app.quit]",
    "bidi": "⟨RLO⟩",
    "surrogates": "\ufffd",
    "nulls": "(no title)",
}


async def test_what_is_odd_is_shown_as_it_is(server: DemoServer, opened: Open) -> None:
    async with opened((140, 60)) as stage:
        for kind, seen in ODD.items():
            server.faults[:] = [Fault.parse(kind)]
            await stage.press("r")
            assert seen in stage.text, kind


@pytest.mark.parametrize("kind", some(["total-none", "total-negative", "no-meta", "total-text"], 0))
async def test_every_row_is_reached_whatever_the_total_says(
    server: DemoServer, opened: Open, kind: str
) -> None:
    server.faults[:] = [Fault.parse(kind)]
    async with opened() as stage:
        for _ in range(12):
            await stage.press("G")
        await stage.press("k", "j")
        assert "row 400 of" in stage.text


# What is no answer at all.


def listens(server: DemoServer) -> bool:
    """Tell whether a server can be reached."""
    host, _, port = server.base_url.removeprefix("http://").rpartition(":")
    with socket.socket() as line:
        return line.connect_ex((host, int(port))) == 0


async def test_a_server_that_comes_back_is_found_again(server: DemoServer, opened: Open) -> None:
    async with opened() as stage:
        line = stage.cursor_line[:90]
        server.faults[:] = [Fault.parse("offlinex1")]
        await stage.press("r")
        server.held.set()
        await stage.press("r")
        assert "The server cannot be reached" in stage.text
        assert "refused the connection" in stage.text
        assert stage.cursor_line[:90] == line
        asked = len(server.requests)
        server.held.clear()
        for _ in until(lambda: listens(server)):
            await asyncio.sleep(0)
        await stage.press("r")
        assert "✓ 200" in stage.status
        assert len(server.requests) == asked + 1
        assert stage.cursor_line[:90] == line


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://kinescope.invalid", "The server name was not found"),
        ("http://127.0.0.1:{closed}", "refused the connection"),
        ("https://127.0.0.1:{plain}", "The connection is not trusted"),
    ],
)
async def test_an_address_where_no_api_is_has_words_of_its_own(
    server: DemoServer, url: str, seen: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        plain = server.base_url.rpartition(":")[2]
        address = url.format(closed=taken.getsockname()[1], plain=plain)
        once = RetryPolicy(attempts=1)
        async with staged(signed_in(address, server.token, retry=once)) as stage:
            assert seen in stage.text
            assert "could not be loaded" in stage.text
            await stage.press("exclamation_mark")
            assert "the server sent none" in stage.text or "nothing was sent" in stage.text
            await stage.press("q", "q")
    assert len(server.requests) == 0


async def test_limits_that_another_program_uses_up_are_waited_for(workspace: Workspace) -> None:
    clock = TurnedClock()
    with DemoServer(workspace, clock=clock.monotonic) as server:
        async with staged(signed_in(server.base_url, server.token, clock=clock)) as stage:
            line = stage.cursor_line
            netloc = server.base_url.removeprefix("http://")
            for _ in range(10):
                connection = http.client.HTTPConnection(netloc, timeout=240)
                bearer = {"Authorization": f"Bearer {server.token}"}
                connection.request("GET", "/v1/projects", headers=bearer)
                assert connection.getresponse().read()
                connection.close()
            await stage.burst("r")
            await stage.shows("next try in")
            assert stage.status.startswith(" ↻ 429 ")
            assert "r now, esc stop" in stage.status
            assert stage.cursor_line == line
            await stage.settle()
            assert "✓ 200" in stage.status


# Storms.


async def test_a_refused_token_is_one_message_on_ten_requests(
    server: DemoServer, opened: Open
) -> None:
    async with opened() as stage:
        server.faults[:] = [Fault.parse("401")]
        for _ in range(5):
            await stage.burst("r", "G", "g")
        await stage.settle()
        assert stage.text.count("The token was not accepted") == 1
        assert "row " in stage.text


async def test_failures_without_end_make_no_more_than_three_messages(
    server: DemoServer,
) -> None:
    quick = {"pacer": Pacer(()), "retry": RetryPolicy(attempts=1)}
    async with staged(signed_in(server.base_url, server.token, **quick), (100, 40)) as stage:
        server.faults[:] = [Fault.parse("500@/v1/videos")]
        shown: set[str] = set()
        for number in range(40 if FULL else 12):
            # Of questions that come in one go only the last is asked.
            for keys in ("sr", "Sr", "sr", "r", "lr", "r"):
                stage.in_one_go(*keys[:-1])
                await stage.burst(keys[-1])
            await stage.burst("l" if number % 2 else "home")
            shown |= {str(toast.render()) for toast in stage.app.screen.query("Toast")}
        await stage.settle()
        session = stage.app.screen.session  # type: ignore[attr-defined]  # a SessionScreen
        assert sum(exchange.error is not None for exchange in session.journal) >= (
            200 if FULL else 60
        )
        assert len(shown) <= 3
        assert stage.text.count("─ ✗") == 1
        server.faults.clear()
        await stage.press("r", "j")
        assert stage.cursor_line


async def test_a_fault_among_many_keys_never_ends_the_program(server: DemoServer) -> None:
    import random

    chance = random.Random(5)  # noqa: S311 - keys, not secrets
    keys = [
        "j", "k", "G", "g", "]", "[", "l", "h", "s", "S", "r", "enter", "escape", "y", "i", "4",
        "1",
        "grave_accent", "exclamation_mark", "f", "x", "w", "question_mark", "pagedown", "end",
    ]  # fmt: skip
    quick = {
        "pacer": Pacer(()),
        "retry": RetryPolicy(base_s=0.0),
        "deadline_s": 1.0,
    }
    async with staged(signed_in(server.base_url, server.token, **quick), (80, 24)) as stage:
        server.faults[:] = [Fault.parse("mixed=0.3")]
        for _ in range(120):
            await stage.burst(chance.choice(keys))
            assert stage.app.is_running
        server.faults.clear()
        await stage.settle()
        assert is_clean(stage.text)
        assert stage.app.input_faults.count == 0
