"""Every list of a workspace: screens, `:` and the commands without a screen are made from it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.statuses import STATUSES
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.resources.listing import Facet, Listing
from kinescope_tui.resources.places import PLACES

if TYPE_CHECKING:
    from kinescope_tui.resources.resource import Resource
    from kinescope_tui.services.setup.own_list import OwnList

COMMANDS = {
    "bundle", "check", "completion", "demo", "demo-server", "digest", "explain", "folder",
    "folders", "forget", "get", "help", "keys", "login", "logout", "notify", "open", "p",
    "profile", "q", "quit", "sort", "sql", "status", "theme", "view", "wait",
}  # fmt: skip
"""Names that lead to no list and to no place."""

_PAGE = re.compile(r"p\d+")

_NEWEST_FIRST = Order.parse("created_at.desc")
_BY_NAME = Order.parse("name")

# What everything that lies in projects and folders is filtered by.
_IN_PROJECTS = (
    Facet("project_id", "project", excludes=("folder_id", "without_folder")),
    Facet("folder_id", "folder", excludes=("without_folder",)),
    Facet(
        "without_folder", "folder", (("true", Cell("without a folder")),), excludes=("folder_id",)
    ),
)

_ROOM_STATUSES = (
    ("pending", Cell("pending", Tone.MUTED)),
    ("scheduled", Cell("scheduled", Tone.WARNING)),
    ("active", Cell("active", Tone.GOOD)),
    ("cancelled", Cell("cancelled", Tone.MUTED)),
    ("finished", Cell("finished", Tone.MUTED)),
)
_ROOM_TYPES = (
    ("instant_meeting", Cell("instant meeting")),
    ("permanent_meeting", Cell("permanent meeting")),
)

LISTINGS: Mapping[str, Listing] = {
    listing.name: listing
    for listing in (
        Listing(
            name="videos",
            noun="video",
            path="/v1/videos",
            default_order=_NEWEST_FIRST,
            sort_fields=("title", "description", "created_at", "updated_at", "duration"),
            facets=(Facet("status[]", "status", STATUSES, is_multiple=True), *_IN_PROJECTS),
            is_searchable=True,
            has_item=True,
            catalog_type="vod",
            shown_by="videos:VIDEOS",
        ),
        Listing(
            name="projects",
            noun="project",
            path="/v1/projects",
            facets=(
                Facet(
                    "catalog_type", "catalogue", (("vod", Cell("videos")), ("live", Cell("live")))
                ),
            ),
            has_item=True,
            hint="Lists video projects unless --catalog is given.",
            shown_by="projects:PROJECTS",
        ),
        Listing(
            name="playlists",
            noun="playlist",
            path="/v1/playlists",
            default_order=_BY_NAME,
            sort_fields=("name", "created_at", "updated_at"),
            has_item=True,
            shown_by="playlists:PLAYLISTS",
        ),
        Listing(
            name="live-events",
            noun="live event",
            path="/v2/live/events",
            default_order=_NEWEST_FIRST,
            sort_fields=("created_at", "name"),
            facets=_IN_PROJECTS,
            has_item=True,
            catalog_type="live",
            shown_by="live_events:LIVE_EVENTS",
        ),
        Listing(name="tags", noun="tag", path="/v1/tags", shown_by="tags:TAGS"),
        Listing(
            name="players",
            noun="player",
            path="/v1/players",
            has_item=True,
            shown_by="players:PLAYERS",
        ),
        Listing(
            name="file-requests",
            noun="file request",
            path="/v1/file-requests",
            facets=(Facet("archived", "archived", (("true", Cell("yes")), ("false", Cell("no")))),),
            has_item=True,
            shown_by="file_requests:FILE_REQUESTS",
        ),
        Listing(name="webhooks", noun="webhook", path="/v1/webhooks"),
        Listing(
            name="moderators",
            noun="moderator",
            path="/v1/moderators",
            has_item=True,
            shown_by="moderators:MODERATORS",
        ),
        Listing(name="privacy-domains", noun="privacy domain", path="/v1/privacy-domains"),
        Listing(name="cdn-zones", noun="CDN zone", path="/v1/cdn/zones"),
        Listing(
            name="access-tokens",
            noun="access token",
            path="/v1/access-tokens",
            shown_by="access_tokens:ACCESS_TOKENS",
        ),
        Listing(
            name="speak-rooms",
            noun="Speak room",
            path="/v1/speak/rooms",
            default_order=_NEWEST_FIRST,
            sort_fields=("name", "code", "type", "status", "created_at", "updated_at"),
            facets=(
                Facet("status[]", "status", _ROOM_STATUSES, is_multiple=True),
                Facet("type[]", "type", _ROOM_TYPES, is_multiple=True),
                Facet("code[]", "code", is_multiple=True),
            ),
            is_searchable=True,
            has_item=True,
            shown_by="speak_rooms:SPEAK_ROOMS",
        ),
        Listing(
            name="drm",
            noun="DRM setting",
            path="/v1/drm/auth",
            is_paged=False,
            is_optional=True,
            hint="Empty if DRM is not set up.",
            shown_by="drm:DRM",
        ),
        Listing(
            name="timezones",
            noun="time zone",
            path="/v1/dictionaries/timezones",
            is_paged=False,
            shown_by="timezones:TIMEZONES",
        ),
        # No document has this list, and none a field of an invoice.
        Listing(
            name="invoices",
            noun="invoice",
            path="/v1/billing/invoices",
            default_order=_NEWEST_FIRST,
            sort_fields=(
                "created_at",
                "number",
                "status",
                "total",
                "period",
                "due_date",
                "paid_at",
            ),
            has_item=True,
            hint="If the server does not sort invoices, the rows of one page are sorted here. Use "
            "`get /v1/billing/invoices/ID.csv` for what an invoice bills.",
            shown_by="invoices:INVOICES",
        ),
    )
}
"""By the name that people type."""


class OwnListing(Listing, frozen=True, kw_only=True):
    """A list of the user's.

    Attributes:
        own: As it stands in the settings.
    """

    own: "OwnList"


class Resources(Mapping[str, "Resource[Any]"]):
    """How lists are shown, by their names; each is imported when it is asked for.

    Attributes:
        listings: What is known of them without that.
    """

    def __init__(self, listings: Iterable[Listing]) -> None:
        self._documented = {listing.name: listing for listing in listings}
        self.listings: Mapping[str, Listing] = self._documented

    @property
    def own(self) -> list[OwnListing]:
        """Those of the user."""
        return [one for one in self.listings.values() if isinstance(one, OwnListing)]

    def use_own(self, lists: "Iterable[OwnList]") -> list[str]:
        """Let these be the lists of the user; return a sentence on each that cannot be one.

        What is typed leads to them everywhere, so that they are the program's, as its keys are.
        """
        found: dict[str, Listing] = {}
        problems: list[str] = []
        taken = {*COMMANDS, *LISTINGS, *(name for p in PLACES for name in (p.name, *p.others))}
        for own in lists:
            if own.name in taken or _PAGE.fullmatch(own.name):
                told = f"ignored this list: {own.name!r} is already in use"
                problems.append(f"{own.place}: {told}." if own.place else f"{told}.")
                continue
            found[own.name] = OwnListing(
                name=own.name,
                noun="row",
                path=own.path.partition("?")[0],
                heading=own.title,
                sort_fields=own.sort_fields,
                hint=f"One of your own lists: {own.path}",
                own=own,
            )
        self.listings = self._documented | found
        return problems

    def __getitem__(self, name: str) -> "Resource[Any]":
        return resource_of(self.listings[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.listings)

    def __len__(self) -> int:
        return len(self.listings)


@cache
def resource_of(listing: Listing) -> "Resource[Any]":
    """Return how a list is shown."""
    from kinescope_tui.resources.resource import undocumented

    if isinstance(listing, OwnListing):
        from kinescope_tui.resources.own_table import own_table

        return own_table(listing, listing.own)
    if not listing.shown_by:
        return undocumented(listing)
    shown: Resource[Any] = resolve_name(f"{__package__}.{listing.shown_by}")
    return shown


RESOURCES = Resources(listing for listing in LISTINGS.values() if listing.name != "invoices")
"""The lists that are places of their own: invoices are shown beside what was used."""
