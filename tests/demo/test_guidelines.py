"""The demo keeps the general guidelines, rule by rule, on the wire."""

import re
import socket
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from plain_client import Answer, complaint, get

from kinescope_tui.demo.endpoints import Endpoints
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
EXAMPLE = "e51e55a1-7615-493e-9055-10ac9cc44ccd"
VIDEOS = "/v1/videos"
JULY = "from=2026-07-01&to=2026-07-31"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, now=NOW)


@pytest.fixture(scope="module")
def server(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, limits=False) as running:
        yield running


@pytest.fixture(scope="module")
def lists(server: DemoServer) -> list[str]:
    """The paths of all lists."""
    video = get(server, f"{VIDEOS}?per_page=1&order=created_at").data[0]["id"]
    project = get(server, "/v1/projects").data[0]["id"]
    playlist = get(server, "/v1/playlists").data[0]["id"]
    room = get(server, "/v1/speak/rooms").data[0]["id"]
    event = next(
        e["id"] for e in get(server, "/v2/live/events").data if e["stream"]["status"] == "finished"
    )
    return [
        VIDEOS, f"{VIDEOS}/{video}/posters", f"{VIDEOS}/{video}/subtitles",
        f"{VIDEOS}/{video}/annotations", "/v1/projects", f"/v1/projects/{project}/folders",
        "/v1/playlists", f"/v1/playlists/{playlist}/entities", "/v1/tags", "/v1/players",
        "/v1/file-requests", "/v1/webhooks", "/v1/access-tokens", "/v1/moderators", "/v1/cdn/zones",
        "/v1/privacy-domains", "/v1/speak/rooms", f"/v1/speak/rooms/{room}/participants",
        "/v2/live/events", f"/v2/live/events/{event}/videos", f"/v2/live/events/{event}/qos",
        "/v1/billing/invoices",
    ]  # fmt: skip


def sent(server: DemoServer, data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", urlsplit(server.base_url).port or 0)) as connection:
        connection.sendall(data)
        got = b""
        while part := connection.recv(2**16):
            got += part
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


def request(target: str, *lines: str, token: str = EXAMPLE) -> bytes:
    head = [f"GET {target} HTTP/1.1", "Host: x", "Connection: close", *lines]
    return "\r\n".join([*head, f"Authorization: Bearer {token}", "", ""]).encode()


# Authorization.


def test_the_example_of_the_guidelines_is_accepted_and_others_are_not(server: DemoServer) -> None:
    for token in (EXAMPLE, "YOUR_API_TOKEN"):  # their curl lines are pasted as they stand
        assert get(server, "/v1/projects", token=token).status == 200
    for token in ("invalid", EXAMPLE[:-1], EXAMPLE.replace("e", "f")):
        assert complaint(get(server, VIDEOS, token=token))[:2] == (401, 100102)
    assert get(server, VIDEOS, token=None).status == 400
    basic = get(server, VIDEOS, token=None, headers={"Authorization": f"Basic {EXAMPLE}"})
    assert basic.status == 401


# Responses, pagination, sorting.


def test_success_is_wrapped_and_a_list_tells_page_and_order(
    server: DemoServer, lists: list[str]
) -> None:
    for path in lists:
        said = get(server, path).json
        assert isinstance(said["data"], list)
        if "pagination" in said.get("meta", {}):
            assert set(said["meta"]["pagination"]) == {"page", "per_page", "total"}
            assert set(said["meta"]["order"].values()) <= {"asc", "desc"}
            assert said["meta"]["pagination"]["per_page"] == 10
            assert len(said["data"]) == min(10, said["meta"]["pagination"]["total"])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("page=2&per_page=25", {"page": 2, "per_page": 25, "total": 300}),
        ("per_page=1000", {"page": 1, "per_page": 100, "total": 300}),
        ("page=99", {"page": 99, "per_page": 10, "total": 300}),
    ],
)
def test_pages_are_as_they_are_asked_for(
    server: DemoServer, query: str, wanted: dict[str, int]
) -> None:
    assert get(server, f"{VIDEOS}?{query}").json["meta"]["pagination"] == wanted


def test_an_unknown_field_is_refused_by_every_list_and_a_known_one_sorts_it(
    server: DemoServer, lists: list[str]
) -> None:
    for path in lists:
        for order in ("nonsense", "nonsense.desc", "id.asc,nonsense"):
            assert complaint(get(server, f"{path}?order={order}"))[:2] == (400, 400216), path
    for path, field in (("/v1/tags", "tag"), ("/v1/webhooks", "name"), ("/v1/projects", "name")):
        up = get(server, f"{path}?order={field}")
        down = get(server, f"{path}?order={field}.desc")
        assert up.json["meta"]["order"] == {field: "asc"}  # the direction of a bare field
        assert up.data == down.data[::-1] != down.data


def test_several_levels_sort_any_list(server: DemoServer) -> None:
    for path, levels in {
        "/v1/speak/rooms": "type.desc,status.asc,name.asc",
        "/v1/privacy-domains": "archived.desc,domain.desc",
        "/v2/live/events": "name.desc,created_at",
        VIDEOS: "description.desc,duration.desc,title",
    }.items():
        said = get(server, f"{path}?order={levels}&per_page=100")
        assert ",".join(said.json["meta"]["order"]) == re.sub(r"\.\w+", "", levels)
        found = list(said.data)
        for level in reversed(levels.split(",")):
            field, _, direction = level.partition(".")
            found.sort(
                key=lambda thing: (
                    value.encode(errors="replace")
                    if isinstance(value := thing[field], str)
                    else value
                ),
                reverse=direction == "desc",
            )
        assert said.data == found


def test_access_tokens_page_by_offset_and_limit(server: DemoServer) -> None:
    first, second, *others = get(server, "/v1/access-tokens").data
    said = get(server, "/v1/access-tokens?offset=1&limit=1").json
    assert said["data"] == [second]
    assert said["meta"] == {
        "offset": 1, "limit": 1, "total": 6, "order": {"name": "asc"}, "parent_id": None,
    }  # fmt: skip
    reversed_ = get(server, "/v1/access-tokens?order=name.desc").data
    assert reversed_ == [first, second, *others][::-1]
    refused = complaint(get(server, "/v1/access-tokens?limit=0"))
    assert refused == (400, 400400, "limit", "min")


FILTERS: list[tuple[str, str, Callable[[Any], bool]]] = [
    ("/v1/file-requests", "archived=true", lambda t: t["archived_at"] is not None),
    ("/v1/file-requests", "archived=false", lambda t: t["archived_at"] is None),
    ("/v1/speak/rooms", "status[]=active&status[]=pending",
     lambda t: t["status"] in {"active", "pending"}),
    ("/v1/speak/rooms", "type[]=instant_meeting", lambda t: t["type"] == "instant_meeting"),
    ("/v1/speak/rooms", "q=INTER", lambda t: "inter" in t["name"].lower()),
    (VIDEOS, "status[]=error&status[]=aborted", lambda t: t["status"] in {"error", "aborted"}),
    (VIDEOS, "without_folder=true", lambda t: t["folder_id"] is None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query", "fits"), FILTERS)
def test_a_documented_filter_filters(
    server: DemoServer, path: str, query: str, fits: Callable[[Any], bool]
) -> None:
    everything = get(server, f"{path}?per_page=100&order=created_at").data
    found = get(server, f"{path}?{query}&per_page=100&order=created_at").data
    assert found
    if path != VIDEOS:
        assert found == [thing for thing in everything if fits(thing)] != everything
    assert all(fits(thing) for thing in found)


def test_filters_by_a_thing_take_its_id(server: DemoServer) -> None:
    room = get(server, "/v1/speak/rooms").data[1]
    assert get(server, f"/v1/speak/rooms?code[]={room['code']}").data == [room]
    people = f"/v1/speak/rooms/{room['id']}/participants"
    admins = get(server, f"{people}?role[]=admin").data
    assert [person["role"] for person in admins] == ["admin"]
    assert get(server, f"{people}?q={admins[0]['name']}").data == admins
    events = get(server, "/v2/live/events").data
    parent = events[0]["parent_id"]
    found = get(server, f"/v2/live/events?project_id={parent}").data
    assert found == [event for event in events if event["parent_id"] == parent] != events
    assert get(server, "/v2/live/events?without_folder=true").data == events
    assert get(server, f"/v2/live/events?folder_id={room['id']}").data == []


# Dates.


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (JULY, None),
        ("from=2026-07-01T00:00:00Z&to=2026-07-31T23:59:59Z", None),
        ("from=2026-07-01", (400, 400400, "to", "required")),
        ("to=2026-07-01", (400, 400400, "from", "required")),
        ("from=01.07.2026&to=2026-07-31", (400, 400400, "from", "datetime")),
    ],
)
def test_ranges_need_both_ends_in_one_of_two_forms(
    server: DemoServer, query: str, wanted: tuple[int, int, str, str] | None
) -> None:
    for path in ("/v1/analytics/overview", "/v1/analytics", "/v1/billing/usage"):
        said = get(server, f"{path}?{query}")
        assert said.status == 200 if wanted is None else complaint(said) == wanted


# Errors, and what every answer has.

BIG = 10 * 2**20
LOAD = b"x" * (BIG + 1)
TOO_LARGE = b"POST /v1/videos HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
WIRE = {
    "nothing there": (404, 404404, request("/v1/nothing")),
    "no such thing": (404, 404404, request(f"{VIDEOS}/{uuid.UUID(int=1)}")),
    "no id": (400, 400301, request(f"/v1/speak/rooms/{'x' * 30}")),
    "another method": (405, 400405, request(VIDEOS).replace(b"GET", b"DELETE", 1)),
    "an unknown method": (405, 400405, request(VIDEOS).replace(b"GET", b"BREW", 1)),
    "no HTTP": (400, 400400, b"HELLO\r\n\r\n"),
    "a header that is none": (400, 400400, b"GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n"),
    "no host": (400, 400400, b"GET / HTTP/1.1\r\n\r\n"),
    "no chunk": (400, 400400, TOO_LARGE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "too large": (413, 413413, TOO_LARGE + b"Content-Length: %d\r\n\r\n" % len(LOAD) + LOAD),
    "too large, and told at once": (
        413,
        413413,
        TOO_LARGE + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % (BIG + 1),
    ),
    "too large, in chunks": (
        413,
        413413,
        TOO_LARGE
        + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(LOAD), LOAD),
    ),
    "as large as may be": (
        405,
        400405,
        request(VIDEOS, f"Content-Length: {BIG}").replace(b"GET", b"POST", 1) + LOAD[1:],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIRE)
def test_whatever_goes_wrong_has_an_id_and_the_envelope(server: DemoServer, name: str) -> None:
    status, code, data = WIRE[name]
    said, headers, body = sent(server, data)
    answer = Answer(said, {}, body)
    assert (said, answer.code) == (status, code)
    assert answer.json["error"]["message"]
    assert headers["content-type"] == "application/json"
    assert uuid.UUID(headers["x-request-id"])
    assert ("allow" in headers) == (status == 405)


def test_a_fault_of_the_server_itself_is_an_error_like_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_asked: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Endpoints, "_usage", break_down)
    with DemoServer(workspace, limits=False) as server:
        broken = get(server, f"/v1/billing/usage?{JULY}")
        assert (broken.status, broken.code) == (500, 500500)
        assert broken.json["error"]["detail"] == "ZeroDivisionError"
        assert broken.headers["X-Request-ID"]
        assert get(server, "/v1/projects").status == 200
    assert capfd.readouterr().err == ""


def test_ids_of_requests_never_come_again_not_even_in_another_run(workspace: Workspace) -> None:
    met = []
    for _ in range(2):
        with DemoServer(workspace, limits=False) as server:
            met += [get(server, "/v1/tags").headers["X-Request-ID"] for _ in range(3)]
    assert len(set(met)) == 6


def test_a_target_may_be_plain_utf_8_and_end_with_a_slash(server: DemoServer) -> None:
    status, _, body = sent(server, request(f"{VIDEOS}?per_page=1&q=лекция"))
    escaped = get(server, f"{VIDEOS}?per_page=1&q=%D0%BB%D0%B5%D0%BA%D1%86%D0%B8%D1%8F")
    assert (status, body) == (200, escaped.body)
    video = escaped.data[0]["id"]
    for path in (VIDEOS, f"{VIDEOS}/{video}", "/v1/projects", "/v2/live/events"):
        assert get(server, f"{path}/").body == get(server, path).body
        assert get(server, f"{path}/?page=1").status == 200


def test_too_many_requests_are_told_with_code_message_and_when_to_come_back(
    workspace: Workspace,
) -> None:
    with DemoServer(workspace, clock=lambda: 5.0) as server:
        *others, last = [get(server, "/v1/tags") for _ in range(11)]
    assert {answer.status for answer in others} == {200}
    assert (last.status, last.code) == (429, 429429)
    assert last.json["error"]["message"]
    assert last.headers["Retry-After"] == "1"


# CSV.


def test_csv_is_answered_where_there_is_one_and_json_elsewhere(server: DemoServer) -> None:
    assert (
        get(server, "/v1/billing/invoices/101.csv").headers["Content-Type"].startswith("text/csv")
    )
    for path in ("/v1/tags", "/v1/speak/rooms", VIDEOS):
        assert get(server, f"{path}.csv").body == get(server, path).body
