"""The API service: what there is to ask, and the shapes in which it is answered."""

from collections.abc import AsyncIterator, Callable, Container, Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, Generic, Self, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit
from weakref import finalize

import msgspec
from msgspec.structs import replace

from kinescope_tui.api import decode
from kinescope_tui.api.base_url import DEFAULT_BASE_URL, parse_base_url
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.content import Content, content_of
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.envelope import (
    check_is_csv,
    data_of,
    raise_for_error,
    says_that_there_is_none,
)
from kinescope_tui.api.errors import NotJsonError, NotSentError, UnexpectedShapeError
from kinescope_tui.api.exchange import Exchange, Outcome, Query
from kinescope_tui.api.funnel import DEADLINE_S, JSON_HEADERS, Funnel, Progress, no_progress
from kinescope_tui.api.ids import check_is_asked_for
from kinescope_tui.api.models import (
    AnyRow,
    AnyTokenRow,
    Files,
    Folder,
    Link,
    Model,
    Overview,
    Project,
    ReportRow,
    UsageRow,
    Video,
)
from kinescope_tui.api.nouns import counted
from kinescope_tui.api.order import Order
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.pacing import FOREGROUND, Pacer, Priority
from kinescope_tui.api.paging import read_pages
from kinescope_tui.api.redaction import has_secret_ids, redact_value
from kinescope_tui.api.retry import RetryPolicy
from kinescope_tui.api.token import Token
from kinescope_tui.api.token_pacers import TOKEN_PACERS

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer, Connection
    from kinescope_tui.api.invoice import Invoice

M = TypeVar("M", bound=Model)

MAX_BODY = 32 * 2**20
"""The largest decoded body that is read, in bytes."""

MAX_DOWNLOAD = 512 * 2**20
"""The same of a file."""

# Unpacked on the way, a download could not be saved as it came.
_CSV_HEADERS = {"Accept": "text/csv, application/json;q=0.5", "Accept-Encoding": "identity"}

_ANY_HEADERS = {"Accept": "application/json, text/*;q=0.9, */*;q=0.5"}

_BY_OFFSET = {"/v1/access-tokens"}
"""Lists that were seen to have an offset and a limit instead of pages."""

_PIECE = 2**20  # bytes of a file; a smaller one is kept in memory

PER_PAGE = 100
"""Guidelines, "Limits and restrictions": usually up to 100 items per page."""

INVOICES = "/v1/billing/invoices"
"""The guidelines, "CSV export", have one invoice by its id; nobody documented their list."""

_OLDEST_FIRST = Order.parse("created_at")


class Page(msgspec.Struct, Generic[M], frozen=True):
    """One page of a list (guidelines, "List response with pagination").

    Attributes:
        items: The models of the rows that could be read.
        number: The page, from 1, as the server reports it.
        per_page: The page's size as the server reports it; it may be smaller than asked for.
        total: How many items the whole list has; None if the server did not say.
        order: The order that the server applied, as it says; without levels if it does not.
        exchange: The request, its ids and what became of it.
        drift: What did not fit the models, `path: reason` each, but for what is read later.
        dropped: How many items of the page could not be read at all.
        zone: The name of the time zone that the answer's days are those of; empty if none is said.
        dates: From when to when it is, as the answer says itself; empty where it does not.
    """

    items: Sequence[M]
    number: int
    per_page: int
    total: int | None
    order: Order
    exchange: Exchange
    drift: Sequence[str] = ()
    dropped: int = 0
    zone: str = ""
    dates: tuple[str, str] = ("", "")

    @property
    def is_whole(self) -> bool:
        """Whether this is known to be all of its list: by its total, or by the room that it has."""
        rows = len(self.items) + self.dropped
        if self.dropped or self.number != 1:
            return False
        has_total = self.total is not None and self.total >= rows  # else it is wrong
        return rows == self.total if has_total else rows < self.per_page

    @property
    def lacking(self) -> int:
        """How many more rows there are, as the server says, than came until the end of this."""
        rows = len(self.items) + self.dropped
        return max(0, (self.total or 0) - rows) if self.number == 1 else 0

    def as_whole(self) -> "Page[M]":
        """Return it as all that there is to ask for of its list, if not all of that."""
        return replace(self, number=1, total=len(self.items) + self.dropped + self.lacking)


class Item(msgspec.Struct, Generic[M], frozen=True):
    """One thing, as a model and as it came (guidelines, "Successful response").

    Attributes:
        value: The model.
        raw: The decoded JSON with cleaned strings and without secrets, for fields that the model
            does not know.
        exchange: The request, its ids and what became of it.
        drift: What did not fit the model, `path: reason` each.
        zone: The name of the time zone that the answer's days are those of; empty if none is said.
        dates: From when to when it is, as the answer says itself; empty where it does not.
        asked_id: The id that it was asked for by, where it came with another one; empty otherwise.
    """

    value: M
    raw: dict[str, Any]
    exchange: Exchange
    drift: Sequence[str] = ()
    zone: str = ""
    dates: tuple[str, str] = ("", "")
    asked_id: str = ""


class CsvFile(msgspec.Struct, frozen=True, weakref=True):
    """A CSV export, unchanged (guidelines, "CSV export"); its bytes are not cleaned.

    What is large is on the disk, in a file without a name that goes with this.

    Attributes:
        file: What holds the bytes as the server sent them.
        size: How many.
        size_confirmed: Whether the protocol proves that nothing is missing at the end.
        exchange: The request, its ids and what became of it.
    """

    file: IO[bytes]
    size: int
    size_confirmed: bool
    exchange: Exchange
    _reading: Lock = msgspec.field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Leave nothing on the disk in the end."""
        finalize(self, self.file.close)

    @property
    def content(self) -> bytes:
        """All of it at once."""
        return self.begin(self.size)

    def begin(self, size: int) -> bytes:
        """Return the first bytes of it, or all where there are no more."""
        return self._read(0, size)

    def parts(self) -> Iterator[bytes]:
        """Yield all of it piece by piece; others may read it meanwhile."""
        for at in range(0, self.size, _PIECE):
            yield self._read(at, _PIECE)

    def _read(self, at: int, size: int) -> bytes:
        with self._reading:
            self.file.seek(at)
            return self.file.read(size)


class KinescopeClient:
    """Reads a Kinescope workspace over its REST API.

        async with KinescopeClient(Token.parse(text)) as client:
            page = await client.videos(order=Order.parse("created_at.desc"))
            print(page.total, page.exchange.request_id)
            async for video in client.all_videos(statuses=["error"]):
                print(video.id, video.title)

    Requests are paced under both documented rate windows, repeated while that makes sense, and
    never follow a redirect. Where the server says that they are too many, all of them wait. A
    caller who is cancelled withdraws what is not on the wire; the rest ends by itself: cancelled
    requests break httpx's connection pool. Once the client is closed, every question ends in a
    `ClosedError`, those under way too.

    Source: guidelines, "Authorization", "Response format", "Limits and restrictions".

    Args:
        token: The API token; it is sent to `base_url` alone.
        base_url: The API's address, see `parse_base_url`.
        pacer: Gives every request its turn; without one that of all clients of this token at this
            address in this process, since the server counts them together.
        retry: Which failures are repeated, and when.
        deadline_s: How long an answer may take to begin, and how long it may stop coming, in
            seconds. Waiting for a turn does not count.
        max_body: The largest decoded body in bytes.
        on_change: Told of every exchange when it begins, when an attempt ends and when it ends.
        clock: Tells the time, and when a limit is over; a pacer that is given has its own.

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
        clock: Clock | None = None,
    ) -> None:
        self.base_url = parse_base_url(base_url)
        clock = clock or Clock()
        OWN_SECRETS.add(token)

        def connect() -> "Connection":
            # Not before the first request: importing httpx takes longer than the first frame.
            from kinescope_tui.api.connection import Connection

            return Connection(self.base_url, token, clock=clock)

        self._by_offset = set(_BY_OFFSET)  # others are known once they answer so
        self._funnel = Funnel(
            connect,
            pacer=pacer or TOKEN_PACERS.of(token, self.base_url, clock),
            retry=retry or RetryPolicy(),
            deadline_s=deadline_s,
            max_body=max_body,
            on_change=on_change or (lambda _exchange: None),
            clock=clock,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End what is under way and close every connection; a second time does nothing."""
        await self._funnel.aclose()

    # What there is to read. Each raises a `KinescopeError`; see `errors` for its kinds.

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
        without_folder: bool = False,
        video_ids: Iterable[str] | None = None,
        priority: Priority = Priority.LOOKED_AT,
    ) -> Page[Video]:
        """Return a page of `GET /v1/videos` (guidelines, "Pagination" and "Sorting").

        Args:
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            order: By title, description, created_at, updated_at, duration; the server's without.
            search: Looked for in titles and descriptions.
            statuses: Only videos in one of them: pending, uploading, pre-processing, processing,
                aborted, done, error. All without any.
            project_id: Only videos of that project.
            folder_id: Only videos of that folder.
            without_folder: Only videos in no folder.
            video_ids: Only these videos, up to 100; None for all. Those that are gone are missing.
            priority: Who goes first under the rate limits.

        Raises:
            OrderFieldError: The server does not sort by one of the fields.
            NotSentError: No id is among `video_ids`, which would ask for all videos.
            KinescopeError: There is no answer, or it cannot be used.
        """
        filters = [("q", search), ("project_id", project_id), ("folder_id", folder_id)]
        query = _video_query(filters, statuses, video_ids, is_without_folder=without_folder)
        return await self.page(
            "/v1/videos",
            Video,
            page=page,
            per_page=per_page,
            order=order,
            query=query,
            priority=priority,
        )

    def all_videos(
        self,
        *,
        order: Order = _OLDEST_FIRST,
        search: str = "",
        statuses: Iterable[str] = (),
        project_id: str = "",
        folder_id: str = "",
        without_folder: bool = False,
        video_ids: Iterable[str] | None = None,
        priority: Priority = Priority.BULK,
    ) -> AsyncIterator[Video]:
        """Yield every video that `GET /v1/videos` lists, each once; see `all_items`.

        It takes what `videos` does. With the oldest first, those that come meanwhile move no other.

        Raises:
            OrderFieldError: The server does not sort by one of the fields.
            NotSentError: No id is among `video_ids`, which would ask for all videos.
            KinescopeError: A page could not be read; the videos before it came.
        """
        filters = [("q", search), ("project_id", project_id), ("folder_id", folder_id)]
        query = _video_query(filters, statuses, video_ids, is_without_folder=without_folder)
        return self.all_items("/v1/videos", Video, order=order, query=query, priority=priority)

    async def video(self, video_id: str) -> Item[Video]:
        """Return `GET /v1/videos/{video_id}` (guidelines, "Successful response").

        Raises:
            NotFoundError: There is none, or this token may not see it.
            OtherThingError: The answer is of another one.
            KinescopeError: There is no answer, or it cannot be used.
        """
        return await self.item(f"/v1/videos/{quote_segment(video_id)}", Video)

    async def file_link(self, video_id: str) -> str:
        """Return a signed link to the largest file of a video that has one; empty if none has.

        It is in `GET /v1/videos/{id}` (guidelines, "Successful response"), and is good for a while.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        files = (await self.item(f"/v1/videos/{quote_segment(video_id)}", Files)).value.assets or []
        links = [(file.size_bytes or 0, file.download_link or file.url or "") for file in files]
        return max((pair for pair in links if pair[1]), default=(0, ""))[1]

    async def projects(
        self, *, page: int = 1, per_page: int = PER_PAGE, catalog_type: str = "vod"
    ) -> Page[Project]:
        """Return a page of `GET /v1/projects` (guidelines, "Pagination").

        Args:
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            catalog_type: vod or live; live projects are in the catalogue "live" only.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        query = [("catalog_type", catalog_type)]
        return await self.page("/v1/projects", Project, page=page, per_page=per_page, query=query)

    def all_projects(
        self, *, catalog_type: str = "vod", priority: Priority = Priority.BULK
    ) -> AsyncIterator[Project]:
        """Yield every project of a catalogue, vod or live, each once; see `all_items`.

        Raises:
            KinescopeError: A page could not be read; the projects before it came.
        """
        query = [("catalog_type", catalog_type)]
        return self.all_items("/v1/projects", Project, query=query, priority=priority)

    async def project(self, project_id: str) -> Item[Project]:
        """Return `GET /v1/projects/{project_id}` (guidelines, "Successful response").

        Raises:
            NotFoundError: There is none, or this token may not see it.
            OtherThingError: The answer is of another one.
            KinescopeError: There is no answer, or it cannot be used.
        """
        return await self.item(f"/v1/projects/{quote_segment(project_id)}", Project)

    async def folders(
        self,
        project_id: str,
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        order: Order | None = None,
    ) -> Page[Folder]:
        """Return a page of a project's folders (guidelines, "Pagination" and "Sorting").

        Args:
            project_id: Whose.
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            order: By name or created_at; the server's without.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        path = _folders_of(project_id)
        return await self.page(path, Folder, page=page, per_page=per_page, order=order)

    def all_folders(
        self,
        project_id: str,
        *,
        order: Order | None = _OLDEST_FIRST,
        priority: Priority = Priority.BULK,
    ) -> AsyncIterator[Folder]:
        """Yield every folder of a project, each once; see `all_items`.

        Raises:
            KinescopeError: A page could not be read; the folders before it came.
        """
        return self.all_items(_folders_of(project_id), Folder, order=order, priority=priority)

    async def material_link(self, material_id: str) -> str:
        """Return a link to an additional material that is good for a short while.

        Source: the API reference; the guidelines do not tell of it.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        path = f"/v1/additional-materials/{quote_segment(material_id)}/link"
        return (await self.item(path, Link)).value.link

    async def overview(
        self,
        dates: DateRange,
        *,
        bucket: str = "day",
        video_id: str = "",
        priority: Priority = Priority.LOOKED_AT,
    ) -> Item[Overview]:
        """Return `GET /v1/analytics/overview` (guidelines, "Date format").

        Args:
            dates: From when to when; both are always sent, since both are required.
            bucket: hour, day, week or month.
            video_id: Of which video; of all without one.
            priority: Who goes first under the rate limits.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        query = [*dates.query(), ("group_time", bucket)]
        if video_id:
            query.append(("video_id", video_id))
        return await self.item(
            "/v1/analytics/overview", Overview, query=query, keeps_raw=False, priority=priority
        )

    async def report(
        self,
        dates: DateRange,
        *,
        bucket: str,
        entities: Sequence[str],
        fields: Sequence[str],
        order: Order | None = None,
        repeats_fields: bool = False,
        priority: Priority = Priority.LOOKED_AT,
    ) -> Page[ReportRow]:
        """Return `GET /v1/analytics`: a row for each thing in each bucket, on no pages.

        How several fields are written is documented nowhere: joined by commas was seen to be
        accepted, and to bring nothing.

        Args:
            dates: From when to when; both are always sent, since both are required.
            bucket: hour, day, week or month.
            entities: What the rows are of: video_id, country_code, city, device …
            fields: What is counted: view, unique_view, player_load, watch_time …
            order: By view or play; the rest is not sortable.
            repeats_fields: Whether each name is a parameter of its own instead.
            priority: Who goes first under the rate limits.

        Source: the API reference, and the guidelines, "Date format".

        Raises:
            OrderFieldError: The server does not sort by one of the fields.
            KinescopeError: There is no answer, or it cannot be used.
        """
        query = [*dates.query(), ("group", bucket)]
        for name, values in (("group_entities", entities), ("fields", fields)):
            texts = values if repeats_fields else [",".join(values)]
            query += [(name, text) for text in texts]
        if order:
            query.append(("order", str(order)))
        return await self.rows("/v1/analytics", ReportRow, query=query, priority=priority)

    async def usage(
        self,
        dates: DateRange,
        *,
        by_project: bool = False,
        priority: Priority = Priority.LOOKED_AT,
    ) -> Page[UsageRow]:
        """Return `GET /v1/billing/usage`: a row for each product and day, on no pages.

        Args:
            dates: From which day to which; that one is part of it.
            by_project: Whether each project has rows of its own.
            priority: What goes before it.

        Source: the API reference, and the guidelines, "Date format".

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        query = list(dates.query())
        if by_project:
            query.append(("group_by", "project_id"))
        return await self.rows("/v1/billing/usage", UsageRow, query=query, priority=priority)

    async def invoices(
        self,
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        order: Order | None = None,
        priority: Priority = Priority.LOOKED_AT,
    ) -> "Page[Invoice]":
        """Return a page of `GET /v1/billing/invoices`, a list that is documented nowhere.

        Args:
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            order: By whatever the server takes; its own without.
            priority: Who goes first under the rate limits.

        Raises:
            NotFoundError: There is no such list; `invoice` has each of them by its id.
            OrderFieldError: The server does not sort by one of the fields.
            KinescopeError: There is no answer, or it cannot be used.
        """
        from kinescope_tui.api.invoice import Invoice

        return await self.page(
            INVOICES, Invoice, page=page, per_page=per_page, order=order, priority=priority
        )

    def all_invoices(self, *, order: Order | None = None) -> "AsyncIterator[Invoice]":
        """Yield every invoice, each once; see `invoices` and `all_items`.

        Raises:
            KinescopeError: A page could not be read; the invoices before it came.
        """
        from kinescope_tui.api.invoice import Invoice

        return self.all_items(INVOICES, Invoice, order=order)

    async def invoice(self, invoice_id: str) -> "Item[Invoice]":
        """Return `GET /v1/billing/invoices/{invoice_id}` (guidelines, "CSV export").

        Raises:
            NotFoundError: There is none, or this token may not see it.
            OtherThingError: The answer is of another one.
            KinescopeError: There is no answer, or it cannot be used.
        """
        from kinescope_tui.api.invoice import Invoice

        return await self.item(f"{INVOICES}/{quote_segment(invoice_id)}", Invoice)

    async def invoice_csv(
        self,
        invoice_id: str,
        *,
        priority: Priority = Priority.LOOKED_AT,
        on_progress: Progress = no_progress,
    ) -> CsvFile:
        """Return `GET /v1/billing/invoices/{invoice_id}.csv`; see `csv`.

        Raises:
            CsvUnavailableError: JSON came instead; its `data` holds it.
            KinescopeError: There is no answer, or it cannot be used.
        """
        path = f"{INVOICES}/{quote_segment(invoice_id)}"
        return await self.csv(path, priority=priority, on_progress=on_progress)

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
        is_optional: bool = False,
    ) -> Page[M]:
        """Return a page of any list endpoint (guidelines, "Pagination" and "Sorting").

        Args:
            path: The endpoint, its parts percent-encoded: `/v1/playlists`.
            model: What its rows are.
            page: From 1.
            per_page: Up to 100; the page says what the server made of it.
            order: By fields that the endpoint knows; the server's without.
            query: Further parameters; names may repeat.
            priority: Who goes first under the rate limits.
            is_optional: Whether 404 means that there is nothing: an empty page.

        Raises:
            OrderFieldError: The server does not sort by one of the fields.
            KinescopeError: There is no answer, or it cannot be used.
        """
        asked = [("page", str(page)), ("per_page", str(per_page))]
        if path in self._by_offset:
            asked += [("offset", str((page - 1) * per_page)), ("limit", str(per_page))]
        if order:
            asked.append(("order", str(order)))
        return await self._list(
            path,
            model,
            (*asked, *query),
            page=page,
            per_page=per_page,
            priority=priority,
            is_optional=is_optional,
        )

    async def all_items(
        self,
        path: str,
        model: type[M],
        *,
        per_page: int = PER_PAGE,
        order: Order | None = None,
        query: Iterable[tuple[str, str]] = (),
        priority: Priority = Priority.BULK,
    ) -> AsyncIterator[M]:
        """Yield every row of any list endpoint, each once; see `all_pages` for where it ends.

        Nothing is asked before it is needed: to go on no further is to ask no further.

        Args:
            path: The endpoint, its parts percent-encoded: `/v1/playlists`.
            model: What its rows are.
            per_page: How many to ask for at a time, up to 100.
            order: By fields that the endpoint knows. With the oldest first, rows that come
                meanwhile move no other to a page that was read already.
            query: Further parameters; names may repeat.
            priority: Who goes first; as bulk work it waits for as long as the rate limits take.

        Raises:
            UnexpectedShapeError: There are rows, and none of them could be read.
            KinescopeError: A page could not be read; the rows before it came.
        """
        pages = self.all_pages(
            path, model, per_page=per_page, order=order, query=query, priority=priority
        )
        came = dropped = 0
        async for page in pages:
            for item in page.items:
                yield item
            came, dropped = came + len(page.items), dropped + page.dropped
        if dropped and not came:
            raise UnexpectedShapeError(
                f"None of {counted(dropped, 'row')} of {path} could be read."
            )

    def all_pages(
        self,
        path: str,
        model: type[M],
        *,
        per_page: int = PER_PAGE,
        order: Order | None = None,
        query: Iterable[tuple[str, str]] = (),
        priority: Priority = Priority.BULK,
    ) -> AsyncIterator[Page[M]]:
        """Yield the pages of any list endpoint, in each of them what did not come before.

        They end with the list's total; with a short page where the server says no total; and
        always with a page that brings nothing new, as from servers that know no pages. `dropped`
        counts the rows that could not be read. For the arguments see `all_items`.

        Source: guidelines, "Pagination".

        Raises:
            KinescopeError: A page could not be read; those before it came.
        """
        asked = tuple(query)

        async def fetch(number: int, size: int) -> Page[M]:
            return await self.page(
                path,
                model,
                page=number,
                per_page=size,
                order=order,
                query=asked,
                priority=priority,
            )

        return read_pages(fetch, per_page)

    async def rows(
        self,
        path: str,
        model: type[M],
        *,
        query: Iterable[tuple[str, str]] = (),
        priority: Priority = Priority.LOOKED_AT,
        is_optional: bool = False,
    ) -> Page[M]:
        """Return all that an endpoint lists without pages, as one page.

        Source: the API reference; the guidelines, "Response format", have the envelope.

        Args:
            path: The endpoint, its parts percent-encoded.
            model: What its rows are.
            query: Its parameters; names may repeat.
            priority: Who goes first under the rate limits.
            is_optional: Whether 404 means that there is nothing: an empty page.

        Raises:
            KinescopeError: There is no answer, or it cannot be used.
        """
        return await self._list(
            path, model, tuple(query), priority=priority, is_optional=is_optional
        )

    async def _list(
        self,
        path: str,
        model: type[M],
        query: tuple[tuple[str, str], ...],
        *,
        page: int = 1,
        per_page: int = PER_PAGE,
        priority: Priority = Priority.LOOKED_AT,
        is_optional: bool = False,
    ) -> Page[M]:
        model = _told_apart(model, path)

        def read(answer: "Answer", exchange: Exchange) -> Page[M]:
            if is_optional and says_that_there_is_none(answer):
                return Page([], page, per_page, 0, Order(), exchange)
            raise_for_error(answer)
            decoded = decode.decode_page(answer.body, model)
            if decoded is None:
                decoded = data_of(answer, lambda document: decode.read_page(document, model))
            return self._page_of(decoded, exchange, page, per_page)

        return await self._funnel.call(path, query, read, priority=priority)

    def _page_of(
        self, decoded: decode.Decoded[M], exchange: Exchange, page: int, per_page: int
    ) -> Page[M]:
        pagination = decoded.meta.pagination or decode.Pagination()
        limit = _positive(decoded.meta.limit)
        if limit is not None and decoded.meta.pagination is None:
            self._by_offset.add(exchange.path)
        return Page(
            items=decoded.items,
            number=_positive(pagination.page) or page,
            per_page=_positive(pagination.per_page) or limit or per_page,
            total=_not_negative(pagination.total, decoded.meta.total),
            order=Order.echoed(decoded.meta.order),
            exchange=exchange,
            drift=decoded.drift,
            dropped=decoded.dropped,
            zone=decoded.meta.zone,
            dates=decoded.meta.dates,
        )

    async def item(
        self,
        path: str,
        model: type[M],
        *,
        query: Iterable[tuple[str, str]] = (),
        keeps_raw: bool = True,
        priority: Priority = Priority.LOOKED_AT,
    ) -> Item[M]:
        """Return the one thing that an endpoint gives (guidelines, "Successful response").

        Args:
            path: The endpoint, its parts percent-encoded; its last part may be the thing's id.
            model: What it gives.
            query: Its parameters.
            keeps_raw: Whether what came is kept beside the model; large answers are read at once
                without.
            priority: Who goes first under the rate limits.

        Raises:
            NotFoundError: There is none, or this token may not see it.
            OtherThingError: The answer has another id than the path.
            KinescopeError: There is no answer, or it cannot be used.
        """

        def item_in(found: decode.Decoded[M], plain: dict[str, Any], exchange: Exchange) -> Item[M]:
            asked_id = check_is_asked_for(path, plain)
            item, meta, raw = found.items[0], found.meta, redact_value(plain)
            return Item(item, raw, exchange, found.drift, meta.zone, meta.dates, asked_id)

        def read(answer: "Answer", exchange: Exchange) -> Item[M]:
            raise_for_error(answer)
            quick = decode.decode_item(answer.body, model, keeps_plain=keeps_raw)
            if quick is not None:
                return item_in(quick, quick.plain, exchange)

            def item_of(document: dict[str, Any]) -> Item[M]:
                return item_in(decode.read_item(document, model), document["data"], exchange)

            return data_of(answer, item_of)

        return await self._funnel.call(path, tuple(query), read, priority=priority)

    async def csv(
        self,
        path: str,
        *,
        query: Iterable[tuple[str, str]] = (),
        priority: Priority = Priority.LOOKED_AT,
        on_progress: Progress = no_progress,
    ) -> CsvFile:
        """Return the CSV form of an endpoint, by suffix (guidelines, "CSV export").

        However long it takes: it ends only when nothing comes any more.

        Args:
            path: The endpoint, without the suffix.
            query: Its parameters.
            priority: Who goes first under the rate limits.
            on_progress: Told how many bytes came, and how many there are to be, None if the server
                does not say; after a failure it begins anew.

        Raises:
            CsvUnavailableError: JSON came instead; its `data` holds it.
            KinescopeError: There is no answer, or it cannot be used.
        """
        file: IO[bytes] = SpooledTemporaryFile(_PIECE)  # noqa: SIM115 - it lives as long as what is returned

        def read(answer: "Answer", exchange: Exchange) -> CsvFile:
            found = CsvFile(file, answer.size, answer.size_confirmed, exchange)
            try:
                check_is_csv(answer)
            except NotJsonError:  # it may be of the beginning
                check_is_csv(replace(answer, body=found.begin(MAX_BODY)))
            return found

        try:
            return await self._funnel.call(
                f"{path}.csv",
                tuple(query),
                read,
                headers=_CSV_HEADERS,
                priority=priority,
                max_body=MAX_DOWNLOAD,
                file=file,
                on_progress=on_progress,
            )
        except BaseException:
            file.close()  # what still comes is not waited for
            raise

    async def content(self, target: str, *, priority: Priority = Priority.LOOKED_AT) -> Content:
        """Return what any endpoint answers, whatever that is.

        Args:
            target: A path with its query, `/v1/tags?page=2`; one that ends with .csv asks for CSV.
            priority: Who goes first under the rate limits.

        Source: guidelines, "Response format" and "Special response formats".

        Raises:
            NotSentError: It names another host, or no path.
            KinescopeError: There is no answer, or it cannot be used.
        """
        path, query = parse_target(target)
        headers = _CSV_HEADERS if path.endswith(".csv") else _ANY_HEADERS

        return await self._funnel.call(path, query, content_of, headers=headers, priority=priority)

    def page_in(self, content: Content) -> Page[AnyRow]:
        """Return the rows of a list that came as the content of an endpoint.

        Raises:
            UnexpectedShapeError: There is no list in it.
        """
        exchange = content.exchange
        decoded = decode.decode_page(content.body, _told_apart(AnyRow, exchange.path))
        if decoded is None:
            raise UnexpectedShapeError("Unexpected response: not a list.")
        return self._page_of(decoded, exchange, 1, PER_PAGE)

    async def get(self, target: str) -> Any:
        """Return the decoded JSON of any endpoint, envelope included.

        Args:
            target: A path with its query, `/v1/tags?page=2`.

        Source: guidelines, "Response format".

        Raises:
            NotSentError: It names another host, or no path.
            KinescopeError: There is no answer, or it cannot be used.
        """
        path, query = parse_target(target)

        def read(answer: "Answer", _exchange: Exchange) -> Any:
            raise_for_error(answer)
            return data_of(answer, lambda document: document)

        return await self._funnel.call(path, query, read)

    async def again(self, exchange: Exchange) -> None:
        """Ask once more what an exchange asked; the new exchange tells what came.

        Raises:
            OtherThingError: The answer has another id than the path.
            KinescopeError: There is no answer, or it cannot be used.
        """
        path, query = exchange.path, exchange.query
        is_csv, was_read = path.endswith(".csv"), exchange.outcome is Outcome.DONE

        def read(answer: "Answer", again: Exchange) -> None:
            raise_for_error(answer)
            document = content_of(answer, again).document if was_read else None
            if was_read and not (isinstance(document, dict) and "data" in document):
                return  # it was of another kind before
            if is_csv:
                check_is_csv(answer)
            else:
                data_of(answer, lambda document: check_is_asked_for(path, document["data"]))

        headers = _CSV_HEADERS if is_csv else JSON_HEADERS
        await self._funnel.call(path, query, read, headers=headers)

    # What the user can do about requests that take long.

    def hurry(self) -> None:
        """Let every request that pauses before its next attempt go now."""
        self._funnel.hurry()

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
        self._funnel.stop(priorities=priorities, exchanges=exchanges)


def parse_target(target: str) -> tuple[str, Query]:
    """Return the path and the parameters of a target, `/v1/tags?page=2`.

    Raises:
        NotSentError: It names another host, or no path.
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        raise NotSentError("This is not a valid path.") from None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        raise NotSentError("A path must begin with / and stay on the API's host.")
    return parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True))


def quote_segment(text: str) -> str:
    """Return an id as one part of a path, whatever it holds.

    Raises:
        NotSentError: It would mean another path.
    """
    if text in {"", ".", ".."}:
        raise NotSentError(f"{text!r} is not a valid id.")
    return quote(text, safe="", errors="replace")


def _told_apart(model: type[M], path: str) -> type[M]:
    """Return what the rows of a path are: where ids may be tokens they are masked."""
    hides_ids: type[Any] = AnyTokenRow
    return hides_ids if model is AnyRow and has_secret_ids(path) else model


def _folders_of(project_id: str) -> str:
    return f"/v1/projects/{quote_segment(project_id)}/folders"


def _video_query(
    filters: Iterable[tuple[str, str]],
    statuses: Iterable[str],
    video_ids: Iterable[str] | None,
    *,
    is_without_folder: bool,
) -> Query:
    query = [(name, value) for name, value in filters if value]
    query += [("status[]", status) for status in statuses]
    if is_without_folder:
        query.append(("without_folder", "true"))
    if video_ids is not None:
        ids = [("video_ids[]", video_id) for video_id in video_ids]
        if not ids:
            raise NotSentError("None of the requested ids is valid.")
        query += ids
    return tuple(query)


def _not_negative(*totals: int | None) -> int | None:
    said = next((total for total in totals if total is not None), None)
    return said if said is not None and said >= 0 else None


def _positive(number: int | None) -> int | None:
    return number if number and number > 0 else None
