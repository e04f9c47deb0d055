"""Whoever has no token yet opens the demo from the sign-in screen."""

from conftest import TOKEN
from keyring_in_memory import MemoryStore
from scripted_server import ScriptedServer, page
from stage import staged
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn

VIDEO = {"id": "v", "title": "Of the first workspace", "status": "done"}
OTHER = "c0ffee00-0000-4000-8000-00000000beef"


async def test_ctrl_d_opens_the_demo_and_counts_alone_tell_of_a_token(
    server: ScriptedServer,
) -> None:
    server.script = [page(VIDEO)]
    clock, store = TurnedClock(), MemoryStore()
    demo = ClientFactory(Profile("demo", server.url), clock=clock)
    found = FoundToken(Token(TOKEN), TokenSource.DEMO)
    sign_in = SignIn(ClientFactory(Profile("acme", server.url), clock=clock), store)
    sign_in.open_demo = lambda: SignIn(demo, store, found)
    async with staged(sign_in, (80, 24)) as stage:
        assert "ctrl+d opens the demo" in stage.text
        field = stage.app.screen.query_one(Input)
        field.value = OTHER[:7]
        await stage.shows("7 of 36 characters")
        assert OTHER[:7] not in stage.text
        await stage.press("ctrl+d")
        await stage.shows("Of the first workspace")
        assert stage.app.gate.sign_in.is_demo
    assert store.kept == {}
