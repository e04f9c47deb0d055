"""A resource: one kind of thing, as list and detail screens show it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.client import PER_PAGE, Item, KinescopeClient, Page, quote_segment
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import Identified, RawModel, Video
from kinescope_tui.api.pacing import Priority
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.chips import chips
from kinescope_tui.presentation.text.cell import Tone, one_line
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.arranged import arranged
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column, chosen_column
from kinescope_tui.resources.inferred import inferred_columns
from kinescope_tui.resources.listing import Listing
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import QueryParams, View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.state_store import StateStore

if TYPE_CHECKING:
    from kinescope_tui.presentation.lists.preview import Preview

T = TypeVar("T", bound=Identified)

_MOST_COLUMNS = 60
_ID: Column[Any] = Column("ID", 36, lambda item: text(item.own_id, Tone.MUTED))

Names = Mapping[str, str]
"""What projects and folders are called, by id."""


class TabContent(msgspec.Struct, frozen=True):
    """Sections, and the exchange that brought them, if there are any.

    Attributes:
        count: How many there are of what they show, as the answer says.
        items: What came, where it is a list.
        is_whole: Whether that is all there is, and all of it could be read.
    """

    sections: list[Section]
    exchange: Exchange | None = None
    count: int | None = None
    items: Sequence[Any] = ()
    is_whole: bool = True


class Tab(msgspec.Struct, Generic[T], frozen=True):
    """One page of a thing's detail.

    Attributes:
        sections: Makes the page of what is here already.
        ask: Asks the API for the page, when it is first looked at; takes the place of `sections`.
        lists: The list whose first page this is; enter opens it.
        count: How many there are of what it shows; None if that did not come, or could not be read.
        picture: The address of a picture to show beneath, where the terminal can.
        wide: The page where panes have frames: made of the thing, of the page as it is elsewhere,
            of the items that came for it, and of the other things of the list that are here.
    """

    title: str
    sections: Callable[[T, dict[str, Any], Names], list[Section]] | None = None
    ask: Callable[[Session, T], Awaitable[TabContent]] | None = None
    lists: "Callable[[T], Resource[Any]] | None" = None
    count: Callable[[T], int | None] | None = None
    picture: Callable[[T], str] = lambda _item: ""
    wide: Callable[[T, Sequence[Section], Sequence[Any], Sequence[Any]], list[Section]] | None = (
        None
    )


class CopyItem(msgspec.Struct, Generic[T], frozen=True):
    """Something of an item to copy, besides its id.

    Attributes:
        kind: Its name in the keymap, "play-link".
        label: Its name for people.
        text: What is copied; empty if there is none.
        ask: Asks for what is copied when it is wanted: links that are good for a short while.
    """

    kind: str
    label: str
    text: Callable[[T], str] = lambda _item: ""
    ask: Callable[[KinescopeClient, T], Awaitable[str]] | None = None


class Lead(msgspec.Struct, frozen=True):
    """Where a thing leads: to a list, or to another thing.

    Attributes:
        resource: What the list, or the other thing, is of.
        view: What the list is narrowed to.
        item: The other thing, as far as it is known.
        in_index: What the index is narrowed to instead where it can be asked, and the API cannot.
    """

    resource: "Resource[Any]"
    view: View = msgspec.field(default_factory=View)
    item: Identified | None = None
    in_index: View | None = None


def _nowhere(_item: object, _query: QueryParams) -> None:
    return None


class Resource(Listing, Generic[T], frozen=True, kw_only=True):
    """One kind of thing that the API lists, as data: what may be asked, and how it is shown.

    Attributes:
        model: What the things are read as.
        columns: The more important, the further left; none if they are made from what comes.
        more_columns: Those that are shown only if they are chosen.
        title_of: What one of them is called.
        is_problem: Whether something is wrong with an item.
        views: Views that everybody has, by name.
        sum_of: What some of them come to, `Σ 4.5 GB`; empty where that means nothing.
        overview: What is told first of an item; its plain fields without this.
        preview_of: What the preview shows of an item; the same without this.
        leads_to: Where an item leads whose own page says little, by the item and what its list was
            asked for; None if to its own page.
        video_of: The video that an item is, or stands for; None if it is none.
        link: The link that opens in a browser; the play link without this.
        beside: The list of which rows tell more of these: those that are here, else its first page.
        summary: What all rows of a short list come to, by the rows beside, names, and now.
        preview_beside: What the rows beside tell of an item.
        of: What the list is a part of, "playlist: Onboarding"; empty if it is a whole.
        work_out: Has an item work out beside the keys what takes long, and what it then keeps.
    """

    model: type[T]
    columns: Sequence[Column[T]] = ()
    more_columns: Sequence[Column[T]] = ()
    title_of: Callable[[T], str] = lambda item: item.id
    tabs: Sequence[Tab[T]] = ()
    extras: Sequence[CopyItem[T]] = ()
    is_problem: Callable[[T], bool] = lambda _item: False
    views: Mapping[str, View] = msgspec.field(default_factory=dict)
    sum_of: Callable[[Sequence[T]], str] = lambda _items: ""
    overview: Callable[[T, Names], Section] | None = None
    preview_of: "Callable[[T, Names, datetime], Preview] | None" = None
    leads_to: Callable[[T, QueryParams], Lead | None] = _nowhere
    video_of: Callable[[T], Video | None] = lambda item: item if isinstance(item, Video) else None
    link: Callable[[T], str | None] | None = None
    beside: str = ""
    summary: Callable[[Sequence[T], Sequence[Any], Names, datetime], list[Section]] = (
        lambda _items, _beside, _names, _now: []
    )
    preview_beside: Callable[[T, Sequence[Any], datetime], list[Section]] = (
        lambda _item, _beside, _now: []
    )
    of: str = ""
    work_out: Callable[[T], object] | None = None

    @property
    def leads_on(self) -> bool:
        """Whether its items lead somewhere else than to their own pages."""
        return self.leads_to is not _nowhere

    def fetch(self, client: KinescopeClient, view: View) -> Fetch[T]:
        """Return what asks for the pages of the list in a view."""
        query, order = self.fixed + view.query, view.order
        whole_query = (*query, *((("order", str(order)),) if order else ()))

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
            if not self.is_paged:
                found = await client.rows(
                    self.path,
                    self.model,
                    query=whole_query,
                    priority=priority,
                    is_optional=self.is_optional,
                )
                whole = found.as_whole()
                return whole if page == 1 else replace(whole, items=(), dropped=0)
            return await client.page(
                self.path,
                self.model,
                page=page,
                per_page=per_page,
                order=order,
                query=query,
                priority=priority,
                is_optional=self.is_optional,
            )

        return fetch

    def asking(self, session: Session) -> Callable[[View], Fetch[T]]:
        """Return what makes, of a view, what asks for the pages of the list."""
        return partial(self.fetch, session.client)

    def list_model(self, session: Session, view: View | None = None) -> ListModel[T]:
        """Return what its list shows, opened in a view; nothing is asked yet."""
        return ListModel(
            self.asking(session),
            view or View(self.default_order),
            self.narrowed,
            lambda items, view: self.arranged(items, view, session.project_names.names),
            lambda: session.per_page,
        )

    def list_memory(self, store: StateStore) -> ListMemory[T]:
        """Return where its list was left."""
        return ListMemory(store, f"list:{self.path}:{self.fixed}", self.model)

    async def first_page(
        self, client: KinescopeClient, priority: Priority = Priority.LOOKED_AT
    ) -> Page[T]:
        """Return the first page of the list as it begins.

        Raises:
            KinescopeError: It could not be read.
        """
        return await self.fetch(client, View(self.default_order))(1, PER_PAGE, priority)

    def columns_for(self, items: Sequence[T]) -> tuple[Column[Any], ...]:
        """Return the columns: the declared ones, else what these items have to show."""
        if self.columns:
            return tuple(self.columns)
        return inferred_columns([item.raw for item in items if isinstance(item, RawModel)])

    def all_columns(self, items: Sequence[T]) -> tuple[Column[Any], ...]:
        """Return every column that there is: the list's own, then what else its items have."""
        found = [*self.columns_for(items), *self.more_columns, _ID]
        raw = [item.raw for item in items if isinstance(item, RawModel)]
        found += inferred_columns(raw, most=_MOST_COLUMNS) if raw else []
        by_name: dict[str, Column[Any]] = {}
        for column in found:
            by_name.setdefault(column.name, column)
        return tuple(by_name.values())

    def shown_columns(self, items: Sequence[T], view: View) -> tuple[Column[Any], ...]:
        """Return the columns of a view, as wide as they are to be; the list's own without any."""
        by_name = (
            {column.name: column for column in self.all_columns(items)} if view.columns else {}
        )
        chosen = [
            chosen_column(by_name[name], width) for name, width in view.columns if name in by_name
        ]
        return tuple(chosen) or self.columns_for(items)

    def arranged(self, items: Sequence[T], view: View, names: Names) -> list[T]:
        """Return what is left of all items of a list by what is done here, in its order."""
        shown = self.shown_columns(items, view)
        return arranged(items, view.here, self.all_columns(items), shown, names)

    def preview(
        self, item: T, names: Names, now: datetime, beside: Sequence[Any] = ()
    ) -> "Preview":
        """Return what stands beside the table of the item under its cursor.

        Args:
            item: Which.
            names: Of projects and folders, by id.
            now: The time of the day.
            beside: Rows of the list that tells more of these, as far as they are here.
        """
        told = self._own_preview(item, names, now)
        more = self.preview_beside(item, beside, now) if beside else []
        return replace(told, sections=[*told.sections, *more]) if more else told

    def _own_preview(self, item: T, names: Names, now: datetime) -> "Preview":
        if self.preview_of is not None:
            return self.preview_of(item, names, now)
        from kinescope_tui.presentation.lists.thing_preview import thing_preview, with_sizes

        title = named(self.title_of(item))
        if self.overview is not None:
            return thing_preview(title, [self.overview(item, names)], names)
        # Most things have one of their own.
        from kinescope_tui.presentation.lists.thing_page import thing_sections
        from kinescope_tui.services.files.records import record

        return thing_preview(title, thing_sections(title, with_sizes(record(item))), names)

    async def item(self, client: KinescopeClient, item: T) -> Item[T]:
        """Return one of them afresh."""
        came = await client.item(f"{self.path}/{quote_segment(item.id)}", self.model)
        if self.work_out is not None:
            await call_in_daemon(partial(self.work_out, came.value), limit_s=None)
        return came

    def strays(self, items: Sequence[T], view: View) -> dict[str, int]:
        """Return how many items have something else than a view asks the server for, by what.

        One that does not say what it has is none of them.
        """
        found: dict[str, int] = {}
        for column in self.columns:
            wanted = set(map(plain_id, view.values(column.parameter)))
            facet = self.facet(column.parameter)
            if wanted and facet is not None:
                values = filter(None, map(column.value, items))
                if strays := sum(plain_id(str(value)) not in wanted for value in values):
                    found[facet.label] = strays
        return found

    def chips(self, view: View, names: Names) -> list[str]:
        """Return what a view is narrowed to, for people."""
        labels = {facet.parameter: facet.label for facet in self.facets}
        shown = {
            (facet.parameter, value): look.text
            for facet in self.facets
            for value, look in facet.choices
        }
        shown |= {(name, value): names[value] for name, value in view.filters if value in names}
        of = [self.of] if self.of else []
        here = [f"○ {chip}" for chip in chips(view.here.values, view.here.text, {}, {})]
        return [*of, *chips(view.filters, view.search, labels, shown), *here]

    def link_of(self, item: T) -> str:
        """Return the link that people pass on; empty if the thing has none."""
        if self.link is not None:
            return self.link(item) or ""
        links = (extra.text(item) for extra in self.extras if extra.kind == "play-link")
        return next(links, "")


def undocumented(listing: Listing) -> Resource[RawModel]:
    """Return a list of which nobody knows what is in it: its columns are made from what comes."""
    return Resource(**listing.facts, model=RawModel, title_of=any_name)


def any_name(thing: RawModel) -> str:
    """Return what a thing that nobody documented is called, by the fields that tell it usually."""
    found = (
        thing.raw.get(key)
        for key in ("name", "title", "tag", "domain", "host", "endpoint", "value")
    )
    return named(next((value for value in found if isinstance(value, str) and value), thing.own_id))


def named(text: str, otherwise: str = "(no name)") -> str:
    """Return a name from outside for a title."""
    return redact_shapes(one_line(text)) or otherwise
