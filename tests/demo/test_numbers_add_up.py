"""What the demo says of sizes, counts and lengths adds up, and is spread as in life."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from plain_client import get

from kinescope_tui.demo import sample, workspace
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=[61, 50_000], ids=["copies", "no copies"])
def server(request: pytest.FixtureRequest) -> Iterator[DemoServer]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample, "MOST", request.param)
        patched.setattr(workspace, "MOST", request.param)
        made = Workspace(250, now=NOW, hostile=False)
    with DemoServer(made, limits=False) as running:
        yield running


@pytest.fixture(scope="module")
def videos(server: DemoServer) -> list[dict[str, Any]]:
    pages = [get(server, f"/v1/videos?per_page=100&page={page}").data for page in (1, 2, 3)]
    return [video for page in pages for video in page]


def test_a_place_is_as_large_as_the_files_in_it(
    server: DemoServer, videos: list[dict[str, Any]]
) -> None:
    counts = Counter(video[name] for video in videos for name in ("project_id", "folder_id"))
    sizes: Counter[str] = Counter()
    for video in videos:
        size = sum(asset["file_size"] for asset in video["assets"])
        sizes.update({video["project_id"]: size, video["folder_id"] or "none": size})
    stored = {}
    for catalog in ("vod", "live"):
        for project in get(server, f"/v1/projects?catalog_type={catalog}&per_page=100").data:
            stored[project["id"]] = project["size"]
            folders = get(server, f"/v1/projects/{project['id']}/folders?per_page=100").data
            for place in (project, *folders):
                said = place["items_count"], place["size"]
                assert said == (counts[place["id"]], sizes[place["id"]])
    asked = "/v1/billing/usage?from=2026-08-22&to=2026-08-22&group_by=project_id"
    rows = [row for row in get(server, asked).data if row["product"] == "storage"]
    assert {row["project_id"]: row["usage"] for row in rows} == {
        project: size for project, size in stored.items() if size
    }


def test_a_video_has_the_subtitles_of_its_list_and_domains_where_they_count(
    server: DemoServer, videos: list[dict[str, Any]]
) -> None:
    counts = Counter(len(video["subtitles"]) for video in videos)
    assert set(counts) == {0, 1, 2, 3}
    for video in videos[:40]:
        assert get(server, f"/v1/videos/{video['id']}/subtitles").data == video["subtitles"]
    for video in videos:
        assert bool(video["privacy_domains"]) == (video["privacy_type"] == "custom")


def test_lengths_and_bitrates_are_spread() -> None:
    made = Workspace(1_000, now=NOW)
    videos = [made.numbered(n) for n in range(1, 1_001)]
    lengths = sorted(video["duration"] for video in videos if video["assets"])
    assert 10 < lengths[0] < 180
    assert 600 < median(lengths) < 1_200
    assert 2 * 3600 < lengths[-1] < 12 * 3600
    assert sum(lengths) / len(lengths) > 1.2 * median(lengths)  # few are long
    for quality in range(5):
        files = [video["assets"][quality] for video in videos if video["assets"]]
        rates = sorted(
            asset["file_size"] / video["duration"]
            for video, asset in zip((v for v in videos if v["assets"]), files, strict=True)
        )
        assert rates[100] * 1.5 < rates[-100]
        assert all(earlier < later for earlier, later in pairwise(rates[100:900:100]))


def test_a_workspace_without_videos_is_one_like_others() -> None:
    with DemoServer(Workspace(0, now=NOW), limits=False) as server:
        days = "from=2026-07-01&to=2026-08-22"
        for path in (
            "/v1/projects", "/v1/projects?catalog_type=live", "/v1/playlists", "/v2/live/events",
            f"/v1/analytics/overview?{days}", f"/v1/analytics?{days}&group_entities=video_id",
            f"/v1/billing/usage?{days}&group_by=project_id", "/v1/billing/invoices",
            "/v1/videos?order=duration.desc,title&status[]=done&q=x",
        ):  # fmt: skip
            assert get(server, path).status == 200, path
        assert {p["size"] for p in get(server, "/v1/projects").data} == {0}
        for playlist in get(server, "/v1/playlists").data:
            assert get(server, f"/v1/playlists/{playlist['id']}/entities").data == []
        for event in get(server, "/v2/live/events").data:
            assert get(server, f"/v2/live/events/{event['id']}/videos").data == []


def test_the_same_seed_and_moment_give_the_same_things_and_another_moment_does_not() -> None:
    def said(now: datetime) -> str:
        made = Workspace(120, now=now)
        return json.dumps([made.numbered(n) for n in range(1, 121)] + made.projects("vod"))

    assert said(NOW) == said(NOW) != said(NOW + timedelta(seconds=1))
