"""A list of which only the path is known, as a table of whatever comes."""

import csv
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

import msgspec

from kinescope_tui.api.client import KinescopeClient, Page, parse_target
from kinescope_tui.api.content import Content, ContentKind
from kinescope_tui.api.errors import CsvUnavailableError, NotJsonError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow, AnyTokenRow, CsvRow, number_twins
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.api.redaction import has_secret_ids, redact_text
from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.endpoint_words import path_section
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.resources.chats import (
    CHAT_COLUMNS,
    chat_lines,
    has_messages,
    is_chat,
    is_chat_text,
)
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.inferred import columns_of, inferred_columns
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, any_name
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.endpoint_model import decoded_text
from kinescope_tui.services.files.csv_table import read_csv
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import QueryParams, View
from kinescope_tui.services.workspace.state_store import StateStore

_CSV = ".csv"
_PAGING = {"page", "per_page", "offset", "limit"}
_FULL = 5  # page sizes are multiples of it
_LARGE = 2**18  # bytes that are not gone through between two keys


class EndpointResource(Resource[AnyRow], frozen=True, kw_only=True, eq=False):
    """Rows of any kind from any path.

    Attributes:
        is_csv: Whether the rows are those of a CSV, or the lines of a chat.
        begins_at: The row at which the first look is.
        asked: An answer that is all of the list, and was not shown yet: it is good once.
    """

    is_csv: bool = False
    begins_at: int = 0
    asked: list[Page[AnyRow]] = msgspec.field(default_factory=list)

    def fetch(self, client: KinescopeClient, view: View) -> Fetch[AnyRow]:
        """Return what asks for the pages of the list in a view."""
        fetch = self._fetch(client, view)
        if not self.asked or view != View(self.default_order):
            return fetch

        async def fetch_once_less(page: int, per_page: int, priority: Priority) -> Page[AnyRow]:
            if page == 1 and self.asked:
                return self.asked.pop()
            return await fetch(page, per_page, priority)

        return fetch_once_less

    def _fetch(self, client: KinescopeClient, view: View) -> Fetch[AnyRow]:
        if not self.is_csv:
            return Resource.fetch(self, client, view)
        order = (("order", str(view.order)),) if view.order else ()
        target = target_of(self.path, (*self.fixed, *view.query, *order))

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[AnyRow]:
            del page, per_page
            return await csv_page(await client.content(target, priority=priority))

        return fetch

    def list_memory(self, store: StateStore) -> ListMemory[AnyRow]:
        """Return where the list was left; one that is looked into only is left nowhere."""
        kept = StateStore() if self.is_passing else store
        return ListMemory(kept, f"list:{self.name}:{self.path}:{self.fixed}", self.model)

    def columns_for(self, items: Sequence[AnyRow]) -> tuple[Column[Any], ...]:
        """Return the columns that these items have something to show in; of a CSV all."""
        if self.columns:
            return tuple(self.columns)
        rows = [item.raw for item in items]
        if self.is_csv:
            fields = dict.fromkeys(key for row in rows for key in row)
            return columns_of(list(fields) or ["value"], rows, is_first_flexible=False)
        return inferred_columns(rows, is_sortable=True)


def endpoint_resource(target: str, *, first: Page[AnyRow] | None = None) -> EndpointResource:
    """Return the list that a path gives.

    Args:
        target: The path with its query. What tells pages in it does not narrow the list, and what
            tells an order is one that can be changed.
        first: What came of it already: whether the list has pages shows in that.

    Raises:
        NotSentError: It is no path.
    """
    path, query = parse_target(target)
    is_csv = path.endswith(_CSV) or is_chat_text(path)
    is_paged = first is None or _has_pages(first)
    is_told = first is not None and is_chat(path) and has_messages(first.items)
    order, fixed = split_query(query) if is_paged and not is_csv else (Order(), query)
    heading = redact_text(one_line(clean(target)))
    place = next((name for name, listed in LISTINGS.items() if listed.path == path), "")
    return EndpointResource(
        name=f"get {target}",
        noun="row",
        path=path,
        heading=heading,
        is_passing=True,
        fixed=fixed,
        default_order=order,
        model=AnyRow,
        title_of=any_name,
        columns=CHAT_COLUMNS if is_told else (),
        is_paged=is_paged,
        is_csv=is_csv,
        summary=lambda *_: [path_section(heading, place)],
        begins_at=(first.number - 1) * first.per_page if first is not None else 0,
        asked=[first.as_whole()] if first is not None and is_whole(first) else [],
    )


async def list_in(
    client: KinescopeClient, target: str, content: Content
) -> EndpointResource | None:
    """Return the list whose rows came, as JSON or as CSV; None if something else did.

    Raises:
        KinescopeError: It cannot be read.
    """
    if content.kind is ContentKind.LIST:
        if len(content.body) <= _LARGE:
            first = client.page_in(content)
        else:
            first = await call_in_daemon(lambda: client.page_in(content), limit_s=None)
    elif content.kind is ContentKind.CSV:
        first = await csv_page(content)
    elif content.kind is ContentKind.TEXT and is_chat_text(content.exchange.path):
        first = await csv_page(content)
        if not has_messages(first.items):
            return None
    else:
        return None
    return endpoint_resource(target, first=first)


def target_of(path: str, query: QueryParams) -> str:
    """Return a path with its query as one text."""
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def csv_target(target: str) -> str:
    """Return where the CSV of a list would be (guidelines, "CSV export")."""
    path, mark, query = target.partition("?")
    known = PurePosixPath(path).suffix in {".json", ".txt", _CSV}
    stem = path[: path.rindex(".")] if known else path.rstrip("/")
    return f"{stem}{_CSV}{mark}{query}"


def is_whole(page: Page[AnyRow]) -> bool:
    """Tell whether an answer is known to be all of its list."""
    rows = len(page.items) + page.dropped
    return page.number == 1 and (page.total == rows or not _has_pages(page))


def _has_pages(page: Page[AnyRow]) -> bool:
    """Tell whether there may be more of a list than an answer.

    Where the server says nothing of pages, a number of rows that no page is large tells that the
    answer is all there is.
    """
    rows = len(page.items) + page.dropped
    return page.total is not None or (rows > 0 and rows % _FULL == 0)


def split_query(query: QueryParams) -> tuple[Order, QueryParams]:
    """Return the order that a query asks for, and what else it narrows the list to."""
    texts = [value for name, value in query if name == "order"]
    try:
        order = Order.parse(texts[0]) if len(texts) == 1 else Order()
    except ValueError:
        order = Order()
    dropped = {*_PAGING, "order"} if order else _PAGING
    return order, tuple(pair for pair in query if pair[0] not in dropped)


async def csv_page(content: Content) -> Page[AnyRow]:
    """Return the rows of a CSV as one page, or the lines of a chat; a CSV names the fields first.

    Raises:
        CsvUnavailableError: JSON came instead.
        NotJsonError: Something else did.
    """
    if content.is_refused_csv:
        raise CsvUnavailableError("No CSV available: the server returned JSON.")
    if content.kind not in {ContentKind.CSV, ContentKind.TEXT}:
        raise NotJsonError("This is not CSV.")
    read = _chat_page if is_chat_text(content.exchange.path) else _csv_page
    if len(content.body) <= _LARGE:
        return read(content.body, content.exchange)
    return await call_in_daemon(lambda: read(content.body, content.exchange), limit_s=None)


def _chat_page(body: bytes, exchange: Exchange) -> Page[AnyRow]:
    lines = chat_lines(clean(decoded_text(body)))
    return _page_of([AnyRow(raw=AnyRow.open({**line})) for line in lines], exchange)


def _csv_page(body: bytes, exchange: Exchange) -> Page[AnyRow]:
    try:
        lines = read_csv(body).rows
    except csv.Error as error:
        raise NotJsonError(f"The CSV is damaged: {error}.") from None
    head = lines[0] if lines else []
    unnamed = [""] * (max(map(len, lines), default=0) - len(head))
    names = _fields([*map(clean, head), *unnamed])
    kind = AnyTokenRow if has_secret_ids(exchange.path) else AnyRow
    rows: list[AnyRow] = []
    for line in lines[1:]:
        cells = {name: clean(cell) for name, cell in zip(names, line, strict=False)}
        rows.append(CsvRow(raw=kind.open(cells)))
    return _page_of(rows, exchange)


def _page_of(rows: list[AnyRow], exchange: Exchange) -> Page[AnyRow]:
    number_twins(rows)
    return Page(rows, 1, max(1, len(rows)), len(rows), Order(), exchange)


def _fields(head: Sequence[str]) -> list[str]:
    """Return a name for each column, no two of them alike."""
    own, named = set(map(one_line, head)), set[str]()
    names: list[str] = []
    for number, text in enumerate(map(one_line, head), 1):
        name = text or f"column {number}"
        while name in named or (name != text and name in own):
            name += f" ({number})"
        named.add(name)
        names.append(name)
    return names
