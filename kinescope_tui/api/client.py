"""The API service: every request of the program goes through this one funnel."""

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar
from urllib.parse import quote, urlsplit

from kinescope_tui.api import decode
from kinescope_tui.api.base_url import DEFAULT_BASE_URL, parse_base_url
from kinescope_tui.api.envelope import csv_or_error, data_of, raise_for_error
from kinescope_tui.api.errors import KinescopeError, NotSentError, RateLimitedError, StoppedError
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query
from kinescope_tui.api.models import Folder, Model, Project, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Pacer, Priority
from kinescope_tui.api.retry import RetryPolicy
from kinescope_tui.api.token import Token

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer, Connection

M = TypeVar("M", bound=Model)
T = TypeVar("T")

DEADLINE_S = 30.0
"""How long a call may take on the wire, attempts and the waits between them together."""

MAX_BODY = 32 * 2**20
"""The largest decoded body that is read, in bytes."""

_JSON_HEADERS = {"Accept": "application/json"}
# Unpacked on the way, a download could not be saved as it came.
_CSV_HEADERS = {"Accept": "text/csv, application/json;q=0.5", "Accept-Encoding": "identity"}
_KEPT_BODY = 32 * 2**10  # of an answer, in bytes, for looking at it later

PER_PAGE = 100
"""Guidelines, "Limits and restrictions": usually up to 100 items per page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of a list (guidelines, "List response with pagination").

    Attributes:
        number: The page, from 1, as the server reports it.
        per_page: The page's size as the server reports it; it may be smaller than asked for.
        total: How many items the whole list has; None if the server did not say.
        order: The order that the server applied.
        drift: What did not fit the models.
        dropped: How many items of the page could not be read at all.
    """

    items: Sequence[M]
    number: int
    per_page: int
    total: int | None
    order: Order
    exchange: Exchange
    drift: Sequence[str] = ()
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Item(Generic[M]):
    """One thing, as a model and as it came.

    Attributes:
        raw: The decoded JSON with cleaned strings, for fields that the model does not know.
    """

    value: M
    raw: dict[str, Any]
    exchange: Exchange
    drift: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV export, unchanged (guidelines, "CSV export").

    Attributes:
        content: The bytes as the server sent them, for a file; they are not cleaned.
        size_confirmed: Whether the protocol proves that nothing is missing at the end.
    """

    content: bytes
    size_confirmed: bool
    exchange: Exchange


class KinescopeClient:
    """Reads a Kinescope workspace over its REST API.

        async with KinescopeClient(Token.parse(text)) as client:
            page = await client.videos(order=Order.parse("created_at.desc"))
            print(page.total, page.exchange.request_id)

    Requests are paced under both documented rate windows, repeated while that makes sense, never
    follow a redirect, and end within `deadline_s` on the wire. A caller who is cancelled leaves the
    request to end by itself: cancelled requests break httpx's connection pool.

    Source: guidelines, "Authorization", "Response format", "Limits and restrictions".

    Args:
        token: The API token; it is sent to `base_url` alone.
        base_url: The API's address, see `parse_base_url`.
        pacer: Shared by all clients of a process, since the server counts them together.
        retry: Which failures are repeated, and when.
        deadline_s: The time limit of a call in seconds; waiting for a turn does not count.
        max_body: The largest decoded body in bytes.
        on_change: Told of every exchange when it begins, when an attempt ends and when it ends.
        clock: Seconds that only grow, for durations.

    Raises:
        BaseUrlError: The token would not be safe on its way to that address.
    """

    def __init__(
        self,
        token: Token,
        *,
        base_url: str = DEFAULT_BASE_URL,
        pacer: Pacer | None = None,
        retry: RetryPolicy | None = None,
        deadline_s: float = DEADLINE_S,
        max_body: int = MAX_BODY,
        on_change: Callable[[Exchange], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base_url = parse_base_url(base_url)
        self._token = token
        self._pacer = pacer or Pacer()
        self._retry = retry or RetryPolicy()
        self._deadline_s = deadline_s
        self._max_body = max_body
        self._on_change = on_change or (lambda _exchange: None)
        self._clock = clock
        self._connection: Connection | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._stops: dict[Exchange, asyncio.Future[None]] = {}
        self._hurry = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End what is under way and close every connection."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._connection is not None:
            await self._connection.aclose()

    # What there is to read. Each raises `KinescopeError`; see `errors` for its kinds.

    async def videos(
        self,
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        order: Order | None = None,
        search: str = "",
        statuses: Iterable[str] = (),
        project_id: str = "",
        folder_id: str = "",
        priority: Priority = Priority.LOOKED_AT,
    ) -> Page[Video]:
        """Return a page of `GET /v1/videos`.

        Args:
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            order: By title, description, created_at, updated_at, duration.
            search: Looked for in titles and descriptions.
            statuses: Only videos in one of them.
            project_id: Only videos of that project.
            folder_id: Only videos of that folder.
            priority: Who goes first under the rate limits.
        """
        filters = [("q", search), ("project_id", project_id), ("folder_id", folder_id)]
        query = [(name, value) for name, value in filters if value]
        query += [("status[]", status) for status in statuses]
        return await self.page(
            "/v1/videos",
            Video,
            page=page,
            per_page=per_page,
            order=order,
            query=query,
            priority=priority,
        )

    async def video(self, video_id: str) -> Item[Video]:
        """Return `GET /v1/videos/{video_id}`."""
        return await self.item(f"/v1/videos/{_segment(video_id)}", Video)

    async def projects(
        self, *, page: int = 1, per_page: int = PER_PAGE, catalog_type: str = "vod"
    ) -> Page[Project]:
        """Return a page of `GET /v1/projects`; live projects show in the catalogue "live" only."""
        query = [("catalog_type", catalog_type)]
        return await self.page("/v1/projects", Project, page=page, per_page=per_page, query=query)

    async def project(self, project_id: str) -> Item[Project]:
        """Return `GET /v1/projects/{project_id}`."""
        return await self.item(f"/v1/projects/{_segment(project_id)}", Project)

    async def folders(
        self,
        project_id: str,
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        order: Order | None = None,
    ) -> Page[Folder]:
        """Return a page of a project's folders, ordered by name or created_at."""
        path = f"/v1/projects/{_segment(project_id)}/folders"
        return await self.page(path, Folder, page=page, per_page=per_page, order=order)

    async def invoice_csv(self, invoice_id: str) -> CsvFile:
        """Return `GET /v1/billing/invoices/{invoice_id}.csv`.

        Raises:
            CsvUnavailableError: JSON came instead; its `data` holds it.
        """
        return await self.csv(f"/v1/billing/invoices/{_segment(invoice_id)}")

    # The shapes of answers, for every endpoint that has them.

    async def page(
        self,
        path: str,
        model: type[M],
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        order: Order | None = None,
        query: Iterable[tuple[str, str]] = (),
        priority: Priority = Priority.LOOKED_AT,
    ) -> Page[M]:
        """Return a page of a list endpoint (guidelines, "Pagination" and "Sorting")."""
        asked = [("page", str(page)), ("per_page", str(per_page))]
        if order:
            asked.append(("order", str(order)))

        def read(answer: "Answer", exchange: Exchange) -> Page[M]:
            raise_for_error(answer)
            decoded = decode.decode_page(answer.body, model)
            if decoded is None:
                decoded = data_of(answer, lambda document: decode.read_page(document, model))
            pagination = decoded.meta.pagination or decode.Pagination()
            return Page(
                items=decoded.items,
                number=_positive(pagination.page) or page,
                per_page=_positive(pagination.per_page) or per_page,
                total=pagination.total if (pagination.total or 0) >= 0 else None,
                order=Order.echoed(decoded.meta.order),
                exchange=exchange,
                drift=decoded.drift,
                dropped=decoded.dropped,
            )

        return await self._call(path, (*asked, *query), read, priority=priority)

    async def item(self, path: str, model: type[M]) -> Item[M]:
        """Return the one thing that an endpoint gives (guidelines, "Successful response")."""

        def read(answer: "Answer", exchange: Exchange) -> Item[M]:
            raise_for_error(answer)
            raw = data_of(answer, lambda document: document["data"])
            decoded = data_of(answer, lambda document: decode.read_item(document["data"], model))
            return Item(decoded.items[0], raw, exchange, decoded.drift)

        return await self._call(path, (), read)

    async def csv(self, path: str) -> CsvFile:
        """Return the CSV form of an endpoint, by suffix (guidelines, "CSV export").

        Raises:
            CsvUnavailableError: JSON came instead; its `data` holds it.
        """

        def read(answer: "Answer", exchange: Exchange) -> CsvFile:
            return CsvFile(csv_or_error(answer), answer.size_confirmed, exchange)

        return await self._call(f"{path}.csv", (), read, headers=_CSV_HEADERS)

    async def get(self, target: str) -> Any:
        """Return the decoded JSON of any endpoint, envelope included.

        Args:
            target: A path with its query, `/v1/tags?page=2`.
        """
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            raise NotSentError("A path begins with / and stays on the API's host.")
        pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]

        def read(answer: "Answer", _exchange: Exchange) -> Any:
            raise_for_error(answer)
            return data_of(answer, lambda document: document)

        return await self._call(parts.path, tuple((k, v) for k, _, v in pairs), read)

    async def again(self, exchange: Exchange) -> None:
        """Ask once more what an exchange asked; the new exchange tells what came."""
        is_csv = exchange.path.endswith(".csv")

        def read(answer: "Answer", _exchange: Exchange) -> None:
            raise_for_error(answer)
            if is_csv:
                csv_or_error(answer)
            else:
                data_of(answer, lambda document: document)

        headers = _CSV_HEADERS if is_csv else _JSON_HEADERS
        await self._call(exchange.path, exchange.query, read, headers=headers)

    # What the user can do about requests that take long.

    def hurry(self) -> None:
        """Let every request that pauses before its next attempt go now."""
        self._hurry.set()
        self._hurry = asyncio.Event()
        self._pacer.resume()

    def stop(self) -> None:
        """Wait for none of the requests under way any longer; those that were sent end unheard."""
        for stop in self._stops.values():
            if not stop.done():
                stop.set_result(None)

    # The funnel.

    async def _call(
        self,
        path: str,
        query: Query,
        read: Callable[["Answer", Exchange], T],
        *,
        headers: dict[str, str] | None = None,
        priority: Priority = Priority.LOOKED_AT,
    ) -> T:
        exchange = Exchange("GET", path, tuple(query), datetime.now(UTC).astimezone())
        call = self._exchange(exchange, read, headers or _JSON_HEADERS, priority)
        return await asyncio.shield(self._start(call))

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
            # Not before the first request: importing httpx takes longer than the first frame.
            from kinescope_tui.api.connection import Connection

            self._connection = Connection(self.base_url, self._token, max_body=self._max_body)
        return self._connection


def _segment(text: str) -> str:
    """Return an id as one part of a path, whatever it holds."""
    if text in {"", ".", ".."}:
        raise NotSentError(f"{text!r} is not an id that can be asked for.")
    return quote(text, safe="", errors="replace")


def _positive(number: int | None) -> int | None:
    return number if number and number > 0 else None
