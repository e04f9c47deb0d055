"""Whoever begins to ask is known to every request that follows, in tasks too, and to no other."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from scripted_server import ScriptedServer, page
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.models import Video
from kinescope_tui.services.inbox.watch_list import WatchList
from kinescope_tui.services.requests.request_record import request_record

if TYPE_CHECKING:
    from kinescope_tui.api.exchange import Exchange


async def test_a_name_holds_for_what_is_begun_within_it(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    server.script, clock = [page()], TurnedClock()
    asked: dict[str, Exchange] = {}
    async with make_client(server.url, on_change=lambda one: asked.update({one.id: one})) as client:
        with asking_as("index"):
            begun = asyncio.create_task(client.videos())
        await client.videos()
        await begun
        watching, answered = WatchList(client, clock), asyncio.Event()
        watching.watch_video(Video(id="v", status="processing"), "v")
        watching.on_change = answered.set
        clock.turn(15)
        await answered.wait()
        watching.close()
    assert sorted(one.asker for one in asked.values()) == ["", "index", "notify"]
    kept = [request_record(one, server.url, "headless")["asker"] for one in asked.values()]
    assert sorted(kept) == ["headless", "index", "notify"]
