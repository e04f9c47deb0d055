"""Projects and folders: asked for once, however many want them."""

import asyncio

import pytest

from kinescope_tui.api import Token, errors
from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.lists.catalogue import Catalogue


async def test_projects_and_folders_are_asked_for_once_and_named() -> None:
    with DemoServer(Workspace(50)) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:
            catalogue = Catalogue(client)
            twice = await asyncio.gather(catalogue.projects("vod"), catalogue.projects("vod"))
            assert twice[0] == twice[1]
            live = await catalogue.projects("live")
            assert {project.name for project in live} == {
                "Live: открытые уроки", "Live: town halls",
            }  # fmt: skip
            folders = await catalogue.folders(twice[0][0].id)
            assert {folder.parent_id for folder in folders} > {None}
            assert len(server.requests) == 3
            assert catalogue.names[folders[0].id] == folders[0].name
            await catalogue.learn_name(live[0].id)
            assert len(server.requests) == 3
            catalogue.forget()
            await catalogue.projects("vod")
            assert len(server.requests) == 4


async def test_what_failed_is_asked_for_again() -> None:
    with DemoServer(Workspace(50), faults=[Fault.parse("403x1@/v1/projects")]) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:
            catalogue = Catalogue(client)
            with pytest.raises(errors.ForbiddenError):
                await catalogue.projects("vod")
            assert len(await catalogue.projects("vod")) == 6
