"""The places of the program, one value each; keys, header, palette, `:` and help read them here."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from kinescope_tui.services.lists.list_model import ListModel
    from kinescope_tui.services.setup.settings import Settings
    from kinescope_tui.services.workspace.session import Session
    from kinescope_tui.services.workspace.sign_in import SignIn


class OpenWorkspace(msgspec.Struct, frozen=True):
    """The open workspace that a place is made for.

    Attributes:
        session: Its session.
        sign_in: The way into it.
        settings: How the program is set up.
        model: The place's list, where it is asked for already.
    """

    session: "Session"
    sign_in: "SignIn"
    settings: "Settings"
    model: "ListModel[Any] | None" = None


class Place(msgspec.Struct, frozen=True):
    """Somewhere to go in an open workspace.

    Attributes:
        name: What people type to get there, "live-events".
        title: Its name for people.
        help: What is there, as a part of a sentence.
        make: Makes its screen; what that needs is imported then.
        key: The key that leads there, a digit or a letter; with one it has a tab in the header.
        others: What people call it besides.
        is_passing: Whether one looks in only: no start begins there.
    """

    name: str
    title: str
    help: str
    make: Callable[[OpenWorkspace], Any]
    key: str = ""
    others: tuple[str, ...] = ()
    is_passing: bool = False

    @property
    def full_title(self) -> str:
        """The title with what people call the place besides: `Billing · invoices`."""
        own = _written(self.title)
        others = [name for name in self.others if name not in own]
        told = [name for name in others if not any(o.startswith(name) for o in others if o != name)]
        return f"{self.title} · {', '.join(told)}" if told else self.title


def _screen(kind: str, workspace: OpenWorkspace) -> Any:
    return getattr(import_module("kinescope_tui.screens"), kind)(workspace.session)


def _settings(workspace: OpenWorkspace) -> Any:
    screens = import_module("kinescope_tui.screens")
    return screens.SettingsScreen(workspace.session, workspace.sign_in, workspace.settings)


def _workspaces(workspace: OpenWorkspace) -> Any:
    screens = import_module("kinescope_tui.screens")
    return screens.WorkspacesScreen(workspace.session, workspace.sign_in)


def _list(name: str, workspace: OpenWorkspace) -> Any:
    from kinescope_tui.resources.registry import RESOURCES

    screens = import_module("kinescope_tui.screens")
    return screens.ListScreen(workspace.session, RESOURCES[name], workspace.model)


PLACES = [
    Place("videos", "Videos", "videos", partial(_list, "videos"), "1", ("video",)),
    Place(
        "analytics",
        "Analytics",
        "views and audience for any range",
        partial(_screen, "AnalyticsScreen"),
        "2",
        ("statistics", "stats", "audience"),
    ),
    Place(
        "billing",
        "Billing",
        "invoices and usage",
        partial(_screen, "BillingScreen"),
        "3",
        ("invoices", "invoice"),
    ),
    Place(
        "requests",
        "Requests",
        "requests and their responses",
        partial(_screen, "RequestsScreen"),
        "4",
        ("request", "log"),
        is_passing=True,
    ),
    Place(
        "settings",
        "Settings",
        "profiles and settings",
        _settings,
        "5",
        ("setting", "profiles", "preferences", "config"),
        is_passing=True,
    ),
    Place(
        "inbox",
        "Inbox",
        "what needs your attention, and what you watch",
        partial(_screen, "InboxScreen"),
        "0",
    ),
    Place(
        "usage",
        "Usage",
        "daily usage",
        partial(_screen, "UsageScreen"),
        others=("used", "consumption"),
    ),
    Place(
        "index",
        "Index",
        "every video, with more filters, groups and SQL",
        partial(_screen, "IndexScreen"),
        others=("catalogue",),
        is_passing=True,
    ),
    Place(
        "audit",
        "Audits",
        "public, duplicate, large, unwatched or failed videos, and their cost",
        partial(_screen, "AuditScreen"),
        others=("audits",),
        is_passing=True,
    ),
    Place(
        "changes",
        "Changes",
        "what changed between indexing runs",
        partial(_screen, "ChangesScreen"),
        others=("changed",),
        is_passing=True,
    ),
    Place(
        "workspaces",
        "Workspaces",
        "the workspaces of all profiles, side by side",
        _workspaces,
        others=("workspace",),
        is_passing=True,
    ),
]
"""All but the lists without a key, which follow from `RESOURCES`."""


def all_places() -> dict[str, Place]:
    """Return the places by name, the lists among them."""
    from kinescope_tui.resources.registry import RESOURCES

    own = {place.name: place for place in PLACES}
    return own | {
        name: Place(
            name,
            resource.title,
            resource.told,
            partial(_list, name),
            # Rows are what every list of the user's has.
            others=()
            if resource.heading
            else tuple(map(_written, (resource.noun, resource.plural))),
        )
        for name, resource in RESOURCES.listings.items()
        if name not in own
    }


def find_place(text: str) -> tuple[Place, str] | None:
    """Return the place that a line begins with, by whatever people call it, and what follows.

    A word is enough that belongs to one place only: "domains", "tokens", "live".
    """
    words, names = text.split(), dict(_names())
    for number in range(len(words), 0, -1):
        place = names.get(_written(" ".join(words[:number])))
        if place is not None:
            return place, " ".join(words[number:])
    return None


def _names() -> Iterator[tuple[str, Place]]:
    """Yield each name with its place; of the same ones the last one counts."""
    places = all_places().values()
    words = [
        (word, place)
        for place in places
        for word in {word for name in (place.name, *place.others) for word in name.split("-")}
    ]
    counts = Counter(word for word, _ in words)
    yield from ((word, place) for word, place in words if counts[word] == 1)
    yield from ((name, place) for place in places for name in place.others)
    yield from ((place.name, place) for place in places)


def _written(name: str) -> str:
    return "-".join(name.casefold().split())
