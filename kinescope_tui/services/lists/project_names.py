"""The projects and folders of a workspace, and what they are called."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.models import Folder, Project

T = TypeVar("T", Folder, Project)

CATALOG_TYPES = ("vod", "live")
"""Live projects show in the second only."""

_MAX_PAGES = 50


class ProjectNames:
    """Asks for projects and folders when they are wanted, and for each list once.

    Attributes:
        names: What the projects and folders that came so far are called, by id.
    """

    def __init__(self, client: KinescopeClient) -> None:
        self._client = client
        self.names: dict[str, str] = {}
        self._projects: dict[str, asyncio.Task[list[Project]]] = {}
        self._folders: dict[str, asyncio.Task[list[Folder]]] = {}

    async def projects(self, catalog_type: str) -> list[Project]:
        """Return the projects of a catalog type.

        Raises:
            KinescopeError: They could not be read; the next call asks again.
        """

        async def page(number: int) -> Page[Project]:
            return await self._client.projects(page=number, catalog_type=catalog_type)

        found = await _once(self._projects, catalog_type, lambda: _all(page))
        for project in found:
            self.names[project.id] = project.name
            self.names |= {folder.id: folder.name for folder in project.folders or []}
        return found

    async def folders(self, project_id: str) -> list[Folder]:
        """Return all folders of a project; they nest by `parent_id`.

        Raises:
            KinescopeError: They could not be read; the next call asks again.
        """

        async def page(number: int) -> Page[Folder]:
            return await self._client.folders(project_id, page=number)

        found = await _once(self._folders, project_id, lambda: _all(page))
        self.names |= {folder.id: folder.name for folder in found}
        return found

    async def learn_name(self, project_id: str) -> None:
        """Find out what a project and its folders are called, if that is not known."""
        if project_id in self.names:
            return
        project = (await self._client.project(project_id)).value
        self.names[project_id] = project.name
        self.names |= {folder.id: folder.name for folder in project.folders or []}

    def forget(self) -> None:
        """Ask anew from now on; the names stay."""
        self._projects.clear()
        self._folders.clear()


async def _once(
    tasks: dict[str, asyncio.Task[list[T]]], key: str, ask: Callable[[], Awaitable[list[T]]]
) -> list[T]:
    """Return what one question brings, however many wait for it."""
    if key not in tasks:

        async def asked() -> list[T]:
            return await ask()

        def forget_failure(task: asyncio.Task[list[T]]) -> None:
            # Not with whoever waits: perhaps nobody does, and the next one is to ask again.
            if (task.cancelled() or task.exception()) and tasks.get(key) is task:
                del tasks[key]

        tasks[key] = asyncio.get_running_loop().create_task(asked())
        tasks[key].add_done_callback(forget_failure)
    return await asyncio.shield(tasks[key])


async def _all(page: Callable[[int], Awaitable[Page[T]]]) -> list[T]:
    """Return the items of all pages; a server that repeats itself ends it."""
    found: dict[str, T] = {}
    for number in range(1, _MAX_PAGES + 1):
        got = await page(number)
        new = {item.id: item for item in got.items if item.id not in found}
        found |= new
        if not new or (got.total is not None and len(found) >= got.total):
            break
        if got.total is None and len(got.items) < got.per_page:
            break
    return list(found.values())
