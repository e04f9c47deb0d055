"""Requests that nobody waits for any more: what was not sent is not sent."""

import asyncio

from patience import until
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient, Priority
from kinescope_tui.api.errors import StoppedError
from kinescope_tui.api.models import AccessToken, Tag

EMPTY = answer({"data": []})


async def test_a_request_that_waits_for_its_turn_is_not_sent_for_nobody(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [EMPTY]
    left = [asyncio.ensure_future(client.page("/v1/tags", Tag)) for _ in range(30)]
    for _ in until(lambda: len(server.requests) >= 10):
        await asyncio.sleep(0)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    client_funnel = client._funnel  # noqa: SLF001 - that nothing is left to be sent is not seen outside
    await asyncio.gather(*client_funnel._under_way, return_exceptions=True)  # noqa: SLF001
    assert len(server.requests) == 10


async def test_waiting_no_longer_for_what_is_looked_at_ends_nothing_in_the_background(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    gate = asyncio.Event()

    async def late(_writer: object) -> None:
        await gate.wait()

    server.script = [[late, EMPTY]]
    background = asyncio.ensure_future(client.page("/v1/tags", Tag, priority=Priority.BULK))
    looked_at = asyncio.ensure_future(client.page("/v1/tags", Tag))
    for _ in until(lambda: len(server.requests) >= 2):
        await asyncio.sleep(0)
    client.stop()
    assert isinstance((await asyncio.gather(looked_at, return_exceptions=True))[0], StoppedError)
    gate.set()
    assert (await background).items == []


async def test_lists_by_offset_and_limit_are_asked_so(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    meta = {"offset": 0, "limit": 10, "total": 35, "order": {"name": "asc"}}
    server.script = [answer({"meta": meta, "data": [{"id": "a"}]})]
    page = await client.page("/v1/access-tokens", AccessToken, page=2, per_page=10)
    assert (page.per_page, page.total) == (10, 35)
    for _ in range(2):
        await client.page("/v1/others", Tag, page=3, per_page=10)
    targets = [request.target for request in server.requests]
    assert targets[0].endswith("page=2&per_page=10&offset=10&limit=10")
    assert "offset" not in targets[1]  # nobody knew
    assert targets[2].endswith("page=3&per_page=10&offset=20&limit=10")
