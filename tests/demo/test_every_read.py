"""Every read that Kinescope documents is answered by the demo, from data that hang together."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from plain_client import complaint, get

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
NOBODY = "11111111-1111-4111-8111-111111111111"
JULY = "from=2026-07-01&to=2026-07-31"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(300, now=NOW, hostile=False), limits=False) as running:
        yield running


@pytest.fixture(scope="module")
def ids(server: DemoServer) -> dict[str, str]:
    """One thing of each kind that has whatever such things can have."""

    def first(path: str, key: str = "id") -> str:
        return str(get(server, path).data[0][key])

    video = next(
        video
        for page in (1, 2, 3)
        for video in get(server, f"/v1/videos?per_page=100&page={page}").data
        if video["poster"] and video["subtitles"] and video["additional_materials"]
        if get(server, f"/v1/videos/{video['id']}/annotations").data
    )
    event = next(
        event
        for event in get(server, "/v2/live/events").data
        if event["restreams"] and event["stream"]["status"] == "finished"
    )
    projects = get(server, "/v1/projects").data
    found = {
        "video_id": video["id"],
        "material_id": video["additional_materials"][0]["id"],
        "event_id": event["id"],
        "stream_id": event["stream"]["id"],
        "restream_id": event["restreams"][0]["id"],
        "encrypted_id": next(project["id"] for project in projects if project["encrypted"]),
        "project_id": next(project["id"] for project in projects if not project["encrypted"]),
        "avatar_id": NOBODY,
        "moderator_id": first("/v1/moderators", "user_id"),
    }
    for kind in ("posters", "subtitles", "annotations"):
        found[f"{kind[:-1]}_id"] = first(f"/v1/videos/{video['id']}/{kind}")
    found["folder_id"] = first(f"/v1/projects/{found['project_id']}/folders")
    for kind in ("access-tokens", "players", "file-requests", "playlists", "speak/rooms"):
        found[kind] = first(f"/v1/{kind}")
    found["participant_id"] = first(f"/v1/speak/rooms/{found['speak/rooms']}/participants")
    return found


PAGED = (
    "/v1/videos", "/v1/projects", "/v1/players", "/v1/file-requests", "/v1/privacy-domains",
    "/v1/tags", "/v1/playlists", "/v1/moderators", "/v1/webhooks", "/v1/cdn/zones",
    "/v1/speak/rooms", "/v2/live/events", "/v1/access-tokens", "/v1/dictionaries/timezones",
    "/v1/billing/invoices", "/v1/videos/{video_id}/posters", "/v1/videos/{video_id}/subtitles",
    "/v1/videos/{video_id}/annotations", "/v1/projects/{project_id}/folders",
    "/v1/playlists/{playlists}/entities", "/v1/speak/rooms/{speak/rooms}/participants",
    "/v2/live/events/{event_id}/videos", "/v2/live/events/{event_id}/qos",
    "/v2/live/events/{event_id}/stream/{stream_id}/chat.json",
    f"/v1/billing/usage?{JULY}", f"/v1/analytics?{JULY}",
)  # fmt: skip
ONES = (
    "/v1/videos/{video_id}", "/v1/videos/{video_id}/posters/{poster_id}",
    "/v1/videos/{video_id}/subtitles/{subtitle_id}",
    "/v1/videos/{video_id}/annotations/{annotation_id}", "/v1/projects/{project_id}",
    "/v1/projects/{project_id}/folders/{folder_id}", "/v1/additional-materials/{material_id}/link",
    "/v1/access-tokens/{access-tokens}", "/v1/players/{players}",
    "/v1/file-requests/{file-requests}", "/v1/drm/auth", "/v1/drm/auth/{encrypted_id}",
    "/v1/playlists/{playlists}", "/v1/moderators/{moderator_id}", "/v1/speak/rooms/{speak/rooms}",
    "/v1/speak/rooms/{speak/rooms}/participants/{participant_id}", "/v2/live/events/{event_id}",
    "/v2/live/events/{event_id}/restreams/{restream_id}", f"/v1/analytics/overview?{JULY}",
    "/v1/billing/invoices/101",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGED)
def test_a_list_has_something_in_it(server: DemoServer, ids: dict[str, str], path: str) -> None:
    path = path.replace("{playlists}", get(server, "/v1/playlists").data[3]["id"])
    said = get(server, path.format_map(ids))
    assert said.status == 200
    assert isinstance(said.data, list)
    assert said.data


@pytest.mark.parametrize("path", ONES)
def test_one_thing_is_that_of_the_list(server: DemoServer, ids: dict[str, str], path: str) -> None:
    asked = path.format_map(ids)
    said = get(server, asked)
    assert said.status == 200
    assert isinstance(said.data, dict)
    above, _, item = asked.rpartition("/")
    if path.endswith("}"):
        key = "user_id" if "moderators" in path else "id"
        assert said.data.get(key, item) == item
        if path.count("{") > 1:
            assert said.data in get(server, above).data
        assert complaint(get(server, f"{above}/{NOBODY}"))[:2] == (404, 404404)
        assert complaint(get(server, f"{above}/junk"))[:2] == (400, 400301)


def test_avatars_are_pictures(server: DemoServer) -> None:
    for whose in ("user", "workspace"):
        said = get(server, f"/v1/{whose}/avatar/{NOBODY}")
        assert said.headers["Content-Type"] == "image/png"
        assert said.body.startswith(PNG)


def test_drm_that_is_not_set_up_is_told_as_such(server: DemoServer, ids: dict[str, str]) -> None:
    assert complaint(get(server, f"/v1/drm/auth/{ids['project_id']}"))[:2] == (404, 404404)


def test_timezones_are_those_of_the_world(server: DemoServer) -> None:
    zones = get(server, "/v1/dictionaries/timezones").data
    assert {"Europe/Moscow", "Asia/Almaty", "America/New_York"} <= set(zones)


def test_a_chat_says_the_same_in_three_forms(server: DemoServer, ids: dict[str, str]) -> None:
    chat = "/v2/live/events/{event_id}/stream/{stream_id}/chat".format_map(ids)
    messages = get(server, f"{chat}.json").data
    table, text = get(server, f"{chat}.csv"), get(server, f"{chat}.txt")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert text.headers["Content-Type"].startswith("text/plain")
    for lines in (table.body.decode().splitlines()[1:], text.body.decode().splitlines()):
        for line, message in zip(lines, messages, strict=True):
            assert all(message[name] in line for name in ("created_at", "user_name", "text"))
    other = chat.replace(ids["stream_id"], NOBODY)
    assert complaint(get(server, f"{other}.json"))[:2] == (404, 404404)


def test_events_are_over_run_or_come_and_what_was_recorded_lies_in_its_project(
    server: DemoServer,
) -> None:
    def recordings(event: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = get(server, f"/v2/live/events/{event['id']}/videos").data
        return found

    events = get(server, "/v2/live/events").data
    states = {event["stream"]["status"]: event for event in events}
    assert set(states) == {"finished", "active", "pending"}
    assert not recordings(states["active"])
    assert states["active"]["stream"]["finished_at"] is None
    assert datetime.fromisoformat(states["pending"]["scheduled"]["time"]) > NOW
    quality = get(server, f"/v2/live/events/{states['pending']['id']}/qos")
    assert complaint(quality)[:2] == (404, 404404)
    recorded = [(event, video) for event in events for video in recordings(event)]
    assert recorded
    for event, video in recorded:
        assert (video["project_id"], video["title"]) == (
            event["record"]["parent_id"],
            event["name"],
        )
        assert event["stream"]["finished_at"] < video["created_at"]
        begin, end = (datetime.fromisoformat(event["stream"][f"{name}_at"]) for name in
                      ("started", "finished"))  # fmt: skip
        assert abs((end - begin).total_seconds() - video["duration"]) <= 1
        asked = f"/v1/videos?project_id={video['project_id']}&per_page=100"
        assert video in get(server, asked).data
