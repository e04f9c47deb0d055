"""The one way out: every request is paced, repeated, bounded in time, and told of."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Container, Coroutine
from contextvars import copy_context
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any, TypeVar

import msgspec

from kinescope_tui.api.asker import asker
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import (
    BadAnswerError,
    ClosedError,
    DeadConnectionError,
    KinescopeError,
    StoppedError,
    UnexpectedShapeError,
)
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query
from kinescope_tui.api.json_values import LARGE
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.pacing import FOREGROUND, Pacer, Priority
from kinescope_tui.api.retry import OK, TOO_MANY, RetryPolicy

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer, Connection

T = TypeVar("T")

Progress = Callable[[int, int | None], None]
"""(bytes that came, bytes that there are to be or None) → nothing."""


def no_progress(_received: int, _expected: int | None) -> None:
    """Tell nobody."""


DEADLINE_S = 30.0
"""How long an answer may take to begin, and how long it may stop coming, in seconds."""

JSON_HEADERS = {"Accept": "application/json"}
_KEPT_BODY = 32 * 2**10  # of an answer, in bytes, for looking at it later
_STOPPED = "Stopped before a response arrived."


class _Call(msgspec.Struct, eq=False):
    """A question on its way.

    Attributes:
        stopped: Done when it is to be waited for no longer.
        is_on_wire: Whether an attempt is under way.
        is_wanted: Whether whoever asked still waits.
        paused_s: For how long all wait since the last attempt was refused, in seconds.
    """

    exchange: Exchange
    headers: dict[str, str]
    max_body: int
    file: IO[bytes] | None
    on_progress: Progress
    stopped: asyncio.Future[None]
    is_on_wire: bool = False
    is_wanted: bool = True
    paused_s: float = 0.0

    def stop(self) -> None:
        if not self.stopped.done():
            self.stopped.set_result(None)

    def withdraw(self) -> None:
        """Ask for nothing that is not asked yet; what is on the wire ends by itself."""
        self.is_wanted = False
        if not self.is_on_wire:
            self.stop()


class Funnel:
    """Sends GETs until they are answered, or until the retry policy or the user gives up.

    A caller who is cancelled withdraws the request if it is not on the wire; one that is ends by
    itself, since cancelled requests break httpx's connection pool, and is not repeated.

    Args:
        connect: Makes the connection, before the first request.
        pacer: Gives every attempt its turn.
        retry: Which failures are repeated, and when.
        deadline_s: How long an attempt may take until its answer begins, and how long the answer
            may stop coming, in seconds; after as long nothing is repeated unless the server said
            when.
        max_body: The largest decoded body that is read, in bytes.
        on_change: Told of every exchange when it begins, when an attempt ends and when it ends.
        clock: Tells the time, and when a pause is over.
    """

    def __init__(
        self,
        connect: "Callable[[], Connection]",
        *,
        pacer: Pacer,
        retry: RetryPolicy,
        deadline_s: float,
        max_body: int,
        on_change: Callable[[Exchange], None],
        clock: Clock,
    ) -> None:
        self._make_connection = connect
        self._connection: Connection | None = None
        self._pacer = pacer
        self._retry = retry
        self._deadline_s = deadline_s
        self._max_body = max_body
        self._on_change = on_change
        self._clock = clock
        self._under_way: set[asyncio.Task[Any]] = set()
        self._context = copy_context()
        self._calls: set[_Call] = set()
        self._hurry = asyncio.Event()
        self._is_closed = False

    async def aclose(self) -> None:
        """End what is under way and close every connection; whoever waits gets a `ClosedError`."""
        self._is_closed = True
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

    def stop(
        self,
        *,
        priorities: Container[Priority] = FOREGROUND,
        exchanges: Container[Exchange] | None = None,
    ) -> None:
        """Wait for some requests no longer: what is not sent never is, what is ends unheard.

        Args:
            priorities: Only those of one of these; exports, which are bulk work, go on.
            exchanges: Only these, of whatever priority; all without.
        """
        for call in self._calls:
            exchange = call.exchange
            if exchange in exchanges if exchanges is not None else exchange.priority in priorities:
                call.stop()

    async def call(
        self,
        path: str,
        query: Query,
        read: Callable[["Answer", Exchange], T],
        *,
        headers: dict[str, str] = JSON_HEADERS,
        priority: Priority = Priority.LOOKED_AT,
        max_body: int | None = None,
        file: IO[bytes] | None = None,
        on_progress: Progress = no_progress,
    ) -> T:
        """Ask, and return what `read` makes of the answer.

        Args:
            path: The path, its parts percent-encoded.
            query: Parameters in their order.
            read: Makes the result of an answer, or raises the `KinescopeError` that it is.
            headers: More request headers.
            priority: Who goes first under the rate limits.
            max_body: The largest decoded body in bytes; as large as usual without.
            file: Where the body goes instead of the memory; the answer then has its beginning.
            on_progress: Told how many bytes of the body came, and how many there are to be.

        Raises:
            KinescopeError: There is no such result.
        """
        self._check_is_open()
        now = self._clock.utc_now().astimezone()
        exchange = Exchange("GET", path, tuple(query), now, priority=priority, asker=asker())
        OWN_SECRETS.withhold(exchange)
        stopped = asyncio.get_running_loop().create_future()
        most = max_body or self._max_body
        call = _Call(exchange, headers, most, file, on_progress, stopped)
        asking = self._start(self._exchange(call, read))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            call.withdraw()
            if asking.cancelled():  # before it began
                self._check_is_open()
            raise

    def _check_is_open(self) -> None:
        if self._is_closed:
            raise ClosedError

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        # Time limits hold what they were set in until they are due: not who asked, and went away.
        context = self._context.copy()
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that an answer nobody awaits any more is no warning

    async def _exchange(self, call: _Call, read: Callable[["Answer", Exchange], T]) -> T:
        exchange = call.exchange
        self._calls.add(call)
        self._on_change(exchange)
        try:
            result = await self._unless_closed(self._attempts(call, read))
        except KinescopeError as error:
            exchange.error = error
            error.request_id, error.sent_id = exchange.request_id, exchange.sent_id
            error.attempts = len(exchange.attempts)
            raise
        else:
            exchange.outcome = Outcome.DONE
            return result
        finally:
            if exchange.is_open:
                is_withdrawn = not call.is_wanted and not exchange.attempts
                exchange.outcome = Outcome.WITHDRAWN if is_withdrawn else Outcome.FAILED
            self._calls.discard(call)
            self._on_change(exchange)

    async def _unless_closed(self, answer: Awaitable[T]) -> T:
        try:
            return await answer
        except asyncio.CancelledError:
            self._check_is_open()
            raise

    async def _attempts(self, call: _Call, read: Callable[["Answer", Exchange], T]) -> T:
        """Send the request until it is answered, or until the retry policy gives up."""
        exchange = call.exchange
        if exchange.error is not None:
            raise exchange.error  # what it asks must not leave
        tries, put_off_s, is_anew = 0, 0.0, False
        first: float | None = None
        while True:
            send = await self._turn(call)
            began = self._clock.monotonic()
            first = began if first is None else first
            exchange.outcome = Outcome.ASKING
            attempt = Attempt(sent_id=str(uuid.uuid4()), has_left=False)
            exchange.attempts.append(attempt)
            call.is_on_wire, call.paused_s = True, 0.0
            self._on_change(exchange)
            try:
                sending = self._start(self._attempt(call, attempt, read, send, is_anew=is_anew))
                # Cancelling it would break httpx's connection pool.
                return await self._or_stopped(call, sending)
            except KinescopeError as error:
                attempt.error = failure = error
            finally:
                call.is_on_wire = False
                ended = self._clock.monotonic()
                attempt.duration_s, exchange.duration_s = ended - began, ended - first
            if not call.is_wanted or isinstance(failure, StoppedError):
                raise failure
            if isinstance(failure, DeadConnectionError):
                is_anew = True
                continue
            tries += 1
            failure.status = failure.status or attempt.status
            wait_s = self._wait_s(call, failure, tries, ended - first - put_off_s, put_off_s)
            if wait_s is None:
                raise failure
            exchange.wait_s, exchange.outcome = wait_s, Outcome.RETRYING
            exchange.next_try_at = self._clock.utc_now() + timedelta(seconds=wait_s)
            self._on_change(exchange)
            await self._pause(call, wait_s, failure)
            put_off_s += wait_s

    def _wait_s(
        self, call: _Call, error: KinescopeError, tries: int, spent_s: float, put_off_s: float
    ) -> float | None:
        """Return how long to wait before the next attempt, in seconds; None if there is none."""
        is_bulk = call.exchange.priority is Priority.BULK
        wait_s = self._retry.wait_s(error, tries, is_bulk=is_bulk, put_off_s=put_off_s)
        is_asked = call.paused_s > 0 or error.retry_after_s is not None
        if wait_s is None or (not is_asked and spent_s + wait_s >= self._deadline_s):
            return None
        wait_s = max(wait_s, call.paused_s)
        return wait_s if is_bulk or wait_s <= self._retry.longest_s else None

    async def _turn(self, call: _Call) -> Callable[[], None]:
        """Return when the request may be begun, with what is to be called when it leaves."""
        call.exchange.outcome = Outcome.WAITING
        turn = self._start(self._pacer.reserve(call.exchange.priority))
        try:
            send = await self._or_stopped(call, turn)
        except BaseException:
            turn.cancel()
            turn.add_done_callback(_give_back)
            raise
        if call.stopped.done():
            send()
            raise StoppedError(_STOPPED)
        return send

    async def _attempt(
        self,
        call: _Call,
        attempt: Attempt,
        read: Callable[["Answer", Exchange], T],
        send: Callable[[], None],
        *,
        is_anew: bool,
    ) -> T:
        from kinescope_tui.api.connection import Told

        exchange = call.exchange
        began = self._clock.monotonic()

        head: Answer | None = None

        def left(open_headers: dict[str, str]) -> None:
            attempt.sent_headers, attempt.has_left = open_headers, True
            send()

        def answered(begun: "Answer") -> None:
            nonlocal head
            head = begun
            attempt.status, attempt.headers = begun.status, begun.open_headers
            # Guidelines, "Response headers": on every answer, though old ones were seen without.
            attempt.request_id = begun.headers.get("x-request-id") or None
            if begun.status == TOO_MANY:
                # The server counts the token: all its requests wait, also if nobody waits for this.
                call.paused_s = self._pacer.refused(begun.retry_after_s, began)
            else:
                self._pacer.accepted(began)

        def got(received: int, expected: int | None) -> None:
            exchange.received, exchange.expected = received, expected
            call.on_progress(received, expected)

        exchange.received, exchange.expected = 0, None
        try:
            answer = await self._connect().get(
                exchange.path,
                exchange.query,
                {**call.headers, "X-Request-ID": attempt.sent_id},
                Told(left, answered, got),
                limit_s=self._deadline_s,
                max_body=call.max_body,
                file=call.file,
                is_anew=is_anew,
            )
        except BadAnswerError as error:
            if head is None or head.status in OK:
                raise
            return _read_head(read, head, exchange, error)
        finally:
            send()  # a request that never left gives its place back by and by
        exchange.size, exchange.body = answer.size, answer.body[:_KEPT_BODY]
        if answer.size <= LARGE and exchange.priority is not Priority.BULK:
            return _read(read, answer, exchange)
        # Pages that nobody waits for come several at once, and would hold up keys together.
        return await asyncio.to_thread(_read, read, answer, exchange)

    async def _or_stopped(self, call: _Call, task: asyncio.Task[T]) -> T:
        """Return the task's result, unless nobody waits any longer."""
        either: set[asyncio.Future[Any]] = {task, call.stopped}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise StoppedError(_STOPPED)

    async def _pause(self, call: _Call, seconds: float, error: KinescopeError) -> None:
        """Wait before the next attempt; who waits no longer is left with the last one's error."""
        hurry = self._start(self._hurry.wait())
        try:
            with contextlib.suppress(TimeoutError):
                async with self._clock.timeout(seconds):
                    await self._or_stopped(call, hurry)
        except StoppedError:
            raise error from None
        finally:
            hurry.cancel()

    def _connect(self) -> "Connection":
        if self._connection is None:
            self._connection = self._make_connection()
        return self._connection


def _read(read: Callable[["Answer", Exchange], T], answer: "Answer", exchange: Exchange) -> T:
    """Return what an answer says; whatever it may be, only our errors come of it."""
    try:
        return read(answer, exchange)
    except KinescopeError:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise UnexpectedShapeError(f"The response could not be read ({kind}).") from error


def _read_head(
    read: Callable[["Answer", Exchange], T],
    head: "Answer",
    exchange: Exchange,
    error: BadAnswerError,
) -> T:
    """Return what the beginning of a refusal says, whose body did not come."""
    try:
        return _read(read, head, exchange)
    except KinescopeError as refusal:
        refusal.detail = refusal.detail or error.message
        raise refusal from None


def _give_back(turn: asyncio.Task[Callable[[], None]]) -> None:
    """Let a place go by and by that came when nobody wanted it any more."""
    if not turn.cancelled() and turn.exception() is None:
        turn.result()()
