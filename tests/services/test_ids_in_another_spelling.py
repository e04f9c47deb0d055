"""People paste ids in capitals and without dashes; they are the same ids."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from command_line import ask
from scripted_server import ScriptedServer, answer

from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.inbox.watch_list import statuses_of
from kinescope_tui.services.lists.loaded_things import LoadedThings
from kinescope_tui.services.lists.view import View

ID, OTHER = "0fe408bb-4289-4088-8705-7d5a60b808bc", "1fe408bb-4289-4088-8705-7d5a60b808bc"
EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 22, tzinfo=UTC))

spelled = pytest.mark.parametrize(
    "spelling", [str.upper, lambda text: text.replace("-", "")], ids=["capitals", "no dashes"]
)


def test_only_what_is_written_in_other_ways_is_the_same() -> None:
    assert plain_id(ID) == plain_id(ID.upper()) == plain_id(ID.replace("-", ""))
    assert plain_id("007") == plain_id("7")
    assert plain_id("0") != plain_id("")
    assert plain_id("aBcDeFgHiJkL") != plain_id("abcdefghijkl")  # the end of a link


@spelled
async def test_a_status_stands_under_the_id_that_was_asked_for(
    spelling: Callable[[str], str],
) -> None:
    async def videos(**_asked: Any) -> Page[Video]:
        return Page([Video(id=ID, status="done")], 1, 100, 1, Order(), EXCHANGE)

    client = cast("KinescopeClient", SimpleNamespace(videos=videos))
    found = await statuses_of(client, [spelling(ID), OTHER])
    assert found == ({spelling(ID): "done"}, True)


@spelled
def test_a_row_that_is_here_is_found(spelling: Callable[[str], str]) -> None:
    things: LoadedThings[str] = LoadedThings()
    row = Video(id=ID)
    things.follow("videos", lambda: [Video(), row])
    assert things.find(spelling(ID)) == ("videos", row)
    assert things.find("0") is None


@spelled
def test_what_the_server_filtered_by_is_not_called_unheeded(
    scripted: ScriptedServer, spelling: Callable[[str], str]
) -> None:
    day = {"date": "2026-06-01T00:00:00Z", "product": "cdn", "usage": 1, "project_id": ID}
    scripted.script = [answer({"data": [day]})]
    days = ("--from", "2026-06-01", "--to", "2026-06-01", "--format", "csv")
    assert ask(scripted, "usage", *days, "--project", spelling(ID)).stderr == ""
    view, rows = View().filtered("project_id", (spelling(ID),)), [Video(project_id=ID)]
    assert VIDEOS.strays(rows, view) == {}
