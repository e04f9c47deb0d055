"""The demo answers every read as Kinescope's own MCP server asks for it.

That server has a tool for each of the 46 GETs of the API's collection. It asks through axios, with
a content type on every request and the parameters that the collection shows; what it has under
`/v1` is asked there, whatever version it is of, so that tools of live events ask wrong paths.
"""

import pytest
from plain_client import complaint, get
from test_every_read import NOBODY, ids, server  # the fixtures among them

from kinescope_tui.demo.server import DemoServer

__all__ = ["ids", "server"]

HEADERS = {
    "Accept": "application/json, text/plain, */*",
    "Content-Type": "application/json",
    "Accept-Encoding": "gzip, compress, deflate, br",
    "User-Agent": "axios/1.6.0",
}
READS = (
    "/v1/videos/{video_id}/posters", "/v1/videos/{video_id}/posters/{poster_id}",
    "/v1/videos/{video_id}/subtitles", "/v1/videos/{video_id}/subtitles/{subtitle_id}",
    "/v1/videos/{video_id}/annotations", "/v1/videos/{video_id}/annotations/{annotation_id}",
    ("/v1/videos?page=1&per_page=100&order=created_at.desc%2Ctitle.asc&status%5B%5D=done"
     "&q=a&without_folder=true"),
    "/v1/videos/{video_id}",
    "/v1/billing/usage?from=2024-01-01&to=2024-02-01&group_by=project_id",
    "/v1/projects?catalog_type=vod&per_page=100&page=1", "/v1/projects/{project_id}",
    "/v1/projects/{project_id}/folders?order=created_at.desc&page=1&per_page=10",
    "/v1/projects/{project_id}/folders/{folder_id}",
    "/v1/analytics/overview?from=2020-08-30&to=2020-09-01&group_time=day",
    ("/v1/analytics?from=2020-11-01T06%3A00%3A00Z&to=2020-11-01T12%3A00%3A00Z&group=day"
     "&group_entities=video_id&fields=video_id&order=view.desc%2Cplay.desc"),
    "/v1/additional-materials/{material_id}/link", "/v1/dictionaries/timezones",
    "/v1/access-tokens", "/v1/access-tokens/{access-tokens}",
    f"/v1/user/avatar/{NOBODY}", f"/v1/workspace/avatar/{NOBODY}",
    "/v1/players", "/v1/players/{players}",
    "/v1/file-requests?archived=false", "/v1/file-requests/{file-requests}",
    "/v1/drm/auth", "/v1/drm/auth/{encrypted_id}", "/v1/privacy-domains", "/v1/tags",
    "/v1/playlists?page=1&per_page=100&order=name.desc", "/v1/playlists/{playlists}",
    "/v1/playlists/{playlists}/entities", "/v1/moderators", "/v1/moderators/{moderator_id}",
    "/v1/webhooks", "/v1/cdn/zones",
    "/v1/speak/rooms?page=1&per_page=10&order=created_at.desc%2Cname.asc",
    "/v1/speak/rooms/{speak/rooms}",
    ("/v1/speak/rooms/{speak/rooms}/participants?page=1&per_page=10"
     "&order=created_at.desc%2Cname.asc"),
    "/v1/speak/rooms/{speak/rooms}/participants/{participant_id}",
)  # fmt: skip
LIVE = (
    "/live/events?page=1&per_page=100&order=created_at.desc%2Cname.asc", "/live/events/{event_id}",
    "/live/events/{event_id}/restreams/{restream_id}",
    "/live/events/{event_id}/videos?order=created_at.desc", "/live/events/{event_id}/qos",
)  # fmt: skip
CHAT = "/live/events/{event_id}/stream/{stream_id}/chat(.json|.csv|.txt)"


def test_it_has_46_tools_that_read() -> None:
    assert len(set(READS)) + len(set(LIVE)) + len([CHAT]) == 46


@pytest.mark.parametrize("target", [*READS, *(f"/v2{path}" for path in LIVE)])
def test_a_tool_that_asks_a_path_of_the_api_is_answered(
    server: DemoServer, ids: dict[str, str], target: str
) -> None:
    said = get(server, target.format_map(ids), headers=HEADERS)
    assert said.status == 200, said.body
    assert said.body


@pytest.mark.parametrize("target", [*(f"/v1{path}" for path in LIVE), f"/v1{CHAT}", f"/v2{CHAT}"])
def test_a_tool_that_asks_a_wrong_path_is_told_so(
    server: DemoServer, ids: dict[str, str], target: str
) -> None:
    said = get(server, target.format_map(ids).replace("|", "%7C"), headers=HEADERS)
    assert said.status == 404
    assert complaint(said)[1] == 404404
    assert said.headers["X-Request-ID"]
