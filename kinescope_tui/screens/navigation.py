"""Requests to open a screen over another; the app knows how, so that none has to know another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from kinescope_tui.api.exchange import Exchange
    from kinescope_tui.api.models import Identified, Video
    from kinescope_tui.resources.endpoint import EndpointResource
    from kinescope_tui.resources.resource import Lead, Resource
    from kinescope_tui.resources.thing_finder import FoundThing
    from kinescope_tui.services.index.workspace_index import WorkspaceIndex
    from kinescope_tui.services.lists.view import View
    from kinescope_tui.services.workspace.session import Profile

Neighbour = Callable[[int], Awaitable[Any]]
"""Moves a list's cursor by so many rows and returns what stands there; None at the ends."""


@dataclass(eq=False, repr=False)
class OpenRequest(Message):
    """The base of what screens want opened.

    Attributes:
        origin: The screen that wants it.
    """

    origin: Screen[Any]


@dataclass(eq=False, repr=False)
class OpenItem(OpenRequest):
    """One thing is to be shown with everything that the API gives of it.

    Attributes:
        resource: What kind of thing.
        item: What is known of it so far; its id at least.
        neighbour: Leads to the next ones of the list that it stands in.
        exchange: What brought that list.
        found: The thing as it was found, if that was at its own address: it is not asked again.
    """

    resource: "Resource[Any]"
    item: "Identified"
    neighbour: Neighbour | None = None
    exchange: "Exchange | None" = None
    found: "FoundThing | None" = None


@dataclass(eq=False, repr=False)
class OpenList(OpenRequest):
    """A list is to be shown that belongs to one thing.

    Attributes:
        resource: What it is of.
        view: What it is narrowed to; None if it is all of the thing's.
    """

    resource: "Resource[Any]"
    view: "View | None" = None


@dataclass(eq=False, repr=False)
class OpenAnalytics(OpenRequest):
    """The analytics of one video are to be shown."""

    video: "Video"


@dataclass(eq=False, repr=False)
class OpenEndpoint(OpenRequest):
    """What an endpoint answers is to be shown, whatever that is.

    Attributes:
        target: The path with its query.
    """

    target: str


@dataclass(eq=False, repr=False)
class OpenInstead(OpenRequest):
    """A list is to be shown in the place of the screen that found out that it is one."""

    resource: "EndpointResource"


@dataclass(eq=False, repr=False)
class OpenProfile(OpenRequest):
    """The workspace of a profile is to be opened instead of this one."""

    profile: "Profile"


def opening(
    origin: Screen[Any],
    lead: "Lead",
    index: "WorkspaceIndex | None" = None,
    *,
    neighbour: Neighbour | None = None,
) -> OpenRequest:
    """Return what opens where a thing leads.

    Args:
        origin: The screen that wants it.
        lead: Where it leads.
        index: Is asked where that finds what the API cannot.
        neighbour: Leads to the next ones, where it leads to another thing.
    """
    if lead.item is not None:
        return OpenItem(origin, lead.resource, lead.item, neighbour=neighbour)
    if lead.in_index is not None and index is not None and index.was_read:
        from kinescope_tui.resources.indexed_videos import INDEX

        return OpenList(origin, INDEX, lead.in_index)
    return OpenList(origin, lead.resource, lead.view)
