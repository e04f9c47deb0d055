"""What the list and detail screens need to know about one kind of thing."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from kinescope_tui.api.client import Item, KinescopeClient, Page, quote_segment
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified, RawModel
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.chips import chips
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.numbers import plural_of
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.inferred import inferred_columns
from kinescope_tui.services.files.records import record
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import QueryParams, View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.state_store import StateStore

T = TypeVar("T", bound=Identified)

Names = Mapping[str, str]
"""What projects and folders are called, by id."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A parameter by which the server narrows a list to some values.

    Attributes:
        parameter: As the API calls it, "status[]".
        label: As people call it.
        choices: Its values, and how each is shown; none if they are projects or folders.
        is_multiple: Whether several values may be given at once.
        excludes: Parameters that make no sense beside another value of this one.
    """

    parameter: str
    label: str
    choices: tuple[tuple[str, Cell], ...] = ()
    is_multiple: bool = False
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TabContent:
    """Sections, and the exchange that brought them, if there are any.

    Attributes:
        count: How many there are of what they show, as the answer says.
    """

    sections: list[Section]
    exchange: Exchange | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tab(Generic[T]):
    """One page of a thing's detail.

    Attributes:
        sections: Makes the page of what is here already.
        ask: Asks the API for the page, when it is first looked at; takes the place of `sections`.
        lists: The list whose first page this is; enter opens it.
        count: How many there are of what it shows, if that is known.
        picture: The address of a picture to show beneath, where the terminal can.
    """

    title: str
    sections: Callable[[T, dict[str, Any], Names], list[Section]] | None = None
    ask: Callable[[Session, T], Awaitable[TabContent]] | None = None
    lists: "Callable[[T], Resource[Any]] | None" = None
    count: Callable[[T], int | None] = lambda _item: None
    picture: Callable[[T], str] = lambda _item: ""


@dataclass(frozen=True, slots=True)
class CopyItem(Generic[T]):
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


@dataclass(frozen=True, slots=True)
class Resource(Generic[T]):
    """One kind of thing that the API lists, as data: a new list endpoint is a new value.

    Attributes:
        name: What people type to get there, "live-events".
        noun: The thing in the singular, "live event".
        path: The list endpoint.
        columns: The more important, the further left; none if they are made from what comes.
        default_order: Sent from the start, where the API documents orders at all.
        sort_fields: By which the server sorts.
        fixed: Parameters that always go out.
        facets: By which the server filters.
        is_searchable: Whether the server searches by `q`.
        has_item: Whether there is an endpoint for one of them.
        is_problem: Whether something is wrong with an item.
        catalog_type: Whose projects its facets and its tree offer; empty if it has none.
        views: Views that everybody has, by name.
        overview: What the preview shows of an item; its plain fields without this.
    """

    name: str
    noun: str
    path: str
    model: type[T]
    columns: Sequence[Column[T]] = ()
    title_of: Callable[[T], str] = lambda item: item.id
    default_order: Order = field(default_factory=Order)
    sort_fields: Sequence[str] = ()
    fixed: QueryParams = ()
    facets: Sequence[Facet] = ()
    is_searchable: bool = False
    tabs: Sequence[Tab[T]] = ()
    has_item: bool = False
    extras: Sequence[CopyItem[T]] = ()
    is_problem: Callable[[T], bool] = lambda _item: False
    catalog_type: str = ""
    views: Mapping[str, View] = field(default_factory=dict)
    overview: Callable[[T, Names], Section] | None = None

    @property
    def plural(self) -> str:
        """The things."""
        return plural_of(self.noun)

    @property
    def title(self) -> str:
        """The things, at the head of a page."""
        return self.plural[:1].upper() + self.plural[1:]

    def fetch(self, client: KinescopeClient, view: View) -> Fetch[T]:
        """Return what asks for the pages of the list in a view."""

        async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
            return await client.page(
                self.path,
                self.model,
                page=page,
                per_page=per_page,
                order=view.order,
                query=self.fixed + view.query,
                priority=priority,
            )

        return fetch

    def list_model(self, client: KinescopeClient) -> ListModel[T]:
        """Return what its list shows; nothing is asked yet."""
        return ListModel(partial(self.fetch, client), View(self.default_order), self.narrowed)

    def list_memory(self, store: StateStore) -> ListMemory[T]:
        """Return where its list was left."""
        return ListMemory(store, f"list:{self.path}:{self.fixed}", self.model)

    def columns_for(self, items: Sequence[T]) -> tuple[Column[Any], ...]:
        """Return the columns: the declared ones, else what these items have to show."""
        if self.columns:
            return tuple(self.columns)
        return inferred_columns([item.raw for item in items if isinstance(item, RawModel)])

    def preview(self, item: T, names: Names) -> list[Section]:
        """Return what stands beside the table of the item under its cursor."""
        if self.overview is not None:
            return [self.overview(item, names)]
        return thing_sections(named(self.title_of(item)), record(item))

    async def item(self, client: KinescopeClient, item: T) -> Item[T]:
        """Return one of them afresh."""
        return await client.item(f"{self.path}/{quote_segment(item.id)}", self.model)

    def narrowed(self, view: View, parameter: str, values: Iterable[str]) -> View:
        """Return a view with these values for a parameter, and nothing that contradicts them."""
        facet = self.facet(parameter)
        for other in facet.excludes if facet is not None else ():
            view = view.filtered(other, ())
        return view.filtered(parameter, values)

    def chips(self, view: View, names: Names) -> list[str]:
        """Return what a view is narrowed to, for people.

        Args:
            view: Which.
            names: What projects and folders are called.
        """
        labels = {facet.parameter: facet.label for facet in self.facets}
        shown = {
            (facet.parameter, value): look.text
            for facet in self.facets
            for value, look in facet.choices
        }
        shown |= {(name, value): names[value] for name, value in view.filters if value in names}
        return list(chips(view.filters, view.search, labels, shown))

    def link_of(self, item: T) -> str:
        """Return the link that people pass on; empty if the thing has none."""
        links = (extra.text(item) for extra in self.extras if extra.kind == "play-link")
        return next(links, "")

    def facet(self, parameter: str) -> Facet | None:
        """Return what is known of a parameter."""
        return next((facet for facet in self.facets if facet.parameter == parameter), None)


def named(text: str, otherwise: str = "(no name)") -> str:
    """Return a name from outside for a title."""
    return redact_shapes(one_line(text)) or otherwise
