"""Signing in, and changing the token: what is asked, what is kept, what is forgotten."""

import asyncio

import pytest
from conftest import TOKEN
from keyring_in_memory import MemoryStore
from scripted_server import Hold, Part, ScriptedServer, answer, page
from stage import Stage, signed_in, staged
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import DEFAULT_BASE_URL, Token
from kinescope_tui.services.workspace.session import ClientFactory, Profile
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.token_store import TokenStore

OTHER = "c0ffee00-0000-4000-8000-00000000beef"
TRIAL = "/v1/projects?page=1&per_page=1&catalog_type=vod"
REFUSED = answer({"error": {"code": 100102, "message": "unauthorized"}}, "401 Unauthorized")
VIDEO = {"id": "v", "title": "Of the first workspace", "status": "done"}
OTHER_VIDEO = {"id": "w", "title": "Of the second workspace", "status": "done"}


def way_in(url: str, store: TokenStore) -> SignIn:
    return SignIn(ClientFactory(Profile("acme", url), clock=TurnedClock()), store)


async def enter(stage: Stage, text: str) -> None:
    """Paste a text into the field and press enter."""
    field = stage.app.screen.query_one(Input)
    field.value = text
    await stage.press("enter")
    await stage.hides("Checking …", "Saving it")
    await stage.until(lambda: not stage.is_opening)
    await stage.settle()


async def test_the_screen_says_where_a_token_comes_from_and_for_whom(
    server: ScriptedServer,
) -> None:
    async with staged(way_in(DEFAULT_BASE_URL, MemoryStore()), (80, 24)) as stage:
        for told in ("acme", "api.kinescope.io", "Settings → API tokens", "ctrl+q quits"):
            assert told in stage.text
        await stage.press("escape")
        assert "Sign in" in stage.text
    assert server.requests == []


async def test_what_is_no_token_is_told_before_anything_is_sent_and_what_is_one_is_hidden(
    server: ScriptedServer,
) -> None:
    async with staged(way_in(server.url, MemoryStore())) as stage:
        field = stage.app.screen.query_one(Input)
        for text in ("", "   ", "nonsense", TOKEN[:-1], TOKEN + "0", "тoken", "a b"):
            await enter(stage, text)
            assert "Nothing was sent." in stage.text
            assert not text.strip() or text.strip() not in stage.text
            field.value = TOKEN  # which takes back what was said
            await stage.hides("Nothing was sent.")
        # It shows, copies and tells nothing of one.
        await stage.press("home", "shift+end", "ctrl+c", "ctrl+x")
        assert stage.app.clipboard == ""
        assert TOKEN not in stage.picture
        assert field.value == TOKEN
    assert server.requests == []


async def test_an_answer_about_a_token_that_was_edited_meanwhile_is_dropped(
    server: ScriptedServer,
) -> None:
    store = MemoryStore()
    async with staged(way_in(server.url, store)) as stage:
        field = stage.app.screen.query_one(Input)
        for number, late in enumerate((page({"id": "p"}), REFUSED), start=1):
            hold = Hold()
            server.script = [[hold, late]]
            field.value = TOKEN
            await stage.burst("enter")
            await stage.until(lambda asked=number: len(server.requests) == asked)  # type: ignore[misc]  # bound now
            field.value = OTHER
            hold.let_go()  # the answer comes, and is of no use any more
            await stage.until(lambda asked=number: server.answered == asked)  # type: ignore[misc]  # bound now
            await stage.settle()
            assert "Sign in" in stage.text
            assert field.value == OTHER
            assert "not accepted" not in stage.text
            assert "Use for this session only" not in stage.text
    assert store.kept == {}


async def test_a_token_is_not_kept_that_was_edited_when_the_answer_came(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    async with staged(way_in(server.url, store)) as stage:
        field = stage.app.screen.query_one(Input)

        async def edited_when_it_comes(_way: SignIn, _token: Token) -> None:
            field.value = OTHER  # nobody hears of it before the answer

        monkeypatch.setattr(SignIn, "check", edited_when_it_comes)
        field.value = TOKEN
        await stage.press("enter")
        assert "Saving it" not in stage.text
        assert not field.disabled
        assert field.value == OTHER
    assert store.kept == {}
    assert server.requests == []


async def test_a_token_is_tried_with_one_cheap_request_and_kept(server: ScriptedServer) -> None:
    store = MemoryStore()
    server.script = [page(), page(VIDEO)]
    async with staged(way_in(server.url, store)) as stage:
        await enter(stage, f'  "Bearer {TOKEN}"\n')
        assert "Of the first workspace" in stage.text
        await stage.press("5")
        assert "from the keyring" in stage.text
    assert store.kept == {("acme", server.url): Token(TOKEN)}
    assert server.requests[0].target == TRIAL


async def test_a_refused_token_is_not_kept_and_another_can_be_entered(
    server: ScriptedServer,
) -> None:
    store = MemoryStore()
    server.script = [REFUSED, page(), page(VIDEO)]
    async with staged(way_in(server.url, store)) as stage:
        await enter(stage, OTHER)
        for told in ("The token was not accepted", "401", "100102 UNAUTHORIZED", "X-Request-ID"):
            assert told in stage.text
        assert store.kept == {}
        await enter(stage, TOKEN)
        assert "Of the first workspace" in stage.text


async def test_a_locked_keyring_is_told_and_the_session_goes_on_without_it(
    server: ScriptedServer,
) -> None:
    server.script = [page(), page(VIDEO)]
    async with staged(way_in(server.url, MemoryStore(locked=True))) as stage:
        assert "locked" in stage.text
        await enter(stage, TOKEN)
        assert "The token is valid, but" in stage.text
        await stage.press("enter")
        assert "Of the first workspace" in stage.text
        await stage.press("5")
        assert "for this session only" in stage.text


async def test_keeping_can_be_tried_again_without_asking_the_api_again(
    server: ScriptedServer,
) -> None:
    store = MemoryStore(locked=True)
    server.script = [page(), page(VIDEO)]
    async with staged(way_in(server.url, store)) as stage:
        await enter(stage, TOKEN)
        store.trouble = None
        await stage.press("shift+tab", "enter")
        await stage.press("5")
        assert "from the keyring" in stage.text
    tried = [request for request in server.requests if request.target == TRIAL]
    assert len(tried) == 2  # the trial, and afterwards the check of what the token may read


async def test_a_stored_token_that_is_refused_stays_stored(server: ScriptedServer) -> None:
    store = MemoryStore()
    store.kept["acme", server.url] = Token(TOKEN)
    server.script = [REFUSED]
    async with staged(way_in(server.url, store)) as stage:
        assert "The token was not accepted" in stage.text
        assert "t enters another token" in stage.text
    assert store.kept == {("acme", server.url): Token(TOKEN)}


async def test_another_token_drops_everything_of_the_old_workspace(
    server: ScriptedServer,
) -> None:
    server.script = [page(VIDEO)]
    way = signed_in(server.url, TOKEN)
    way.store = MemoryStore()
    async with staged(way) as stage:
        hold = Hold()
        late: list[Part] = [hold, page({"id": "late", "title": "Too late"})]
        server.script = [*server.script, late, page(), page(OTHER_VIDEO)]
        await stage.burst("r", "t")
        await enter(stage, OTHER)
        assert "Of the second workspace" in stage.text
        hold.let_go()
        await stage.until(lambda: server.answered == len(server.requests))
        await stage.settle()
        assert "Of the second workspace" in stage.text
        assert "Too late" not in stage.text
        assert "Of the first workspace" not in stage.text
    assert server.requests[-1].headers["authorization"] == f"Bearer {OTHER}"


class SlowStore(MemoryStore):
    """A keyring that thinks."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()
        self.is_asked = False

    async def read(self, profile: str, base_url: str) -> Token | None:
        self.is_asked = True
        await self.answers.wait()
        return await super().read(profile, base_url)


async def test_a_keyring_that_thinks_is_waited_for_and_named(server: ScriptedServer) -> None:
    store = SlowStore()
    async with staged(way_in(server.url, store), settles=False) as stage:
        await stage.until(lambda: store.is_asked)
        stage.clock.turn(1)
        await stage.shows("Getting the token from the keyring")
        stage.in_one_go("x")
        await stage.until(lambda: stage.app.holds_keys)
        store.answers.set()
        await stage.shows("Sign in")
        await stage.still()
        assert stage.app.screen.query_one(Input).value == ""  # nothing typed before is in it


async def test_what_is_typed_before_a_workspace_is_there_reaches_it(server: ScriptedServer) -> None:
    store = SlowStore()
    store.kept["acme", server.url] = Token.parse(TOKEN)
    server.script = [page(VIDEO)]
    async with staged(way_in(server.url, store), settles=False) as stage:
        await stage.until(lambda: stage.is_opening)
        stage.in_one_go("4", "colon", *"videos", "enter", "4")
        await stage.until(lambda: stage.app.holds_keys)
        store.answers.set()
        await stage.until(lambda: not stage.is_opening)
        await stage.settle()
        assert stage.app.current_mode == "requests"


async def test_quitting_waits_for_no_keyring(server: ScriptedServer) -> None:
    async with staged(way_in(server.url, SlowStore()), settles=False) as stage:
        await stage.until(lambda: stage.is_opening)
        stage.in_one_go("q")
        await stage.until(lambda: not stage.app.is_running)
