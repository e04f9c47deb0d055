"""Connections that are dead, servers that are slow, and bodies that take long."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

import pytest
from patience import until
from scripted_server import ScriptedServer, answer, page
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeClient, Pacer, Token, errors
from kinescope_tui.api.connection import KEPT_S

Say = Callable[[int, int], Awaitable[bool]]
"""(number of the connection, number of the request on it) → whether it is answered."""
PAGE = json.dumps({"data": [{"id": "v"}]}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


async def calm() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def came(requests: list[Any], number: int) -> None:
    for _ in until(lambda: len(requests) >= number):
        await asyncio.sleep(0.001)
    await calm()


class KeepingServer:
    """Keeps its connections, and answers on them as it is told.

    Attributes:
        requests: The connection on which each request came.
    """

    def __init__(self, answers: Say) -> None:
        self._answers = answers
        self.requests: list[int] = []
        self._connections = 0
        self._tasks: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.current_task())
        self._connections += 1
        me = self._connections
        try:
            for number in count(1):
                await reader.readuntil(b"\r\n\r\n")
                self.requests.append(me)
                if not await self._answers(me, number):
                    await asyncio.get_running_loop().create_future()
                writer.write(HEAD % len(PAGE) + PAGE)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    @asynccontextmanager
    async def asked_by(
        self, token: Token, clock: TurnedClock
    ) -> AsyncIterator[tuple[KinescopeClient, list[Exchange]]]:
        """Serve a client that is told of by its exchanges."""
        listening = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        told: list[Exchange] = []
        try:
            async with KinescopeClient(
                token,
                base_url=url,
                clock=clock,
                pacer=Pacer((), clock=clock),
                on_change=told.append,
            ) as client:
                yield client, told
        finally:
            listening.close()
            for task in self._tasks:
                if task is not None:
                    task.cancel()


async def test_a_kept_connection_that_is_dead_costs_little_and_no_attempt(token: Token) -> None:
    async def say(connection: int, number: int) -> bool:
        return connection > 2 or number == 1

    clock = TurnedClock()
    server = KeepingServer(say)
    async with server.asked_by(token, clock) as (client, told):
        await asyncio.gather(client.videos(), client.videos())
        asked = asyncio.create_task(client.videos())
        await came(server.requests, 3)
        clock.turn(KEPT_S)
        got = await asked
        # The other kept one is as dead, and is not tried.
        assert server.requests[2:] == [server.requests[2], 3]
        assert server.requests[2] in {1, 2}
        assert [type(a.error) for a in got.exchange.attempts] == [
            errors.DeadConnectionError, type(None),
        ]  # fmt: skip
        await client.videos()
        assert server.requests[4:] == [3]
    assert not any(exchange.is_open for exchange in told)
    assert KEPT_S < 5


async def test_all_that_wait_on_dead_connections_get_new_ones(token: Token) -> None:
    async def say(_connection: int, number: int) -> bool:
        return number == 1

    clock = TurnedClock()
    server = KeepingServer(say)
    async with server.asked_by(token, clock) as (client, _told):
        await asyncio.gather(*(client.videos() for _ in range(3)))
        asked = [asyncio.create_task(client.videos()) for _ in range(3)]
        await came(server.requests, 6)
        clock.turn(KEPT_S)
        assert all(len(got.exchange.attempts) == 2 for got in await asyncio.gather(*asked))
        assert sorted(server.requests) == [1, 1, 2, 2, 3, 3, 4, 5, 6]


async def test_a_slow_server_is_waited_for_on_a_new_connection_and_then_believed(
    token: Token,
) -> None:
    may_answer = [asyncio.Event() for _ in range(4)]
    counted = iter(may_answer)

    async def say(connection: int, _number: int) -> bool:
        await next(counted).wait()
        return connection != 1

    clock = TurnedClock()
    server = KeepingServer(say)
    async with server.asked_by(token, clock) as (client, _told):
        may_answer[0].set()
        first = asyncio.create_task(client.videos())
        await came(server.requests, 1)
        clock.turn(20)  # the server is slow on a new connection
        await calm()
        assert not first.done()
        clock.turn(10)
        with pytest.raises(errors.DeadlineError):
            await first
        second = asyncio.create_task(client.videos())
        await came(server.requests, 2)
        clock.turn(20)
        may_answer[1].set()
        await second
        third = asyncio.create_task(client.videos())
        await came(server.requests, 3)
        assert server.requests == [1, 2, 2]
        clock.turn(20)  # on a kept one, whose last answer was as slow
        await calm()
        assert not third.done()
        may_answer[2].set()
        await third
        assert server.requests == [1, 2, 2]


async def test_a_download_is_limited_by_silence_not_by_time(
    server: ScriptedServer, token: Token
) -> None:
    """Eight minutes for 1.6 MB, told as they come."""
    clock = TurnedClock()
    turns: asyncio.Queue[None] = asyncio.Queue()
    part = b"x;y\n" * 25_000
    parts: list[Any] = [HEAD % (len(part) * 16)]
    for _ in range(16):
        parts += [part, lambda _writer: turns.get()]
    server.script = [parts]
    told: list[tuple[int, int | None]] = []

    def came(length: int) -> bool:
        return bool(told) and told[-1][0] >= length

    async with KinescopeClient(
        token, base_url=server.url, clock=clock, pacer=Pacer((), clock=clock)
    ) as client:
        asked = asyncio.create_task(
            client.invoice_csv("1", on_progress=lambda *how_far: told.append(how_far))
        )
        for number in range(1, 17):
            for _ in until(partial(came, len(part) * number)):
                await asyncio.sleep(0.001)
            clock.turn(29)
            turns.put_nowait(None)
        file = await asked
    assert file.content == part * 16
    assert told[-1] == (len(part) * 16, len(part) * 16)
    assert clock.turned_s > 400


async def test_a_body_that_drips_ends(server: ScriptedServer, token: Token) -> None:
    clock = TurnedClock()
    turns: asyncio.Queue[None] = asyncio.Queue()
    drip: list[Any] = [b" ", lambda _writer: turns.get()]
    server.script = [[HEAD % 3_000, *drip * 100]]
    told: list[int] = []
    async with KinescopeClient(token, base_url=server.url, clock=clock) as client:
        asked = asyncio.create_task(
            client.invoice_csv("1", on_progress=lambda received, _of: told.append(received))
        )
        for _ in until(asked.done):
            await asyncio.sleep(0.001)
            clock.turn(1)
            turns.put_nowait(None)
        assert isinstance(asked.exception(), errors.StalledAnswerError)
    assert len(told) < 40


async def test_a_file_may_be_larger_than_an_answer(server: ScriptedServer, token: Token) -> None:
    large = b"a;b\n" * 20_000
    server.script = [answer(large, content_type="text/csv"), page({"title": "x" * 80_000})]
    async with KinescopeClient(token, base_url=server.url, max_body=2**16) as client:
        assert (await client.invoice_csv("1")).content == large
        with pytest.raises(errors.TooLargeError):
            await client.videos()
