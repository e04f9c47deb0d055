"""A time limit holds what it was set in until it is due: that must not be who asked."""

import asyncio
import gc
import weakref
from contextvars import ContextVar

from scripted_server import ScriptedServer, page

from kinescope_tui.api import KinescopeClient, Token

_SCREEN: ContextVar["Screen"] = ContextVar("screen")


class Screen:
    """Asks, and goes away."""


async def test_an_answered_request_holds_nothing_of_who_asked(
    server: ScriptedServer, token: Token
) -> None:
    server.script = [page()]
    async with KinescopeClient(token, base_url=server.url) as client:

        async def ask() -> "weakref.ref[Screen]":
            screen = Screen()
            _SCREEN.set(screen)
            await client.videos()
            return weakref.ref(screen)

        # What is cancelled stays where it is as long as something is due before it.
        before = asyncio.get_running_loop().call_later(1.0, lambda: None)
        left = await asyncio.create_task(ask())
        await asyncio.sleep(0)  # the wake-up after it held the task
        gc.collect()
        assert left() is None
        before.cancel()
