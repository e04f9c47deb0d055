"""What the server says about waiting holds for the whole token; who waits no longer sends nothing.

Everything by a clock that the tests turn.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from patience import until
from scripted_server import REQUEST_ID, ScriptedServer, answer, page
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeClient, Pacer, Priority, Token, errors
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.api.pacing import LONGEST_PAUSE_S, PER_MINUTE, PER_SECOND
from kinescope_tui.services.workspace.journal import Journal


class Line:
    """A client of a scripted server, with a clock that is turned, and what it asked.

    Attributes:
        journal: The exchanges so far.
    """

    def __init__(self, server: ScriptedServer, token: Token) -> None:
        self.server = server
        self.clock = TurnedClock()
        self.journal = Journal()
        self.pacer = Pacer(clock=self.clock)
        self.client = KinescopeClient(
            token,
            base_url=server.url,
            pacer=self.pacer,
            on_change=self.journal.record,
            clock=self.clock,
        )

    def ask(self, priority: Priority = Priority.LOOKED_AT, number: int = 1) -> asyncio.Task[Any]:
        return asyncio.create_task(self.client.videos(priority=priority, page=number))

    async def until(self, outcome: Outcome) -> Exchange:
        """Wait until an exchange stands so, and everybody waits who is to."""

        def found() -> list[Exchange]:
            return [exchange for exchange in self.journal if exchange.outcome is outcome]

        for _ in until(found):
            await asyncio.sleep(0.001)
        last = found()[-1]
        await self.calm()
        return last

    async def calm(self) -> None:
        for _ in range(8):
            await asyncio.sleep(0)

    async def turn(self, seconds: float) -> None:
        """Turn the clock from one who waits to the next."""
        until_s = self.clock.turned_s + seconds
        for _ in until(
            lambda: not self.clock.waits or self.clock.turned_s + self.clock.waits[0] > until_s
        ):
            self.clock.turn(self.clock.waits[0])
            await self.calm()
        self.clock.turn(until_s - self.clock.turned_s)
        await self.calm()

    async def came(self, requests: int) -> None:
        for _ in until(lambda: len(self.server.requests) >= requests):
            await asyncio.sleep(0.001)


@pytest.fixture
async def line(server: ScriptedServer, token: Token) -> AsyncIterator[Line]:
    made = Line(server, token)
    async with made.client:
        yield made


def refusal(line: Line, form: str, seconds: float | None, apart_s: float = 0.0) -> bytes:
    """A 429 that asks to wait, by a server whose clock is apart from ours."""
    there = line.clock.utc_now() + timedelta(seconds=apart_s)
    headers = {"Date": format_datetime(there, usegmt=True)}
    if seconds is not None and form == "date":
        at = there + timedelta(seconds=seconds)
        headers["Retry-After"] = format_datetime(at, usegmt=True)
    elif seconds is not None:
        headers["Retry-After"] = f"{seconds:g}"
    return answer({}, "429 Too Many Requests", headers=headers)


# The pause that was said.


@pytest.mark.parametrize("attempt", [1, 2, 3])
@pytest.mark.parametrize(
    ("form", "said_s", "apart_s"),
    [
        ("seconds", 30, 0),
        ("seconds", 90, 3_600),
        ("seconds", 1e300, 0),
        ("date", 30, 3_600),
        ("date", 90, -3_600),
        ("date", 86_400, 0),
    ],
)
async def test_the_pause_that_was_said_holds_for_all(
    line: Line, form: str, said_s: float, apart_s: float, attempt: int
) -> None:
    line.server.script = [
        *[refusal(line, "seconds", 20)] * (attempt - 1),
        refusal(line, form, said_s, apart_s),
        page({"id": "v"}),
    ]
    asked = line.ask()
    for number in range(1, attempt):
        await line.came(number)
        await line.until(Outcome.RETRYING)
        await line.turn(20.001)
    await line.came(attempt)
    for _ in until(lambda: line.pacer.pace.is_paused):
        await asyncio.sleep(0.001)
    pause_s = min(said_s, LONGEST_PAUSE_S)
    others = [line.ask(priority, 2) for priority in Priority]
    await line.calm()
    assert line.pacer.pace.wait_s == pytest.approx(pause_s, abs=1.1)
    await line.turn(pause_s - 1.1)
    assert len(line.server.requests) == attempt
    await line.turn(2)
    results = await asyncio.gather(asked, *others, return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    assert [type(e) for e in failed] == ([errors.RateLimitedError] if attempt == 3 else [])


async def test_without_a_word_the_windows_are_waited_for(line: Line) -> None:
    line.server.script = [answer({}, "429 Too Many"), answer({}, "429 Too Many"), page()]
    asked = line.ask()
    waits = []
    for number in (1, 2):
        await line.came(number)
        exchange = await line.until(Outcome.RETRYING)
        assert exchange.wait_s is not None
        waits.append(exchange.wait_s)
        await line.turn(exchange.wait_s + 0.01)
    await asked
    assert waits[0] >= PER_SECOND.seconds
    assert waits[1] >= PER_MINUTE.seconds


async def test_a_refusal_holds_all_also_when_nobody_waits_for_it(line: Line) -> None:
    may_answer = asyncio.Event()

    async def late(_writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()

    line.server.script = [[late, refusal(line, "seconds", 50)], page()]
    asked = line.ask()
    await line.came(1)
    asked.cancel()
    await line.calm()
    may_answer.set()
    for _ in until(lambda: line.pacer.pace.is_paused):
        await asyncio.sleep(0.001)
    await line.until(Outcome.FAILED)
    assert len(line.server.requests) == 1  # and it is not asked again for nobody


async def test_bulk_work_outlasts_refusals_that_end_a_click(line: Line) -> None:
    line.server.script = [*[refusal(line, "seconds", 100)] * 8, page({"id": "v"})]
    bulk = line.ask(Priority.BULK)
    for number in range(1, 9):
        await line.came(number)
        await line.until(Outcome.RETRYING)
        await line.turn(101)
    assert [video.id for video in (await bulk).items] == ["v"]


async def test_bulk_work_waits_out_maintenance(line: Line) -> None:
    sorry = answer({}, "503 Sorry", headers={"Retry-After": "600"})
    line.server.script = [*[sorry] * 4, page({"id": "v"})]
    bulk = line.ask(Priority.BULK)
    for number in range(1, 5):
        await line.came(number)
        await line.until(Outcome.RETRYING)
        await line.turn(601)
    assert len((await bulk).items) == 1


async def test_bulk_work_gives_up_after_an_hour_and_more(line: Line) -> None:
    line.server.script = [refusal(line, "seconds", 1_000)]
    bulk = line.ask(Priority.BULK)
    for number in range(1, 5):
        await line.came(number)
        await line.until(Outcome.RETRYING)
        await line.turn(1_001)
    with pytest.raises(errors.RateLimitedError):
        await bulk


# Who waits no longer.


async def test_what_nobody_waits_for_any_more_is_not_sent_and_leaves_no_trace(line: Line) -> None:
    line.server.script = [page({"id": "v"})]
    line.pacer.pause(5)
    superseded = [line.ask(number=number) for number in range(1, 200)]
    await line.calm()
    for task in superseded:
        task.cancel()
    await line.calm()
    last = line.ask(number=200)
    await line.turn(6)
    await last
    assert [request.target.split("&")[0] for request in line.server.requests] == [
        "/v1/videos?page=200"
    ]
    assert [exchange.outcome for exchange in line.journal] == [Outcome.DONE]
    assert line.pacer.pace.used == 1


async def test_a_pause_that_nobody_waits_for_is_left(line: Line) -> None:
    line.server.script = [answer({}, "503 Sorry", headers={"Retry-After": "60"})]
    asked = line.ask()
    await line.until(Outcome.RETRYING)
    asked.cancel()
    exchange = await line.until(Outcome.FAILED)
    await line.turn(120)
    assert len(line.server.requests) == 1
    assert isinstance(exchange.error, errors.ServerError)
    assert not line.journal.under_way


async def test_a_stop_is_of_what_screens_ask_for_unless_it_names_something_else(
    line: Line,
) -> None:
    line.server.script = [page()]
    line.pacer.pause(5)
    asked = {priority: line.ask(priority) for priority in Priority}
    bulk = line.ask(Priority.BULK, number=7)
    await line.calm()
    line.client.stop()
    await line.calm()
    assert [task.done() for task in asked.values()] == [True, True, False]
    named = [exchange for exchange in line.journal.under_way if "page=7" in exchange.target]
    line.client.stop(exchanges=named)
    with pytest.raises(errors.StoppedError):
        await bulk
    line.client.stop(priorities=[Priority.BULK])
    for task in asked.values():
        with pytest.raises(errors.StoppedError):
            await task
    await line.turn(10)
    assert line.server.requests == []


async def test_a_place_that_came_too_late_is_given_back(line: Line) -> None:
    line.pacer.pause(5)
    asked = [line.ask() for _ in range(10)]
    await line.calm()
    line.pacer.resume()  # they have their places, and do not know it
    line.client.stop()
    for task in asked:
        with pytest.raises(errors.StoppedError):
            await task
    await line.turn(PER_SECOND.seconds)
    line.server.script = [page()]
    await asyncio.gather(*(line.ask() for _ in range(10)))


# What the headers said is kept.


CUT = b"HTTP/1.1 %s\r\nX-Request-ID: " + REQUEST_ID.encode() + b"\r\n%s\r\n"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"Content-Length: 500\r\n", errors.CutAnswerError),
        (b"Transfer-Encoding: chunked\r\n", errors.CutAnswerError),
        (b"Content-Encoding: br\r\nContent-Length: 1\r\n", errors.BadAnswerError),
        (b"Content-Encoding: gzip\r\nContent-Length: 1\r\n", errors.CutAnswerError),
    ],
)
@pytest.mark.parametrize("status", [b"200 OK", b"404 Not Found", b"429 Slow", b"503 Sorry"])
async def test_a_body_that_fails_loses_neither_status_nor_id(
    line: Line, head: bytes, kind: type[Exception], status: bytes
) -> None:
    line.server.script = [[CUT % (status, head) + b"{"]]
    asked = line.ask()
    for _ in until(asked.done):
        await asyncio.sleep(0.001)
        if line.clock.waits and (pauses := next(iter(line.journal))).outcome is Outcome.RETRYING:
            line.clock.turn((pauses.wait_s or 0.0) + 0.01)
            await line.calm()
    error = asked.exception()
    assert isinstance(error, errors.KinescopeError)
    assert (error.status, error.request_id) == (int(status[:3]), REQUEST_ID)
    if status.startswith(b"200"):
        assert type(error) is kind
    else:
        assert isinstance(error, errors.ApiError)
        assert error.detail  # why its body says nothing
    (exchange,) = line.journal
    assert {attempt.request_id for attempt in exchange.attempts} == {REQUEST_ID}
    assert exchange.attempts[-1].headers["x-request-id"] == REQUEST_ID


async def test_a_stalled_body_loses_neither_status_nor_id(line: Line) -> None:
    async def for_ever(_writer: asyncio.StreamWriter) -> None:
        await asyncio.get_running_loop().create_future()

    line.server.script = [[CUT % (b"200 OK", b"Content-Length: 500\r\n") + b"{", for_ever]]
    asked = line.ask()
    exchange = await line.until(Outcome.ASKING)
    for _ in until(lambda: exchange.received):
        await asyncio.sleep(0.001)
    await line.turn(31)
    with pytest.raises(errors.StalledAnswerError) as caught:
        await asked
    assert (caught.value.status, caught.value.request_id) == (200, REQUEST_ID)
    assert exchange.received == 1
    assert exchange.expected == 500


async def test_an_id_is_only_what_the_server_gave_and_ours_only_what_left(line: Line) -> None:
    line.server.script = [answer({}, "404 Not Found", headers={"X-Request-ID": ""})]
    with pytest.raises(errors.NotFoundError) as caught:
        await line.client.videos()
    assert caught.value.request_id is None
    assert caught.value.sent_id == line.server.requests[0].headers["x-request-id"]


async def test_what_never_left_has_no_id_at_all(token: Token) -> None:
    clock = TurnedClock()

    def turn(exchange: Exchange) -> None:
        if exchange.outcome is Outcome.RETRYING:
            asyncio.get_running_loop().call_soon(clock.turn, 10)

    async with KinescopeClient(
        token, base_url="http://127.0.0.1:1", clock=clock, on_change=turn
    ) as client:
        with pytest.raises(errors.UnreachableError) as caught:
            await client.videos()
    assert (caught.value.request_id, caught.value.sent_id) == (None, None)
