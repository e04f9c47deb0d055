"""A line names a thing by any name of its place, and nothing else is taken for one."""

from typing import Any

import pytest

from kinescope_tui.api import Token
from kinescope_tui.api.models import Player
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.wanted_thing import wanted_thing
from kinescope_tui.services.lists.loaded_things import LoadedThings

UUID = "0fe408bb-4289-4088-8705-7d5a60b808bc"


@pytest.fixture
def loaded() -> LoadedThings[Any]:
    things: LoadedThings[Any] = LoadedThings()
    things.follow(RESOURCES["players"], lambda: [Player(id="17")])
    return things


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"video {UUID}", f"video, GET /v1/videos/{UUID}"),
        (f":videos {UUID}", f"video, GET /v1/videos/{UUID}"),
        (f"video https://kinescope.io/{UUID}", f"video, GET /v1/videos/{UUID}"),
        (f"Project {UUID}", f"project, GET /v1/projects/{UUID}"),
        (f"live event {UUID}", f"live event, GET /v2/live/events/{UUID}"),
        (f"live {UUID}", f"live event, GET /v2/live/events/{UUID}"),
        (f"room {UUID}", f"Speak room, GET /v1/speak/rooms/{UUID}"),
        (f"tag {UUID}", "tag, in its rows"),
        (f"folder {UUID}", f"folder, GET /v1/videos?folder_id={UUID}"),
        ("invoice 123", "invoice, GET /v1/billing/invoices/123"),
        ("invoices 123", "invoice, GET /v1/billing/invoices/123"),
        ("player 17", "player, GET /v1/players/17"),
        ("request anything", "request, from this session or earlier"),
    ],
)
def test_a_line_names_a_thing(line: str, told: str, loaded: LoadedThings[Any]) -> None:
    wanted = wanted_thing(line, loaded)
    assert wanted is not None
    assert wanted.told == told


@pytest.mark.parametrize(
    "line",
    ["", ":", "42", "p7", "90%", "sort title", "videos", "videos failed", "player 18", "invoice",
     "folder x", "tags physics", "analytics 7d", "theme nord", "requests"],
)  # fmt: skip
def test_other_lines_name_none(line: str, loaded: LoadedThings[Any]) -> None:
    assert wanted_thing(line, loaded) is None


def test_the_token_names_nothing(loaded: LoadedThings[Any]) -> None:
    OWN_SECRETS.add(Token.parse(UUID))
    for line in (UUID, f"video {UUID}", f"https://kinescope.io/{UUID.upper()}"):
        assert wanted_thing(line, loaded) is None
