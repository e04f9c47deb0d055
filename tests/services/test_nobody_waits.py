"""Questions that nobody waits for any more leave nothing behind for those who ask next."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from patience import until

from kinescope_tui.api import Exchange, Page, errors
from kinescope_tui.api.models import Project, Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.analytics.report import ReportEntry, Titles
from kinescope_tui.services.lists.project_names import ProjectNames

EXCHANGE = Exchange("GET", "/v1/projects", (), datetime(2026, 8, 21, tzinfo=UTC))


class Client:
    """Answers when it is let, with what it is given."""

    def __init__(self) -> None:
        self.answers: list[asyncio.Future[list[Any]]] = []

    async def page(self, *_asked: object, **_more: object) -> Page[Any]:
        self.answers.append(asyncio.get_running_loop().create_future())
        items = await asyncio.shield(self.answers[-1])
        return Page(items, 1, 100, len(items), Order(), EXCHANGE)

    async def all_projects(self, **_asked: object) -> AsyncIterator[Project]:
        for project in (await self.page()).items:
            yield project


async def left(question: Any) -> None:
    """Ask, and wait no longer."""
    task = asyncio.create_task(question)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_failure_is_not_told_to_whoever_asks_later() -> None:
    client = Client()
    project_names = ProjectNames(client)  # type: ignore[arg-type]  # what it uses of one
    await left(project_names.projects("vod"))
    client.answers[0].set_exception(errors.UnreachableError("no route"))
    assert client.answers[0].exception()  # looked at here: nobody else does
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asked = asyncio.create_task(project_names.projects("vod"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    client.answers[1].set_result([Project(id="p", name="P")])
    assert [project.id for project in await asked] == ["p"]


async def test_an_old_failure_ends_no_newer_question() -> None:
    client = Client()
    project_names = ProjectNames(client)  # type: ignore[arg-type]  # what it uses of one
    old = asyncio.create_task(project_names.projects("vod"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    project_names.forget()
    new = asyncio.create_task(project_names.projects("vod"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    client.answers[0].set_exception(errors.UnreachableError("no route"))
    with pytest.raises(errors.UnreachableError):
        await old
    client.answers[1].set_result([Project(id="p", name="P")])
    await new
    await project_names.projects("vod")
    assert len(client.answers) == 2


async def test_titles_that_were_not_waited_for_are_asked_for_again() -> None:
    client = Client()
    titles = Titles(client)  # type: ignore[arg-type]  # what it uses of one
    row = ReportEntry(id="v", raw={})
    await left(titles.learn([row]))
    learning = asyncio.create_task(titles.learn([row]))
    await asyncio.sleep(0)
    client.answers[-1].set_result([Video(id="v", title="V")])
    assert await learning
    assert row.name == "V"


async def test_rows_of_a_newer_answer_get_the_titles_that_an_older_one_asked_for() -> None:
    client = Client()
    titles = Titles(client)  # type: ignore[arg-type]  # what it uses of one
    older, newer = ReportEntry(id="v", raw={}), ReportEntry(id="v", raw={})
    asked = [asyncio.create_task(titles.learn([row])) for row in (older, newer)]
    for _ in until(lambda: client.answers):
        await asyncio.sleep(0)
    client.answers[0].set_result([Video(id="v", title="V")])
    assert await asyncio.gather(*asked) == [True, True]
    assert (older.name, newer.name) == ("V", "V")
    assert len(client.answers) == 1
