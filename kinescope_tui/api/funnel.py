"""The one way out: every request is paced, repeated, bounded in time, and told of."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from kinescope_tui.api.errors import KinescopeError, RateLimitedError, StoppedError
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query
from kinescope_tui.api.pacing import Pacer, Priority
from kinescope_tui.api.retry import RetryPolicy

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer, Connection

T = TypeVar("T")

DEADLINE_S = 30.0
"""How long a call may take on the wire, attempts and the waits between them together."""

JSON_HEADERS = {"Accept": "application/json"}
_KEPT_BODY = 32 * 2**10  # of an answer, in bytes, for looking at it later


class Funnel:
    """Sends GETs until they are answered, or until the retry policy or the user gives up.

    A caller who is cancelled leaves a request that was sent to end by itself: cancelled requests
    break httpx's connection pool. One that was not sent yet is not sent any more.

    Args:
        connect: Makes the connection, before the first request.
        pacer: Gives every attempt its turn.
        retry: Which failures are repeated, and when.
        deadline_s: The time limit of a call in seconds; waiting for a turn does not count.
        on_change: Told of every exchange when it begins, when an attempt ends and when it ends.
        clock: Seconds that only grow, for durations.
    """

    def __init__(
        self,
        connect: "Callable[[], Connection]",
        *,
        pacer: Pacer,
        retry: RetryPolicy,
        deadline_s: float,
        on_change: Callable[[Exchange], None],
        clock: Callable[[], float],
    ) -> None:
        self._make_connection = connect
        self._connection: Connection | None = None
        self._pacer = pacer
        self._retry = retry
        self._deadline_s = deadline_s
        self._on_change = on_change
        self._clock = clock
        self._under_way: set[asyncio.Task[Any]] = set()
        self._stops: dict[Exchange, asyncio.Future[None]] = {}
        self._hurry = asyncio.Event()

    async def aclose(self) -> None:
        """End what is under way and close every connection."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._connection is not None:
            await self._connection.aclose()

    def hurry(self) -> None:
        """Let every request that pauses before its next attempt go now."""
        self._hurry.set()
        self._hurry = asyncio.Event()
        self._pacer.resume()

    def stop(self) -> None:
        """Wait for none of the requests under way any longer; those that were sent end unheard.

        What goes on in the background has a stop of its own.
        """
        for exchange, stop in self._stops.items():
            if not exchange.is_bulk and not stop.done():
                stop.set_result(None)

    async def call(
        self,
        path: str,
        query: Query,
        read: Callable[["Answer", Exchange], T],
        *,
        headers: dict[str, str] = JSON_HEADERS,
        priority: Priority = Priority.LOOKED_AT,
    ) -> T:
        """Ask, and return what `read` makes of the answer.

        Args:
            path: The path, its parts percent-encoded.
            query: Parameters in their order.
            read: Makes the result of an answer, or raises the `KinescopeError` that it is.
            headers: More request headers.
            priority: Who goes first under the rate limits.
        """
        exchange = Exchange("GET", path, tuple(query), datetime.now(UTC).astimezone())
        exchange.is_bulk = priority is Priority.BULK
        call = self._start(self._exchange(exchange, read, headers, priority))
        try:
            return await asyncio.shield(call)
        except asyncio.CancelledError:
            self._leave(exchange, call)
            raise

    def _leave(self, exchange: Exchange, call: asyncio.Task[Any]) -> None:
        """Let a request that nobody waits for any more end by itself, if it is on the wire."""
        stop = self._stops.get(exchange)
        if stop is None:
            call.cancel()  # not even begun
        elif exchange.outcome is not Outcome.ASKING and not stop.done():
            stop.set_result(None)

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that an answer nobody awaits any more is no warning

    async def _exchange(
        self,
        exchange: Exchange,
        read: Callable[["Answer", Exchange], T],
        headers: dict[str, str],
        priority: Priority,
    ) -> T:
        self._stops[exchange] = asyncio.get_running_loop().create_future()
        self._on_change(exchange)
        try:
            result = await self._attempts(exchange, read, headers, priority)
        except KinescopeError as error:
            exchange.error = error
            error.request_id = exchange.request_id
            error.attempts = len(exchange.attempts)
            exchange.outcome = Outcome.FAILED
            raise
        else:
            exchange.outcome = Outcome.DONE
            return result
        finally:
            del self._stops[exchange]
            self._on_change(exchange)

    async def _attempts(
        self,
        exchange: Exchange,
        read: Callable[["Answer", Exchange], T],
        headers: dict[str, str],
        priority: Priority,
    ) -> T:
        """Send the request until it is answered, or until the retry policy gives up."""
        first: float | None = None
        left_s = self._deadline_s
        while True:
            turn = self._start(self._pacer.reserve(priority))
            send = await self._or_stopped(exchange, turn, at_stop=turn.cancel)
            began = self._clock()
            first = began if first is None else first
            exchange.outcome = Outcome.ASKING
            attempt = Attempt(sent_id=str(uuid.uuid4()))
            exchange.attempts.append(attempt)
            self._on_change(exchange)
            try:
                sending = self._start(self._attempt(exchange, attempt, headers, send, left_s))
                # Cancelling it would break httpx's connection pool.
                answer = await self._or_stopped(exchange, sending, at_stop=lambda: None)
                return read(answer, exchange)
            except KinescopeError as error:
                attempt.error = error
                error.status = error.status or attempt.status
                left_s -= max(0.0, self._clock() - began)
                wait_s = self._wait_after(error, exchange, left_s)
                if wait_s is None:
                    raise
                exchange.wait_s, exchange.outcome = wait_s, Outcome.RETRYING
                exchange.next_try_at = datetime.now(UTC) + timedelta(seconds=wait_s)
                self._on_change(exchange)
                pause = self._start(self._pause(wait_s))
                try:
                    await self._or_stopped(exchange, pause, at_stop=pause.cancel)
                except StoppedError:
                    raise error from None
                left_s -= wait_s
            finally:
                ended = self._clock()
                attempt.duration_s, exchange.duration_s = ended - began, ended - first

    async def _attempt(
        self,
        exchange: Exchange,
        attempt: Attempt,
        headers: dict[str, str],
        send: Callable[[], None],
        limit_s: float,
    ) -> "Answer":
        def left(open_headers: dict[str, str]) -> None:
            attempt.sent_headers = open_headers
            send()

        try:
            answer = await self._connect().get(
                exchange.path,
                exchange.query,
                {**headers, "X-Request-ID": attempt.sent_id},
                on_send=left,
                limit_s=limit_s,
            )
        finally:
            send()  # a request that never left gives its place back by and by
        attempt.status = answer.status
        attempt.headers = answer.open_headers
        # Guidelines, "Response headers": on every answer, though old ones were seen without.
        attempt.request_id = answer.headers.get("x-request-id") or None
        exchange.size, exchange.body = len(answer.body), answer.body[:_KEPT_BODY]
        return answer

    async def _or_stopped(
        self, exchange: Exchange, task: asyncio.Task[T], *, at_stop: Callable[[], object]
    ) -> T:
        """Return the task's result, unless the user waits no longer."""
        stop = self._stops[exchange]
        either: set[asyncio.Future[Any]] = {task, stop}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        at_stop()
        raise StoppedError("Stopped before an answer came.")

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds)

    def _wait_after(self, error: KinescopeError, exchange: Exchange, left_s: float) -> float | None:
        wait_s = self._retry.wait_s(error, len(exchange.attempts))
        if isinstance(error, RateLimitedError):
            # The server counts the token, so every request of it waits, not only this one.
            self._pacer.pause(wait_s or 1.0)
        return wait_s if wait_s is not None and wait_s < left_s else None

    def _connect(self) -> "Connection":
        if self._connection is None:
            self._connection = self._make_connection()
        return self._connection
