"""The thing that a line wants to be shown: after a place's name, or pasted."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.resources.listing import Listing
from kinescope_tui.resources.places import find_place
from kinescope_tui.resources.registry import LISTINGS, resource_of
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.thing_finder import Found, ThingFinder, meaning
from kinescope_tui.services.lists.loaded_things import LoadedThings
from kinescope_tui.services.pasted import Kind, Pasted, is_id, pasted

_LIST_OF_PLACE = {"billing": "invoices"}
_FOLDER = {"folder", "folders"}


class WantedThing(msgspec.Struct, frozen=True):
    """What somebody wants to see.

    Attributes:
        told: What was recognised, and what is asked for it.
        find: Finds it.
    """

    told: str
    find: Callable[[ThingFinder], Awaitable[Found | None]]


def wanted_thing(text: str, loaded: LoadedThings[Resource[Any]]) -> WantedThing | None:
    """Return the thing that a line names; None if it names none.

    `video ID`, `live event ID`, `invoice NUMBER` and the like, by any name of the place; a folder's
    id; else whatever `pasted` recognises.

    Args:
        text: The line; the token of this session is nothing.
        loaded: Knows by which ids and numbers rows are here.
    """
    text = text.strip().removeprefix(":").strip()
    if OWN_SECRETS.stand_in(text):
        return None
    place, rest = find_place(text) or (None, "")
    if place is not None and rest and " " not in rest:
        listing = LISTINGS.get(_LIST_OF_PLACE.get(place.name, place.name))
        if listing is not None and _names_one(listing, rest, loaded):
            return _of_list(listing, rest)
        if place.name == "requests":
            return WantedThing("request, from this session or earlier", _request(rest))
    word, _, rest = text.partition(" ")
    is_folder = word.casefold() in _FOLDER and is_id(rest.strip())
    found = Pasted(Kind.FOLDER, rest.strip()) if is_folder else pasted(text)
    if found is None:
        return None
    return WantedThing(meaning(found), lambda finder: finder.find(found))


def _names_one(listing: Listing, text: str, loaded: LoadedThings[Resource[Any]]) -> bool:
    if is_id(text) or (listing.name == "invoices" and any(map(str.isdigit, text))):
        return True
    model = resource_of(listing).model
    return loaded.find(text, lambda resource: resource.model is model) is not None


def _of_list(listing: Listing, key: str) -> WantedThing:
    asked = f"GET {listing.path}/{one_line(key)}" if listing.has_item else "in its rows"
    return WantedThing(f"{listing.noun}, {asked}", lambda finder: finder.find_of(listing, key))


def _request(key: str) -> Callable[[ThingFinder], Awaitable[Found | None]]:
    async def find(finder: ThingFinder) -> Found | None:
        return await finder.find_asked(key)

    return find
