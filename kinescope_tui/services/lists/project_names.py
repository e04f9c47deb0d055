"""The projects and folders of a workspace, and what they are called."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from kinescope_tui.api.client import PER_PAGE, KinescopeClient, Page
from kinescope_tui.api.errors import UnexpectedShapeError
from kinescope_tui.api.models import Folder, Project
from kinescope_tui.api.paging import read_pages
from kinescope_tui.services.answer_cache import AnswerCache
from kinescope_tui.services.lists.page_reader import dropped_told

T = TypeVar("T", Folder, Project)

CATALOG_TYPES = ("vod", "live")
"""Live projects show in the second only."""

_MAX_PAGES = 50
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

    async def learn_name(self, project_id: str) -> None:
        """Find out what a project and its folders are called, if that is not known."""
        if project_id not in self.names:
            self.take_in((await self._client.project(project_id)).value)

    def forget(self) -> None:
        """Ask anew from now on; the names stay."""
        self._projects.forget()
        self._folders.forget()

    async def _ask_projects(self, catalog_type: str) -> list[Project]:
        found = await _all(
            lambda number, size: self._client.projects(
                page=number, per_page=size, catalog_type=catalog_type
            )
        )
        for project in found:
            self.take_in(project)
        return found

    async def _ask_folders(self, project_id: str) -> list[Folder]:
        found = await _all(
            lambda number, size: self._client.folders(project_id, page=number, per_page=size)
        )
        self.names |= {folder.id: folder.name for folder in found}
        return found

    def take_in(self, place: object) -> None:
        """Take note of what a project and its folders are called, or a folder, if it is one."""
        if isinstance(place, Project | Folder):
            self.names[place.id] = place.name
        if isinstance(place, Project):
            self.names |= {folder.id: folder.name for folder in place.folders or []}


async def _all(page: Callable[[int, int], Awaitable[Page[T]]]) -> list[T]:
    """Return the items of all pages; a server that repeats itself ends it.

    Raises:
        KinescopeError: A page could not be read, or none of the items.
    """
    found: list[T] = []
    left, dropped = _MAX_PAGES, 0
    async for got in read_pages(page, PER_PAGE):
        found += [item for item in got.items if item.id]
        left, dropped = left - 1, dropped + got.dropped
        if not left:
            break
    if dropped and not found:
        raise UnexpectedShapeError(f"{dropped_told(dropped)}.")
    return found
