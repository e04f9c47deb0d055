"""The videos of the index, and rows that SQL makes of it: answered here, and marked so."""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.client import Page
from kinescope_tui.api.exchange import Exchange, Outcome
from kinescope_tui.api.models import AnyRow, Identified, number_twins
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.presentation.lists.sum_words import duration_sum, size_sum, sums_told
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section, pairs
from kinescope_tui.resources.cells import bytes_, length, quantity_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.inferred import columns_of
from kinescope_tui.resources.listing import Facet
from kinescope_tui.resources.resource import Lead, Names, Resource, any_name
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.index.audit import AUDITS
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.index.index_search import SORTED_BY
from kinescope_tui.services.index.indexed_video import IndexedVideo
from kinescope_tui.services.index.workspace_index import WorkspaceIndex
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import Here, View, equal_to
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.state_store import StateStore

T = TypeVar("T", bound=Identified)

Pages = Callable[[WorkspaceIndex, View], Fetch[T]]
"""Makes of an index what fetches the pages of a view."""
_DAYS = re.compile(r"[<>=!]*\d{4}(?:-\d\d){1,2}", re.ASCII)  # or months
_PARAMETERS = {"status": "status[]", "project": "project_id", "folder": "folder_id"}


class HereResource(Resource[T], frozen=True, kw_only=True):
    """A list whose pages come from the index of the session, and not from the server."""

    path: str = "the index"
    is_indexed: bool = True
    pages: Pages[T]

    def chips(self, view: View, names: Names) -> list[str]:
        """Return what a view is narrowed to, with whose days it is where it is of days."""
        days = {value: f"{value} UTC" for _, value in view.filters if _DAYS.fullmatch(value)}
        return Resource.chips(self, view, {**names, **days})

    def asking(self, session: Session) -> Callable[[View], Fetch[T]]:
        """Return what makes, of a view, what asks the index for the pages of the list."""
        return partial(self.pages, session.index)

    def list_memory(self, store: StateStore) -> ListMemory[T]:
        """Return where its list was left; rows of SQL are left nowhere."""
        kept = StateStore() if self.is_passing else store
        return ListMemory(kept, f"index:{self.name}", self.model)


def in_server_words(field: str, value: str) -> tuple[str, str]:
    """Return a field and its value as views of the server's list have them, where they do."""
    if (field, value) == ("folder", "none"):
        return "without_folder", "true"
    return _PARAMETERS.get(field, field), value


def _video_pages(index: WorkspaceIndex, view: View) -> Fetch[IndexedVideo]:
    """Return what fetches the pages of a view of the index.

    An index that was never read is empty, and a reading that begins fills it.
    """

    async def fetch(page: int, per_page: int, _priority: Priority) -> Page[IndexedVideo]:
        if index.state is None and index.exists:
            await index.look()
        if not index.exists:
            return Page([], page, per_page, 0, view.order, answered_here(index))
        found = await index.query.rows(view, (page - 1) * per_page, per_page)
        total = found.total if found.total is not None else None
        return Page(found.items, page, per_page, total, view.order, answered_here(index))

    return fetch


def answered_here(index: WorkspaceIndex) -> Exchange:
    """Return what stands where a request would: nothing was asked but this computer."""
    at = index.as_of or index.now
    return Exchange("GET", "the index", (), at, outcome=Outcome.DONE)


def one_page(rows_of: Callable[[WorkspaceIndex], Awaitable[list[AnyRow]]]) -> Pages[AnyRow]:
    """Return what makes the one page of a list whose rows the index gives all at once."""

    def pages(index: WorkspaceIndex, _view: View) -> Fetch[AnyRow]:
        async def fetch(page: int, _per_page: int, _priority: Priority) -> Page[AnyRow]:
            whole = _whole(index, await rows_of(index))
            return whole if page == 1 else replace(whole, items=[])

        return fetch

    return pages


def _whole(index: WorkspaceIndex, rows: list[AnyRow]) -> Page[AnyRow]:
    return Page(rows, 1, max(1, len(rows)), len(rows), Order(), answered_here(index))


_FIELDS = {
    "privacy": ("privacy", lambda video: video.privacy_type),
    "player": ("player", lambda video: video.player_id or ""),
}


def _indexed(column: Column[Any]) -> Column[Any]:
    """Return a column of the videos as the index has it: it sorts by each that it can."""
    parameter, value = _FIELDS.get(column.name, (column.parameter, column.value))
    name = column.name
    sort_field = "quality" if column.name == "qualities" else name if name in SORTED_BY else ""
    return replace(column, sort_field=sort_field, parameter=parameter, value=value)


_COUNTS: Sequence[Column[Any]] = (
    quantity_column(
        "QUALITY",
        7,
        lambda video: video.height,
        "quality",
        cell=lambda height: Cell(MISSING if height is None else f"{height}p", Tone.MUTED),
    ),
    quantity_column("CHAPTERS", 8, lambda video: video.chapter_count, "chapters"),
    quantity_column("MATERIALS", 9, lambda video: video.material_count, "materials"),
)
_ALL = [_indexed(column) for column in (*VIDEOS.columns, *VIDEOS.more_columns)]
_SHOWN = ("status", "title", "duration", "size", "created_at", "project", "privacy")
_REPLACED = {"chapters", "materials", "qualities", "quality"}

_FACETS = (
    *VIDEOS.facets,
    *(
        Facet(name, name, is_multiple=True)
        for name in (
            "privacy",
            "player",
            "tag",
            "domain",
            "quality",
            "subtitles",
            "poster",
            "chapters",
            "title",
        )
    ),
)

INDEX = HereResource(
    **{
        **VIDEOS.facts,
        "name": "index",
        "heading": "○ Index",
        "sort_fields": tuple(SORTED_BY),
        "facets": _FACETS,
        "hint": "",
        "is_indexed": True,
    },
    model=IndexedVideo,
    pages=_video_pages,
    columns=[one for name in _SHOWN for one in _ALL if one.name == name],
    more_columns=(
        *(one for one in _ALL if one.name not in {*_SHOWN, *_REPLACED}),
        *_COUNTS,
    ),
    title_of=VIDEOS.title_of,
    tabs=VIDEOS.tabs,
    extras=VIDEOS.extras,
    is_problem=VIDEOS.is_problem,
    views={audit.name.replace("-", " "): audit.view for audit in AUDITS},
    sum_of=VIDEOS.sum_of,
    overview=VIDEOS.overview,
    preview_of=VIDEOS.preview_of,
)
"""All videos as they were read: sorted, filtered and searched by everything."""


class SqlResource(HereResource[AnyRow], frozen=True, kw_only=True, eq=False):
    """The rows of a SELECT.

    Attributes:
        fields: What the rows have, in this order, once they came.
    """

    fields: list[str] = msgspec.field(default_factory=list)

    def columns_for(self, items: Sequence[AnyRow]) -> tuple[Column[Any], ...]:
        """Return a column for each that was selected."""
        rows = [item.raw for item in items]
        names = self.fields or list(dict.fromkeys(key for row in rows for key in row))
        return columns_of(names or ["value"], rows)


def sql_resource(asked: str) -> SqlResource:
    """Return the list that a SELECT gives; what is wrong with it is told when it is asked.

    Of one with too many rows nobody knows how many there are, and what is behind the first ones
    cannot be read: so no more is claimed of it, here or in a file.
    """
    fields: list[str] = []

    def pages(index: WorkspaceIndex, _view: View) -> Fetch[AnyRow]:
        async def fetch(page: int, _per_page: int, _priority: Priority) -> Page[AnyRow]:
            rows, fields[:], is_cut = await sql_rows(index.query, asked)
            if page == 1:
                whole = _whole(index, rows)
                return replace(whole, total=None) if is_cut else whole
            if is_cut:
                told = f"There are more than {plural(len(rows), 'row')}; use LIMIT to get fewer."
                raise QueryError(told)
            return _whole(index, [])

        return fetch

    return SqlResource(
        name=f"sql {asked}",
        noun="row",
        heading=f"○ {one_line(asked)[:_LONGEST_TOLD]}",
        is_passing=True,
        is_paged=False,
        model=AnyRow,
        title_of=any_name,
        pages=pages,
        fields=fields,
    )


_LONGEST_TOLD = 60


async def sql_rows(query: IndexQuery, asked: str) -> tuple[list[AnyRow], list[str], bool]:
    """Return the rows of a SELECT, what they have, and whether there are more of them.

    Raises:
        IndexFaultError: It makes no sense, or the index cannot be read.
    """
    answer = await query.sql(asked)
    rows = [AnyRow(raw=record) for record in answer.records]
    number_twins(rows)
    return rows, list(answer.columns), answer.is_cut


def group_resource(view: View, by: str) -> HereResource[AnyRow]:
    """Return what the videos of a view come to by a field, each group leading to its videos."""

    async def rows_of(index: WorkspaceIndex) -> list[AnyRow]:
        groups = await index.query.groups(view, by) if index.exists else []
        return [
            AnyRow(
                id=group.value,
                raw={
                    "id": group.value,
                    by: group.name,
                    "videos": group.count,
                    "duration": exact(group.duration_s),
                    "size": group.size_bytes,
                },
            )
            for group in groups
        ]

    def leads_to(row: AnyRow, _query: object) -> Lead:
        parameter, value = in_server_words(by, equal_to(str(row.raw["id"])))
        if by in {"month", "year"}:
            parameter = "created"
        return Lead(INDEX, replace(view, here=Here()).filtered(parameter, (value,)))

    def overview(row: AnyRow, _names: Names) -> Section:
        return pairs(
            "Group",
            [
                ("Videos", text(count(row.raw["videos"]))),
                ("Length", length(row.raw["duration"])),
                ("Size", bytes_(row.raw["size"])),
            ],
        )

    return HereResource(
        name=f"group {by}",
        noun="group",
        heading=f"○ Videos by {by}{' of UTC' if by in {'month', 'year'} else ''}",
        is_passing=True,
        is_paged=False,
        model=AnyRow,
        pages=one_page(rows_of),
        title_of=any_name,
        leads_to=leads_to,
        overview=overview,
        columns=(
            Column(
                by.upper(),
                30,
                lambda row: text(str(row.raw[by])),
                is_flexible=True,
            ),
            quantity_column("VIDEOS", 10, lambda row: row.raw["videos"]),
            quantity_column("LENGTH", 12, lambda row: row.raw["duration"], cell=length),
            quantity_column("SIZE", 10, lambda row: row.raw["size"], cell=bytes_),
        ),
        sum_of=lambda rows: sums_told(
            duration_sum(row.raw["duration"] for row in rows),
            size_sum(row.raw["size"] for row in rows),
        ),
    )


def plain_columns(rows: Sequence[AnyRow]) -> tuple[Column[Any], ...]:
    """Return the columns of rows of SQL."""
    return columns_of(
        list(dict.fromkeys(key for row in rows for key in row.raw)), [row.raw for row in rows]
    )
