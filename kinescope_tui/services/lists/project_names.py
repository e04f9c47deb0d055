"""The projects and folders of a workspace, and what they are called."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Folder, Project
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.answer_cache import AnswerCache

T = TypeVar("T", Folder, Project)

CATALOG_TYPES = ("vod", "live")
"""Live projects show in the second only."""

_MAX = 5_000  # projects, or folders of one
_MAX_LISTS = 1_000  # of folders


class ProjectNames:
    """Asks for projects and folders when they are wanted, and for each list once.

    Attributes:
        names: What the projects and folders that came so far are called, by id.
    """

    def __init__(self, client: KinescopeClient) -> None:
        self._client = client
        self.names: dict[str, str] = {}
        self._projects = AnswerCache(self._ask_projects, room=len(CATALOG_TYPES))
        self._folders = AnswerCache(self._ask_folders, room=_MAX_LISTS)

    async def projects(self, catalog_type: str) -> list[Project]:
        """Return the projects of a catalog type.

        Raises:
            KinescopeError: They could not be read; the next call asks again.
        """
        return await self._projects.get_or_fetch(catalog_type)

    async def folders(self, project_id: str) -> list[Folder]:
        """Return all folders of a project; they nest by `parent_id`.

        Raises:
            KinescopeError: They could not be read; the next call asks again.
        """
        return await self._folders.get_or_fetch(project_id)

    def places_of(self, thing: object) -> list[str]:
        """Return the names of a thing's project and folder, as far as they are known."""
        ids = (getattr(thing, "project_id", None), getattr(thing, "folder_id", None))
        return [self.names[one] for one in ids if one and one in self.names]

    async def learn(self, ids: Iterable[str]) -> None:
        """Find out what projects are called; of those that cannot be read the ids stay."""
        wanted = {one for one in ids if one}
        for catalog_type in CATALOG_TYPES:
            if not wanted <= self.names.keys():
                with contextlib.suppress(KinescopeError):
                    await self.projects(catalog_type)

    async def learn_name(self, project_id: str) -> None:
        """Find out what a project and its folders are called, if that is not known."""
        if project_id not in self.names:
            self.take_in((await self._client.project(project_id)).value)

    def forget(self) -> None:
        """Ask anew from now on; the names stay."""
        self._projects.forget()
        self._folders.forget()

    async def _ask_projects(self, catalog_type: str) -> list[Project]:
        asked = self._client.all_projects(catalog_type=catalog_type, priority=Priority.LOOKED_AT)
        found = await _all(asked)
        for project in found:
            self.take_in(project)
        return found

    async def _ask_folders(self, project_id: str) -> list[Folder]:
        asked = self._client.all_folders(project_id, order=None, priority=Priority.LOOKED_AT)
        found = await _all(asked)
        self.names |= {folder.id: folder.name for folder in found}
        return found

    def take_in(self, place: object) -> None:
        """Take note of what a project and its folders are called, or a folder, if it is one."""
        if isinstance(place, Project | Folder):
            self.names[place.id] = place.name
        if isinstance(place, Project):
            self.names |= {folder.id: folder.name for folder in place.folders or []}


async def _all(asked: AsyncIterator[T]) -> list[T]:
    """Return the items that come, as many as anybody has: a server may go on for ever."""
    found: list[T] = []
    async for item in asked:
        if item.id:
            found.append(item)
        if len(found) == _MAX:
            break
    return found
