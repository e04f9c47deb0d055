"""Projects and folders: asked for once, however many want them."""

import asyncio

import pytest

from kinescope_tui.api import Token, errors
from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.lists.project_names import ProjectNames


async def test_projects_and_folders_are_asked_for_once_and_named() -> None:
    with DemoServer(Workspace(50)) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:
            project_names = ProjectNames(client)
            twice = await asyncio.gather(
                project_names.projects("vod"), project_names.projects("vod")
            )
            assert twice[0] == twice[1]
            live = await project_names.projects("live")
            assert {project.name for project in live} == {
                "Live: открытые уроки", "Live: town halls",
            }  # fmt: skip
            folders = await project_names.folders(twice[0][0].id)
            assert {folder.parent_id for folder in folders} > {None}
            assert len(server.requests) == 3
            assert project_names.names[folders[0].id] == folders[0].name
            await project_names.learn_name(live[0].id)
            assert len(server.requests) == 3
            project_names.forget()
            await project_names.projects("vod")
            assert len(server.requests) == 4


async def test_what_failed_is_asked_for_again() -> None:
    with DemoServer(Workspace(50), faults=[Fault.parse("403x1@/v1/projects")]) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:
            project_names = ProjectNames(client)
            with pytest.raises(errors.ForbiddenError):
                await project_names.projects("vod")
            assert len(await project_names.projects("vod")) == 6


async def test_of_names_that_cannot_be_read_the_ids_stay_and_known_ones_cost_nothing() -> None:
    with DemoServer(Workspace(50), faults=[Fault.parse("403@/v1/projects")]) as server:
        async with KinescopeClient(Token.parse(server.token), base_url=server.base_url) as client:
            project_names = ProjectNames(client)
            await project_names.learn(["p"])
            assert project_names.names == {}
            assert len(server.requests) == 2  # of either catalogue
            project_names.names["p"] = "P"
            await project_names.learn(["p", ""])
            assert len(server.requests) == 2
