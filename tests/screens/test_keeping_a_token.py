"""What the keyring was given it may keep at any time: from there on there is no way back."""

import asyncio

from conftest import TOKEN
from keyring_in_memory import MemoryStore
from scripted_server import ScriptedServer, page
from stage import signed_in, staged
from textual.widgets import Input

from kinescope_tui.api import Token

OTHER = "c0ffee00-0000-4000-8000-00000000beef"


class SlowStore(MemoryStore):
    """A keyring that takes its time to save."""

    def __init__(self) -> None:
        super().__init__()
        self.saves = asyncio.Event()

    async def save(self, profile: str, base_url: str, token: Token) -> None:
        await self.saves.wait()
        await super().save(profile, base_url, token)


async def test_a_token_that_is_being_kept_is_the_one_that_is_used(server: ScriptedServer) -> None:
    server.script = [page({"id": "v", "title": "Of acme", "status": "done"})]
    way = signed_in(server.url, TOKEN)
    way.store = store = SlowStore()
    async with staged(way) as stage:
        await stage.press("t")
        stage.app.screen.query_one(Input).value = OTHER
        await stage.burst("enter")
        await stage.shows("Saving it in the keyring")
        await stage.burst("escape", "x", "enter")
        assert "Saving it in the keyring" in stage.text
        store.saves.set()
        await stage.shows("Of acme", "demo")
        await stage.press("5")
        await stage.shows("In use", "from the keyring")
    assert list(store.kept.values()) == [Token(OTHER)]
