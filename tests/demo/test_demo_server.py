"""The demo server as any client sees it: what the guidelines promise, over a real socket."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from plain_client import Answer, get

from kinescope_tui.demo.hostile import HOSTILE_TITLES
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
NIL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(400, now=NOW)


@pytest.fixture(scope="module")
def server(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, limits=False) as running:
        yield running


def ids(answer: Answer) -> list[str]:
    return [item["id"] for item in answer.json["data"]]


def test_lists_have_ten_items_a_page_and_report_page_total_and_order(server: DemoServer) -> None:
    answer = get(server, "/v1/videos?order=created_at.desc")
    assert len(answer.json["data"]) == 10
    assert answer.json["meta"] == {
        "pagination": {"page": 1, "per_page": 10, "total": 400},
        "order": {"created_at": "desc"},
    }


def test_more_than_a_hundred_per_page_are_a_hundred_and_say_so(server: DemoServer) -> None:
    answer = get(server, "/v1/videos?per_page=1000")
    assert len(answer.json["data"]) == answer.json["meta"]["pagination"]["per_page"] == 100


def test_a_page_past_the_end_is_empty_and_keeps_the_total(server: DemoServer) -> None:
    answer = get(server, "/v1/videos?page=99")
    assert answer.json["data"] == []
    assert answer.json["meta"]["pagination"]["total"] == 400


@pytest.mark.parametrize(
    "order",
    ["created_at.desc", "title", "duration.desc,title", "updated_at.desc", "description,duration"],
)
def test_a_walk_through_all_pages_meets_every_video_once_in_order(
    server: DemoServer, order: str
) -> None:
    pages = [get(server, f"/v1/videos?per_page=70&page={n}&order={order}") for n in range(1, 7)]
    walked = [video for page in pages for video in page.json["data"]]
    assert len({video["id"] for video in walked}) == 400
    if order == "duration.desc,title":
        durations = [video["duration"] for video in walked]
        assert durations == sorted(durations, reverse=True)
    if order == "created_at.desc":
        moments = [datetime.fromisoformat(video["created_at"]) for video in walked]
        assert moments == sorted(moments, reverse=True)


def test_descending_is_ascending_backwards(server: DemoServer) -> None:
    up = [i for n in (1, 2, 3, 4) for i in ids(get(server, f"/v1/videos?per_page=100&page={n}"))]
    down = [
        i
        for n in (1, 2, 3, 4)
        for i in ids(get(server, f"/v1/videos?per_page=100&page={n}&order=title.desc"))
    ]
    assert up == down[::-1]


@pytest.mark.parametrize("field", ["privacy_type", "status", "id", "views", "created_at;drop"])
def test_another_field_cannot_be_ordered_by(server: DemoServer, field: str) -> None:
    answer = get(server, f"/v1/videos?order=title.asc,{field}.desc")
    assert (answer.status, answer.code) == (400, 400216)
    assert field in answer.json["error"]["message"]


def test_titles_come_in_the_order_of_what_is_answered(server: DemoServer) -> None:
    titles = [video["title"] for n in (1, 2, 3, 4) for video in _page(server, n)]
    sortable = [title.encode(errors="replace") for title in titles]
    assert sortable == sorted(sortable)


def test_hostile_titles_are_found_by_their_own_letters(server: DemoServer) -> None:
    for part in ("한국어", "[@CLICK", "\x1b]52;c;"):
        (found,) = get(server, f"/v1/videos?q={quote(part)}").json["data"]
        assert part.casefold() in found["title"].casefold()


def test_a_video_is_not_found_by_the_id_of_something_else(server: DemoServer) -> None:
    project = get(server, "/v1/projects").json["data"][0]["id"]
    assert get(server, f"/v1/videos?video_ids[]={project}").json["data"] == []
    assert get(server, f"/v1/videos/{project}").code == 404404


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("per_page=-1", "per_page"),
        ("order=title.up", "order"),
    ],
)
def test_a_bad_parameter_is_named(server: DemoServer, query: str, name: str) -> None:
    answer = get(server, f"/v1/videos?{query}")
    assert (answer.status, answer.code) == (400, 400400)
    assert answer.json["error"]["invalid_params"][0]["name"] == name


def test_filters_narrow_the_list(server: DemoServer) -> None:
    two = get(server, "/v1/videos?status[]=error&status[]=aborted&per_page=100")
    assert {video["status"] for video in two.json["data"]} == {"error", "aborted"}
    found = get(server, f"/v1/videos?q={quote('ЛЕКЦИЯ')}&per_page=100").json["data"]
    assert found
    assert all("лекция" in (v["title"] + v["description"]).casefold() for v in found)
    loose = get(server, "/v1/videos?without_folder=true&per_page=100").json["data"]
    assert {video["folder_id"] for video in loose} == {None}
    inside = next(v for v in get(server, "/v1/videos?per_page=100").json["data"] if v["folder_id"])
    same = get(server, f"/v1/videos?folder_id={inside['folder_id']}&per_page=100").json["data"]
    assert {video["project_id"] for video in same} == {inside["project_id"]}
    chosen = [loose[0]["id"], inside["id"]]
    asked = "&".join(f"video_ids[]={video_id}" for video_id in chosen)
    assert set(ids(get(server, f"/v1/videos?{asked}"))) == set(chosen)


def test_every_video_of_the_list_can_be_asked_for(server: DemoServer) -> None:
    for page in (1, 4):
        for video in get(server, f"/v1/videos?per_page=100&page={page}").json["data"][::9]:
            assert get(server, f"/v1/videos/{video['id']}").json["data"] == video


def test_what_does_not_exist_is_told_apart_from_what_is_no_id(server: DemoServer) -> None:
    gone = get(server, f"/v1/videos/{uuid.UUID(int=5)}")
    assert (gone.status, gone.code) == (404, 404404)
    assert gone.json["error"]["detail"]
    assert get(server, "/v1/videos/nonsense").code == 400301
    assert get(server, "/v1/nothing").code == 404404
    assert get(server, "/v1/videos", method="POST").code == 400405


def test_a_missing_and_a_wrong_token_are_refused(server: DemoServer) -> None:
    missing = get(server, "/v1/videos", token=None)
    assert (missing.status, missing.code) == (400, 100101)
    wrong = get(server, "/v1/videos", token=str(uuid.UUID(int=7)))
    assert (wrong.status, wrong.code) == (401, 100102)


def test_every_answer_has_a_request_id_of_its_own(server: DemoServer) -> None:
    targets = ["/v1/videos", "/v1/nothing", "/v1/videos?order=x", "/v1/billing/invoices/136.csv"]
    answers = [get(server, target) for target in targets] + [get(server, "/", token=None)]
    given = [str(uuid.UUID(answer.headers["X-Request-ID"])) for answer in answers]
    assert len(set(given)) == 5


def test_a_request_id_is_the_servers_own_whatever_the_client_sends(server: DemoServer) -> None:
    sent = str(uuid.UUID(int=9))
    answer = get(server, "/v1/projects", headers={"X-Request-ID": sent})
    assert answer.headers["X-Request-ID"] != sent
    assert server.requests[-1].headers["x-request-id"] == sent


def test_requests_are_noted_as_they_arrived(server: DemoServer) -> None:
    get(server, "/v1/videos/a%2Fb?q=%20&status%5B%5D=done")
    assert server.requests[-1].method == "GET"
    assert server.requests[-1].target == "/v1/videos/a%2Fb?q=%20&status%5B%5D=done"


def test_long_answers_are_compressed_for_clients_that_can_read_it(server: DemoServer) -> None:
    plain = get(server, "/v1/videos")
    packed = get(server, "/v1/videos", headers={"Accept-Encoding": "gzip"})
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.json == plain.json


def test_the_eleventh_request_in_a_second_is_too_many(workspace: Workspace) -> None:
    with DemoServer(workspace, clock=lambda: 1_000.0) as server:
        answers = [get(server, "/v1/projects") for _ in range(11)]
        assert [answer.status for answer in answers] == [200] * 10 + [429]
        assert answers[-1].headers["Retry-After"] == "1"
        assert answers[-1].headers["X-Request-ID"]
        assert len(server.requests) == 11


def test_the_301st_request_in_a_minute_is_too_many_until_the_time_told_has_passed(
    workspace: Workspace,
) -> None:
    now = 1_000.0
    with DemoServer(workspace, clock=lambda: now) as server:
        for _ in range(300):
            assert get(server, "/v1/billing/invoices/101").status == 200
            now += 0.152
        refused = get(server, "/v1/projects")
        assert refused.status == 429
        assert refused.headers["Retry-After"] == "15"  # 14.4 s are left
        now += 15
        assert get(server, "/v1/projects").status == 200


def test_projects_and_folders_hang_together(server: DemoServer) -> None:
    project = get(server, "/v1/projects").json["data"][0]
    assert get(server, f"/v1/projects/{project['id']}").json["data"] == project
    folders = get(server, f"/v1/projects/{project['id']}/folders?order=name.desc").json["data"]
    assert [folder["name"] for folder in folders] == sorted(
        (folder["name"] for folder in folders), reverse=True
    )
    known = {folder["id"] for folder in folders}
    assert any(folder["parent_id"] in known for folder in folders)
    one = f"/v1/projects/{project['id']}/folders/{folders[0]['id']}"
    assert get(server, one).json["data"] == folders[0]
    live = get(server, "/v1/projects?catalog_type=live").json["data"]
    assert not {p["id"] for p in live} & set(ids(get(server, "/v1/projects")))


def test_an_invoice_comes_as_csv_and_other_things_as_json_all_the_same(server: DemoServer) -> None:
    newest = get(server, "/v1/billing/invoices").json["data"][0]
    as_csv = get(server, f"/v1/billing/invoices/{newest['id']}.csv")
    assert as_csv.headers["Content-Type"].startswith("text/csv")
    assert "Продукт" in as_csv.body.decode()
    assert newest["total"] in as_csv.body.decode()
    assert any(line.startswith("=") for line in as_csv.body.decode().splitlines())
    assert get(server, "/v1/videos.csv").json["meta"]["pagination"]["total"] == 400
    assert get(server, "/v1/billing/invoices/9.csv").code == 404404


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    def walk(seed: int) -> bytes:
        with DemoServer(Workspace(200, seed=seed, now=NOW), limits=False) as server:
            days = "from=2026-07-01&to=2026-08-22"
            targets = [
                "/v1/videos?per_page=100",
                "/v1/projects",
                "/v1/billing/invoices",
                f"/v1/billing/usage?{days}&group_by=project_id",
                f"/v1/analytics/overview?{days}",
                f"/v1/analytics?{days}&group_entities=video_id,city",
            ]
            return b"".join(get(server, target).body for target in targets)

    assert walk(1) == walk(1) != walk(2)


def test_odd_values_that_clients_meet_are_there(server: DemoServer) -> None:
    videos = [
        video
        for page in (1, 2, 3, 4)
        for video in get(server, f"/v1/videos?per_page=100&page={page}").json["data"]
    ]
    assert {video["status"] for video in videos} == {
        "done", "uploading", "pre-processing", "processing", "pending", "error", "aborted",
        "suspended",
    }  # fmt: skip
    assert {type(video["duration"]) for video in videos} == {int, float}
    assert {len(video["id"]) for video in videos} == {22, 36}
    for field in ("poster", "folder_id", "updated_at"):
        assert any(video[field] is None for video in videos)
        assert any(video[field] is not None for video in videos)
    assert any("player_id" not in video for video in videos)
    assert any(asset["video_id"] == NIL for video in videos for asset in video["assets"])
    assert set(HOSTILE_TITLES) <= {video["title"] for video in videos}


def test_hostile_titles_can_be_left_out() -> None:
    with DemoServer(Workspace(200, now=NOW, hostile=False), limits=False) as server:
        titles = {v["title"] for n in (1, 2) for v in _page(server, n)}
    assert not titles & set(HOSTILE_TITLES)


def _page(server: DemoServer, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(server, f"/v1/videos?per_page=100&page={number}").json["data"]
    return found


@pytest.mark.parametrize("size", [0, 1, 7])
def test_small_workspaces_work_too(size: int) -> None:
    with DemoServer(Workspace(size), limits=False) as server:
        assert len(ids(get(server, "/v1/videos?order=title.desc"))) == size


def test_videos_are_not_made_by_the_clock() -> None:
    made = Workspace(12_431, now=NOW)
    moments = [made.created_ms(number) // 60_000 for number in range(made.size - 60, made.size)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0
    assert max(map(gaps.count, gaps)) < len(gaps) / 6


def test_ids_of_requests_follow_from_what_is_asked_whatever_came_before(
    workspace: Workspace,
) -> None:
    asked = ["/v1/videos", "/v1/tags", "/v1/videos"]
    told: list[list[tuple[str, str]]] = []
    for targets in (asked, asked[::-1]):
        with DemoServer(workspace, limits=False, id_seed=7) as server:
            told.append([(one, get(server, one).headers["x-request-id"]) for one in targets])
            server.renew()
            assert get(server, asked[0]).headers["x-request-id"] == dict(told[-1][::-1])[asked[0]]
    assert sorted(told[0]) == sorted(told[1])
    assert len({id_ for _, id_ in told[0]}) == len(asked)
