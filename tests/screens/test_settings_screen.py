"""Profiles and settings: what is switched, kept, erased and told, and what never shows."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import TOKEN
from keyring_in_memory import MemoryStore
from scripted_server import Hold, ScriptedServer, answer, page
from stage import Open, Stage, signed_in, staged
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.setup.settings import Route
from kinescope_tui.services.workspace import token_store
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError

OTHER = "c0ffee00-0000-4000-8000-00000000beef"
REFUSED = answer({"error": {"code": 100102, "message": "unauthorized"}}, "401 Unauthorized")
VIDEO = {"id": "v", "title": "Of acme", "status": "done"}
OTHER_VIDEO = {"id": "w", "title": "Of umbrella", "status": "done"}
LATE = {"id": "late", "title": "Too late", "status": "done"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(12)


@pytest.fixture
async def elsewhere() -> AsyncIterator[ScriptedServer]:
    """The server of another workspace."""
    async with ScriptedServer() as running:
        yield running


@pytest.fixture
def store(server: ScriptedServer, elsewhere: ScriptedServer) -> MemoryStore:
    """A keyring with the tokens of both."""
    made = MemoryStore()
    made.kept["acme", server.url] = Token(TOKEN)
    made.kept["umbrella", elsewhere.url] = Token(OTHER)
    server.script, elsewhere.script = [page(VIDEO)], [page(OTHER_VIDEO)]
    return made


@pytest.fixture
def way_in(
    tmp_path: Path, store: MemoryStore, server: ScriptedServer, elsewhere: ScriptedServer
) -> SignIn:
    """The way into acme, which knows of umbrella and of one without a token."""
    profiles = ProfileStore(tmp_path)
    acme = Profile("acme", server.url)
    for profile in (acme, Profile("umbrella", elsewhere.url), Profile("new one", elsewhere.url)):
        profiles.add(profile)
    clipboard = Clipboard(Route.OSC52, {}, trusts_terminal=True)
    client_factory = ClientFactory(
        acme, clock=TurnedClock(), views=profiles.views("acme"), clipboard=clipboard
    )
    return SignIn(client_factory, store, None, profiles)


async def type_command(stage: Stage, text: str) -> None:
    """Type a command, and wait until another workspace is here if it leads to one."""
    await stage.press("colon")
    await fill(stage, text)
    await stage.until(lambda: not stage.is_opening)
    await stage.settle()


async def fill(stage: Stage, text: str) -> None:
    """Put a text into the field in the place of what is there, and press enter."""
    field = stage.app.screen.focused
    assert isinstance(field, Input)
    field.value = text
    await stage.press("enter")
    await stage.hides("Saving …")
    await stage.settle()


async def test_switching_drops_everything_of_the_old_workspace_late_answers_too(
    way_in: SignIn, server: ScriptedServer, elsewhere: ScriptedServer
) -> None:
    hold = Hold()
    server.script = [page(VIDEO), [hold, page(LATE)]]
    async with staged(way_in, (80, 24)) as stage:
        assert "Of acme" in stage.text
        await stage.burst("r")
        await type_command(stage, "profile umbrella")
        assert "umbrella" in (await stage.shows("Of umbrella")).splitlines()[0]
        hold.let_go()
        await stage.until(lambda: server.answered == len(server.requests))
        await stage.settle()
        assert "Too late" not in stage.text
        assert "Of acme" not in stage.text
        await stage.press("4")
        assert "1 request ·" in stage.text  # the journal is a new one
        await stage.press("5")
        assert "● umbrella" in await stage.shows("● umbrella")
        await stage.press("exclamation_mark")
        assert "No request has failed" in stage.text
    assert {r.headers["authorization"] for r in server.requests} == {f"Bearer {TOKEN}"}
    assert {r.headers["authorization"] for r in elsewhere.requests} == {f"Bearer {OTHER}"}


async def test_enter_opens_the_profile_under_the_cursor_and_the_last_choice_wins(
    way_in: SignIn, store: MemoryStore
) -> None:
    async with staged(way_in) as stage:
        await stage.press("5", "j", "enter")
        await stage.shows("Of umbrella")
        await stage.press("5", "g", "enter")
        await stage.shows("Of acme")
        await stage.press("5", "enter")
        await stage.shows("acme is already open")
        # One without a token asks for it, and esc goes back to the rows.
        await stage.press("1")
        await type_command(stage, "profile new one")
        assert "new one" in await stage.shows("Sign in", "esc goes back")
        await stage.press("escape")
        assert "Of acme" in stage.text
        assert "acme" in stage.lines[0]
        # One that there is not is told, with those that there are.
        await type_command(stage, "profile ")
        told = await stage.shows("Available:", "new one.", "PROFILE")
        assert "No profile is called 'nobody'" not in told
        await type_command(stage, "profile nobody")
        await stage.shows("No profile is called 'nobody'", "Available:", "new one.", "PROFILE")
    assert len(store.kept) == 2


async def test_a_refused_token_of_another_profile_stays_stored(
    way_in: SignIn, store: MemoryStore, elsewhere: ScriptedServer
) -> None:
    elsewhere.script = [REFUSED]
    async with staged(way_in) as stage:
        await type_command(stage, "profile umbrella")
        await stage.shows("The token was not accepted")
        await type_command(stage, "profile acme")
        await stage.shows("Of acme")
    assert store.kept["umbrella", elsewhere.url] == Token(OTHER)


async def test_a_token_of_the_environment_is_for_its_own_profile_alone(
    way_in: SignIn, store: MemoryStore, elsewhere: ScriptedServer
) -> None:
    del store.kept["umbrella", elsewhere.url]
    given = FoundToken(Token(TOKEN), TokenSource.ENVIRONMENT)
    started = SignIn(way_in.client_factory, store, given, way_in.profiles)
    async with staged(started) as stage:
        await type_command(stage, "profile umbrella")
        await stage.shows("Sign in")
        assert elsewhere.requests == []
        await stage.press("escape", "5")
        await stage.shows("KINESCOPE_API_TOKEN, which overrides")


async def test_a_profile_may_be_called_what_would_be_markup(
    way_in: SignIn, store: MemoryStore, elsewhere: ScriptedServer
) -> None:
    name = "[/] [@click=app.quit]x"
    way_in.profiles.add(Profile(name, elsewhere.url))
    store.kept[name, elsewhere.url] = Token(OTHER)
    async with staged(way_in) as stage:
        await stage.press("ctrl+p")
        await stage.shows("type a few letters")
        await stage.press(*"profile")
        await stage.shows("Profile umbrella", "@click=app.quit]x")
        await stage.press("escape", "escape")
        await type_command(stage, f"profile {name}")
        assert name in (await stage.shows("Of umbrella")).splitlines()[0]
        await stage.press("5", "x")
        assert f"Remove {name}?" in stage.text


async def test_the_workspace_is_named_in_the_narrowest_header(way_in: SignIn) -> None:
    way_in.client_factory.profile = Profile(
        "a-name-as-long-as-a-company's", way_in.profile.base_url
    )
    way_in.given = None
    way_in.known_tokens[way_in.profile] = FoundToken(Token(TOKEN), TokenSource.TYPED)
    async with staged(way_in, (40, 10)) as stage:
        for place in ("1", "4", "5"):
            await stage.press(place)
            assert "a-name-as-lo" in stage.lines[0]
            assert len(stage.lines[0]) <= 40


# What the token may read.


async def test_what_the_token_may_not_read_is_greyed_with_its_reason(
    opened: Open, demo: DemoServer
) -> None:
    async with opened((100, 40)) as stage:
        demo.faults += [
            Fault.parse("403@/v1/videos"),
            Fault.parse("403@/v1/billing/usage"),
            Fault.parse("404@/v1/billing/invoices"),
            Fault.parse("402@/v1/analytics"),
        ]
        await stage.press("5")
        asked = await stage.shows("Not checked yet", "not yet")
        assert "line-through" not in stage.picture
        assert "ACCESS_DENIED" not in asked
        await stage.press("ctrl+t")
        await stage.shows("✓  projects", "visible")
        assert re.search(r"✗  videos +403 100103 ACCESS_DENIED", stage.text)
        assert re.search(r"✗  billing +403 100103 ACCESS_DENIED", stage.text)
        assert re.search(r"–  invoices +not available to this token", stage.text)
        assert re.search(r"✗  analytics +402", stage.text)
        assert re.search(r'<text [^>]*class="[^"]*s"[^>]*>Videos<', stage.picture)
        demo.faults.clear()
        await stage.press("ctrl+t")
        await stage.shows("12 visible")
        assert "line-through" not in stage.picture
        # What could not be found out is not called forbidden.
        demo.faults.append(Fault.parse("422@/v1/videos"))
        await stage.press("ctrl+t")
        await stage.shows("?  videos", "✓  projects", "? just now")
        assert "line-through" not in stage.picture


async def test_a_token_that_was_entered_is_checked_one_that_was_kept_is_not(
    way_in: SignIn, server: ScriptedServer
) -> None:
    async with staged(way_in) as stage:
        assert len(server.requests) == 1
        await stage.press("t")
        await fill(stage, OTHER)
        await stage.hides("Sign in")
        await stage.until(lambda: not stage.is_opening)
        await stage.press("5")
        await stage.shows("just now", "✓  videos")
    asked = {request.target.partition("?")[0] for request in server.requests}
    assert {"/v1/analytics/overview", "/v1/billing/usage", "/v1/billing/invoices"} < asked


# Adding, renaming, removing.


async def test_a_profile_is_added_with_an_address_that_is_safe(
    way_in: SignIn, tmp_path: Path
) -> None:
    async with staged(way_in) as stage:
        await stage.press("5", "n", *"shop", "tab")
        await fill(stage, "http://api.kinescope.io")
        assert "Plain http would expose the token" in stage.text
        await fill(stage, "https://api-staging.kinescope.io")
        await stage.shows("Added shop.")
        await stage.press("n")
        await fill(stage, "shop")
        assert "A profile called shop already exists." in stage.text
    assert Profile("shop", "https://api-staging.kinescope.io") in ProfileStore(tmp_path).profiles


async def test_renaming_the_open_profile_takes_token_and_views_along(
    way_in: SignIn, store: MemoryStore, server: ScriptedServer, tmp_path: Path
) -> None:
    way_in.profiles.views("acme").keep("videos", "mine", View())
    async with staged(way_in) as stage:
        await stage.press("5", "e")
        await fill(stage, "acme-2")
        await stage.shows("acme is now acme-2", "● acme-2")
        await stage.press("1")
        assert "acme-2" in stage.lines[0]
        assert "Of acme" in stage.text  # the rows stay
        await stage.press("F")
        await stage.shows("mine")
    assert ("acme", server.url) not in store.kept
    assert store.kept["acme-2", server.url] == Token(TOKEN)
    assert [p.name for p in ProfileStore(tmp_path).profiles] == ["acme-2", "umbrella", "new one"]


async def test_a_keyring_that_is_locked_keeps_the_name_and_says_so_in_the_dialog(
    way_in: SignIn, store: MemoryStore
) -> None:
    async with staged(way_in, (80, 24)) as stage:
        store.trouble = token_store.KeyringLockedError()
        await stage.press("5", "e")
        await fill(stage, "acme-2")
        await stage.shows("The system's keyring is locked.", "Unlock it and try again")
        store.trouble = None
        await stage.press("enter")
        await stage.shows("acme is now acme-2")


async def test_removing_asks_first_and_says_what_goes(
    way_in: SignIn, store: MemoryStore, elsewhere: ScriptedServer, tmp_path: Path
) -> None:
    way_in.profiles.views("umbrella").keep("videos", "mine", View())
    async with staged(way_in) as stage:
        await stage.press("5")
        await stage.shows("available")
        await stage.press("j", "x")
        for told in ("Remove umbrella?", "its token in the keyring", "1 saved view", elsewhere.url):
            assert told in stage.text
        await stage.press("escape")
        assert len(store.kept) == 2
        await stage.press("x", "enter")
        await stage.shows("umbrella: its name, its token, 1 saved view.")
        assert "Of acme" not in stage.text
    assert ("umbrella", elsewhere.url) not in store.kept
    assert "umbrella" not in [profile.name for profile in ProfileStore(tmp_path).profiles]
    assert not (tmp_path / "views-umbrella.json").exists()


async def test_the_demo_has_one_profile_and_says_why(demo: DemoServer) -> None:
    found = FoundToken(Token.parse(demo.token), TokenSource.DEMO)
    way = SignIn(
        ClientFactory(Profile("demo", demo.base_url), clock=TurnedClock()), MemoryStore(), found
    )
    async with staged(way, (80, 24)) as stage:
        await type_command(stage, "profile")
        await stage.shows("The demo has only its own profile", "built in, no network")
        for key in ("n", "e", "x"):
            await stage.press(key)
            assert "╭─ New profile" not in stage.text
            assert "╭─ Re" not in stage.text


# Settings and where they come from.


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        (token_store.KeyringLockedError(), "locked: "),
        (token_store.KeyringAbsentError(), "absent: "),
        (token_store.KeyringTimeoutError(), "no response: "),
        (token_store.KeyringInsecureError(), "not secure: "),
    ],
)
async def test_a_keyring_that_does_not_help_is_told_with_a_way_on(
    demo: DemoServer, trouble: TokenStoreError, word: str
) -> None:
    way = signed_in(demo.base_url, demo.token)
    way.store = MemoryStore()
    way.store.trouble = trouble
    async with staged(way, (100, 40)) as stage:
        await stage.press("5")
        await stage.shows(word, "this session", "KINESCOPE_API_TOKEN")


async def test_every_tab_and_the_report_tell_sources_and_nothing_of_the_token(
    way_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    monkeypatch.setenv("KINESCOPE_BASE_URL", way_in.profile.base_url)
    screens = ""
    async with staged(way_in, (80, 24)) as stage:
        await stage.press("5", "ctrl+t")
        await stage.shows("● acme", "keyring")
        for _ in range(6):
            await stage.press("right_square_bracket")
            screens += stage.text
        for told in ("Keyring in memory", "available", "· KINESCOPE_BASE_URL", "built in"):
            assert told in screens
        assert f"~/{tmp_path.name}" in screens
        await stage.press("D")
        report = await stage.shows("kinescope-tui 0", "textual", "httpx")
        await stage.press("G")
        report += await stage.shows("Timeout")
        screens += report
        await stage.press("y")
        await stage.shows("Copied the diagnostics")
        screens += stage.app.clipboard
        assert "acme" not in stage.app.clipboard
    for secret in (TOKEN, TOKEN[-8:], TOKEN[-4:], TOKEN[:8], OTHER[-4:]):
        assert secret not in screens


async def test_a_theme_applies_at_once_and_says_that_it_was_chosen(opened: Open) -> None:
    async with opened((140, 48)) as stage:
        await stage.press("5")
        assert re.search(r"Theme +kinescope-dark +theme", await stage.shows("Theme"))
        for theme, told in (("kinescope-light", "chosen in this session"), ("kinescope-dark", "")):
            await stage.press("T", *theme, "enter")
            await stage.shows(f"❯ {theme}")
            assert re.search(rf"Theme +{theme} +{told}", stage.text)
            assert stage.app.theme == theme
