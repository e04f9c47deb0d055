"""What the API documents of a list: where it is, and what it may be asked for."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kinescope_tui.api.nouns import plural_of
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import Cell

if TYPE_CHECKING:
    from kinescope_tui.services.lists.view import QueryParams, View


class Facet(msgspec.Struct, frozen=True):
    """A parameter by which the server narrows a list to some values.

    Attributes:
        parameter: As the API calls it, "status[]".
        label: As people call it.
        choices: Its values, and how each is shown; none if they are ids, or any text.
        is_multiple: Whether several values may be given at once.
        excludes: Parameters that make no sense beside another value of this one.
    """

    parameter: str
    label: str
    choices: tuple[tuple[str, Cell], ...] = ()
    is_multiple: bool = False
    excludes: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """Its name after `--`: "status", "project", "without-folder"."""
        name = self.parameter.removesuffix("[]").removesuffix("_id").removesuffix("_type")
        return name.replace("_", "-")


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list endpoint as its documents describe it; a `Resource` also knows how it is shown.

    It imports no models: a shell that completes a word waits for it.

    Attributes:
        name: What people type to get there, "live-events".
        noun: The thing in the singular, "live event".
        path: The endpoint.
        default_order: Sent from the start, where the API documents orders at all.
        sort_fields: By which the server sorts.
        fixed: Parameters that always go out.
        facets: By which the server filters.
        is_searchable: Whether the server searches by `q`.
        has_item: Whether there is an endpoint for one of them.
        catalog_type: Whose projects its facets and its tree offer; empty if it has none.
        heading: What stands at the head of its page; the things without one.
        is_paged: Whether the server knows pages of it; else one answer is all of it.
        is_optional: Whether 404 means that nothing is set up, and is no failure.
        is_passing: Whether one looks in only: nothing of it is kept for the next start.
        is_indexed: Whether its rows come from the index on this computer, and not from the server.
        hint: What else `--help` says of it.
        shown_by: The `Resource` in this package, "videos:VIDEOS"; without one the columns are made
            from what comes.
    """

    name: str
    noun: str
    path: str
    default_order: Order = msgspec.field(default_factory=Order)
    sort_fields: Sequence[str] = ()
    fixed: "QueryParams" = ()
    facets: Sequence[Facet] = ()
    is_searchable: bool = False
    has_item: bool = False
    catalog_type: str = ""
    heading: str = ""
    is_paged: bool = True
    is_optional: bool = False
    is_passing: bool = False
    is_indexed: bool = False
    hint: str = ""
    shown_by: str = ""

    @property
    def plural(self) -> str:
        """The things."""
        return plural_of(self.noun)

    @property
    def title(self) -> str:
        """What stands at the head of a page: the things, unless it has a heading."""
        return self.heading or self.plural[:1].upper() + self.plural[1:]

    @property
    def told(self) -> str:
        """What is there, as a part of a sentence."""
        return self.heading or self.plural

    def cannot(self, what: str) -> str:
        """Return why no key narrows it, where only a path is known: what the server does is not."""
        told = f"The API does not document how these rows are {what}; try parameters in the path."
        return told if self.heading else ""

    @property
    def facts(self) -> dict[str, Any]:
        """All of it by name, to be said of a `Resource` too."""
        return {name: getattr(self, name) for name in Listing.__struct_fields__}

    def facet(self, parameter: str) -> Facet | None:
        """Return what is known of a parameter."""
        return next((facet for facet in self.facets if facet.parameter == parameter), None)

    def narrowed(self, view: "View", parameter: str, values: Iterable[str]) -> "View":
        """Return a view with these values for a parameter, and nothing that contradicts them."""
        facet = self.facet(parameter)
        for other in facet.excludes if facet is not None else ():
            view = view.filtered(other, ())
        return view.filtered(parameter, values)
