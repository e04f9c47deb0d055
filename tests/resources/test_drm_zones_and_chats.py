"""DRM settings, time zones and chats have columns, in whatever shape they come."""

from typing import Any

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient, LiveEvent, Project, errors
from kinescope_tui.api.models import Stream
from kinescope_tui.resources.chats import chat_lines
from kinescope_tui.resources.drm import project_drm
from kinescope_tui.resources.endpoint import list_in
from kinescope_tui.resources.live_events import LIVE_EVENTS
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.resource import Resource

NONE_THERE = answer({"error": {"code": 404404, "message": "no such entity"}}, "404 Not Found")


async def shown(client: KinescopeClient, resource: Resource[Any]) -> list[list[str]]:
    page = await resource.first_page(client)
    return [[column.cell(item).text for column in resource.columns] for item in page.items]


async def test_drm_settings_are_one_row_without_their_password(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    data = {"url": "https://keys.example/", "username": "kino", "password": "s3cret"}
    server.script = [answer({"data": data})]
    (row,) = await shown(client, RESOURCES["drm"])
    assert row == ["https://keys.example/", "kino", "····", "—", "—", "—"]


async def test_drm_that_is_not_set_up_is_an_empty_list_and_a_gateways_404_is_none(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    gateway = answer("<html>", "404 Not Found", content_type="text/html")
    server.script = [NONE_THERE, gateway]
    resource = project_drm(Project(id="a/b"))
    page = await resource.first_page(client)
    assert (page.items, page.total, page.exchange.status) == ([], 0, 404)
    with pytest.raises(errors.NotFoundError):
        await resource.first_page(client)
    assert server.requests[0].target == "/v1/drm/auth/a%2Fb"


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (["Europe/Moscow", "UTC"], "—"),
        ([{"name": "Europe/Moscow", "offset": "+03:00"}, {"name": "UTC", "offset": 0}], "+03:00"),
        ({"Europe/Moscow": "+03:00", "UTC": None}, "+03:00"),
    ],
)
async def test_time_zones_are_named(
    server: ScriptedServer, client: KinescopeClient, data: Any, offset: str
) -> None:
    server.script = [answer({"data": data})]
    rows = await shown(client, RESOURCES["timezones"])
    assert [name for name, _ in rows] == ["Europe/Moscow", "UTC"]
    assert rows[0][1] == offset


async def test_a_chat_tells_who_said_what_and_when(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    said = {"user_name": "Анна", "text": "Всем [привет]!", "created_at": "2026-01-02T03:04:05Z"}
    server.script = [answer({"data": [said, {"message": "hi", "time": None}, "bare"]})]
    event = LiveEvent(id="e", stream=Stream(id="s"))
    (tab,) = (tab for tab in LIVE_EVENTS.tabs if tab.title == "Chat")
    assert tab.lists is not None
    rows = await shown(client, tab.lists(event))
    assert rows[0][1:] == ["Анна", "Всем [привет]!"]
    assert rows[0][0].startswith("2026-01-02 03:04")
    assert [row[2] for row in rows[1:]] == ["hi", "bare"]
    assert server.requests[0].target == "/v2/live/events/e/stream/s/chat.json"
    server.script.append(NONE_THERE)
    assert await shown(client, tab.lists(LiveEvent(id="e"))) == []


CHAT = """[2026-01-02T03:04:05Z] Анна: Всем привет: да
и ещё строка
03:05 guest-41: Hi
"""


@pytest.mark.parametrize(
    ("ending", "body", "media_type"),
    [
        ("txt", CHAT, "text/plain"),
        ("csv", "time,name,text\n2026-01-02T03:04:05Z,Анна,Всем привет: да\n", "text/csv"),
        ("json", '[{"time":"2026-01-02T03:04:05Z","name":"Анна","text":"Всем привет: да"}]',
         "application/json"),
    ],
)  # fmt: skip
async def test_a_chat_has_its_columns_in_each_form(
    server: ScriptedServer, client: KinescopeClient, ending: str, body: str, media_type: str
) -> None:
    server.script = [answer(body, content_type=media_type)]
    target = f"/v2/live/events/e/stream/s/chat.{ending}"
    resource = await list_in(client, target, await client.content(target))
    assert resource is not None
    assert [column.title for column in resource.columns] == ["TIME", "NAME", "MESSAGE"]
    rows = await shown(client, resource)
    assert rows[0][1] == "Анна"
    assert rows[0][2].startswith("Всем привет: да")


def test_lines_of_a_chat_that_begin_like_none_go_on_with_the_last_one() -> None:
    first, second = chat_lines(CHAT)
    assert first["text"] == "Всем привет: да\nи ещё строка"
    assert second == {"time": "03:05", "name": "guest-41", "text": "Hi"}
    assert chat_lines("\n\nnobody said this") == [
        {"time": "", "name": "", "text": "nobody said this"}
    ]


async def test_a_text_that_is_no_chat_stays_a_text(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer("Nothing was said.", content_type="text/plain")]
    target = "/v2/live/events/e/stream/s/chat.txt"
    assert await list_in(client, target, await client.content(target)) is None
