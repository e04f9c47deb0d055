"""On the screen, too, it is told that a token of the environment wins over the keyring."""

import pytest
from keyring_in_memory import MemoryStore
from stage import signed_in, staged
from textual.widgets import Input

from kinescope_tui.api import Token
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.session import Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn

STALE = FoundToken(Token.parse("c0ffee00-0000-4000-8000-00000000beef"), TokenSource.ENVIRONMENT)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_a_stale_one_is_named_where_it_is_refused_and_after_another_is_kept(
    demo: DemoServer,
) -> None:
    client_factory = signed_in(demo.base_url, demo.token).client_factory
    way = SignIn(client_factory, MemoryStore(), STALE)
    assert way.for_profile(Profile("other", demo.base_url)).is_outdone
    async with staged(way, (140, 40)) as stage:
        assert "from KINESCOPE_API_TOKEN, which overrides the keyring" in stage.text
        await stage.press("t")
        stage.app.screen.query_one(Input).value = demo.token
        await stage.press("enter")
        await stage.shows("row 1 of 20", "KINESCOPE_API_TOKEN is set")
