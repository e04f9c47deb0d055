"""The thing that somebody pasted: in the journal, in loaded rows, else by asking for it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from kinescope_tui.api.client import Item, KinescopeClient
from kinescope_tui.api.errors import (
    ForbiddenError,
    InvalidRequestError,
    KinescopeError,
    NotFoundError,
    NotSentError,
    OtherThingError,
    PaymentRequiredError,
)
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import Folder, Identified, Project, Video
from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.resources.listing import Listing
from kinescope_tui.resources.registry import LISTINGS, resource_of
from kinescope_tui.resources.resource import Lead, Resource
from kinescope_tui.services.lists.loaded_things import LoadedThings
from kinescope_tui.services.lists.project_names import CATALOG_TYPES, ProjectNames
from kinescope_tui.services.pasted import Kind, Pasted, is_uuid
from kinescope_tui.services.workspace.journal import Journal

_LISTS = {
    Kind.VIDEO: "videos",
    Kind.PLAYLIST: "playlists",
    Kind.PROJECT: "projects",
    Kind.LIVE_EVENT: "live-events",
    Kind.INVOICE: "invoices",
}
# An id without a word is asked for kind by kind; of a folder none has the address without its
# project, so that it is looked for in the projects, and by its videos.
_ANY = ("videos", "live-events", "projects", "playlists")
_RARE = ("invoices", "players", "file-requests", "speak-rooms", "moderators")
_NO_UUID = 400301  # what the end of a link is answered with that is no id
_NOT_IT = (NotFoundError, ForbiddenError, OtherThingError)
_NOT_THIS_KIND = (*_NOT_IT, InvalidRequestError, PaymentRequiredError)


class FoundThing(msgspec.Struct, frozen=True):
    """A thing that was found.

    Attributes:
        resource: What kind of thing.
        item: What is known of it.
        came: The same as its own address gave it; None if that was not asked.
    """

    resource: Resource[Any]
    item: Identified
    came: Item[Any] | None = None


Found = FoundThing | Lead | Exchange
"""A thing, the list of what is in it, or the request of an X-Request-ID."""


def meaning(pasted: Pasted) -> str:
    """Return what was recognised, and what is asked for it: `video, GET /v1/videos/…`."""
    key = one_line(pasted.key)
    if pasted.kind is Kind.ANY:
        first, rare = ([LISTINGS[name].noun for name in names] for names in (_ANY, _RARE))
        kinds = ", ".join([*first, "folder", *rare[:-1]])
        return f"id of a request or a loaded row, else GET {kinds} or {rare[-1]}, one by one"
    if pasted.kind is Kind.FOLDER:
        asked = f"/v1/projects/{pasted.project_id}/folders/{key}" if pasted.project_id else ""
        return f"folder, GET {asked or f'/v1/videos?folder_id={key}'}"
    listing = LISTINGS[_LISTS[pasted.kind]]
    return f"{listing.noun}, GET {listing.path}/{key}"


async def _none_kept(_request_id: str) -> Sequence[Exchange]:
    return ()


class ThingFinder:
    """Finds what was pasted; each question goes out once, and the first answer counts.

    Attributes:
        tried: Where it was looked for last, in that order.

    Args:
        client: Asks.
        places: Knows the projects with their folders, or asks for them.
        journal: Knows the requests of this session.
        loaded: Knows the rows that are here.
        kept: Returns the requests of earlier that have an X-Request-ID.
    """

    def __init__(
        self,
        client: KinescopeClient,
        places: ProjectNames,
        journal: Journal,
        loaded: LoadedThings[Resource[Any]],
        kept: Callable[[str], Awaitable[Sequence[Exchange]]] | None = None,
    ) -> None:
        self.tried: list[str] = []
        self._client = client
        self._places = places
        self._journal = journal
        self._loaded = loaded
        self._kept = kept or _none_kept

    async def find(self, pasted: Pasted) -> Found | None:
        """Return what was pasted; None if it is nowhere.

        Raises:
            NotSentError: It is the token of this session.
            KinescopeError: It could not be asked for.
        """
        self._begin(pasted.key)
        match pasted.kind:
            case Kind.ANY:
                return (
                    self.find_here(pasted.key)
                    or await self._find_kept(pasted.key)
                    or await self._find_any(pasted.key)
                )
            case Kind.FOLDER:
                return await self._find_folder(pasted.key, pasted.project_id)
            case _:
                return await self._find(LISTINGS[_LISTS[pasted.kind]], pasted.key)

    async def find_of(self, listing: Listing, text: str) -> Found | None:
        """Return one of a list's things by its id, the end of its link, or its number.

        Raises:
            NotSentError: It is the token of this session.
            KinescopeError: It could not be asked for.
        """
        self._begin(text)
        return await self._find(listing, text)

    def find_here(self, text: str) -> Found | None:
        """Return what a text means among the requests and the rows that are here."""
        if OWN_SECRETS.stand_in(text):
            return None
        return self.find_request(text) or self._find_loaded(text)

    async def find_asked(self, text: str) -> Exchange | None:
        """Return the request of an X-Request-ID: of this session, or one that was kept."""
        return self.find_request(text) or await self._find_kept(text)

    async def _find_kept(self, text: str) -> Exchange | None:
        found = await self._kept(text)
        if not found:
            self.tried.append("earlier requests")
        return found[0] if found else None

    def find_request(self, text: str) -> Exchange | None:
        """Return the request of an X-Request-ID, if it is one of this session's."""
        exchange = self._journal.with_id(text)
        if exchange is None:
            self.tried.append("this session's requests")
        return exchange

    def _begin(self, text: str) -> None:
        if OWN_SECRETS.stand_in(text):
            raise NotSentError(NOT_TAKEN)
        self.tried = []

    def _find_loaded(self, text: str, listing: Listing | None = None) -> FoundThing | None:
        def is_wanted(resource: Resource[Any]) -> bool:
            return listing is None or resource.model is resource_of(listing).model

        found = self._loaded.find(text, is_wanted)
        if found is None:
            self.tried.append("loaded rows")
            return None
        resource, item = found
        lead = resource.leads_to(item, ())
        if lead is not None and lead.item is not None:  # a place in a playlist is a video
            return FoundThing(lead.resource, lead.item)
        return FoundThing(resource, item)

    async def _find_any(self, key: str) -> Found | None:
        for name in _ANY:
            found, error = await self._ask(resource_of(LISTINGS[name]), key)
            if found is not None or (error is not None and error.code == _NO_UUID):
                return found
        if (there := await self._find_any_folder(key)) is not None:
            return there
        for name in _RARE:
            found, _ = await self._ask(resource_of(LISTINGS[name]), key, _NOT_THIS_KIND)
            if found is not None:
                return found
        return None

    async def _find_any_folder(self, key: str) -> Found | None:
        """Return a folder of any project, else its videos."""
        from kinescope_tui.resources.projects import folders, videos_of

        sought = plain_id(key)
        try:
            for catalog_type in CATALOG_TYPES:
                self.tried.append(f"folders, GET /v1/projects?catalog_type={catalog_type}")
                for project in await self._places.projects(catalog_type):
                    for folder in project.folders or []:
                        if plain_id(folder.id) == sought:
                            return FoundThing(folders(project), folder)
            self.tried.append(f"GET /v1/videos?folder_id={key}")
            query = [("folder_id", key)]
            page = await self._client.page("/v1/videos", Video, per_page=1, query=query)
        except _NOT_THIS_KIND:
            return None
        # A server that does not know the filter lists others.
        has_videos = any(plain_id(one.folder_id or "") == sought for one in page.items)
        return videos_of("", key) if has_videos else None

    async def _find_folder(self, key: str, project_id: str) -> Found | None:
        from kinescope_tui.resources.projects import folders, videos_of

        if not project_id:
            return videos_of("", key)
        resource: Resource[Folder] = folders(Project(id=project_id))
        return (await self._ask(resource, key))[0]

    async def _find(self, listing: Listing, key: str) -> FoundThing | None:
        resource = resource_of(listing)
        # The end of a link may be an id after all: the rows that are here say last what it is.
        asks_first = resource.has_item and not is_uuid(key) and resource.name != "invoices"
        if not asks_first and (found := self._find_loaded(key, listing)) is not None:
            return found
        if not resource.has_item:
            return None
        came, _ = await self._ask(resource, key)
        if came is None and resource.name == "invoices":
            return await self._find_in_list(resource, key)
        return came or (self._find_loaded(key, listing) if asks_first else None)

    async def _find_in_list(self, resource: Resource[Any], number: str) -> FoundThing | None:
        """Return the thing of a number: by that one the API has none of its own."""
        try:
            page = await self._client.page(resource.path, resource.model)
        except NotFoundError:
            return None
        self.tried.append(f"the first {resource.plural} of the list, GET {resource.path}")
        sought = number.casefold()
        found = (one for one in page.items if one.number.casefold() == sought)
        return next((FoundThing(resource, one) for one in found), None)

    async def _ask(
        self,
        resource: Resource[Any],
        key: str,
        not_it: tuple[type[KinescopeError], ...] = _NOT_IT,
    ) -> tuple[FoundThing | None, KinescopeError | None]:
        """Ask for a thing once; return it, or the error that says that it is none of these."""
        asked = f"{resource.noun}, GET {resource.path}/{one_line(key)}"
        try:
            came = await resource.item(self._client, resource.model(id=key))
        except KinescopeError as error:
            if not isinstance(error, not_it) and error.code != _NO_UUID:
                raise
            self.tried.append(f"{asked}: {error.status or ''} {error.code or ''}".rstrip(" :"))
            return None, error
        return FoundThing(resource, came.value, came), None
