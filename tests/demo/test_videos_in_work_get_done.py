"""The newest videos in work are done while the demo runs, one a minute, and all numbers follow."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import TOKEN
from patience import until
from plain_client import get
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.inbox.inbox import WORKING
from kinescope_tui.services.inbox.watch_list import WatchList

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
IN_WORK = "/v1/videos?order=created_at.asc&status[]=" + "&status[]=".join(sorted(WORKING))
DAY = "from=2026-08-22&to=2026-08-22&group_by=project_id"


def said(server: DemoServer, path: str) -> list[dict[str, Any]]:
    pages = [get(server, f"{path}&per_page=100&page={page}").data for page in (1, 2)]
    return [thing for page in pages for thing in page]


async def test_one_a_minute_is_done_and_who_watches_is_told(
    make_client: Callable[..., KinescopeClient],
) -> None:
    clock = TurnedClock(NOW)
    made = Workspace(150, now=NOW, elapsed=lambda: clock.turned_s)
    with DemoServer(made, token=TOKEN, limits=False) as server:
        in_work = said(server, IN_WORK)
        first, second = in_work[-4:-2]
        ended: list[tuple[str, str]] = []
        async with make_client(server.base_url) as client:
            watching, answered = WatchList(client, clock), asyncio.Event()
            for one in (await client.videos(video_ids=[first["id"], second["id"]])).items:
                watching.watch_video(one, one.title)
            watching.on_change = answered.set
            watching.on_end = lambda watch, how: ended.append((watch.video_id, how))
            for _ in until(lambda: len(ended) >= 2):
                answered.clear()
                clock.turn(15)
                await answered.wait()
            watching.close()
        assert ended == [(first["id"], "done"), (second["id"], "done")]
        assert clock.turned_s == 120
        assert [v["id"] for v in said(server, IN_WORK)] == [
            v["id"] for v in in_work if v not in (first, second)
        ]
        videos = said(server, "/v1/videos?order=updated_at.desc")
        assert [video["id"] for video in videos[:2]] == [second["id"], first["id"]]
        for video, minute in zip(videos, (2, 1), strict=False):
            changed = datetime.fromisoformat(video["updated_at"])
            assert changed == NOW + timedelta(minutes=minute)
            assert video["duration"]
            assert video["assets"]
        stored = {
            project["id"]: project["size"]
            for catalog in ("vod", "live")
            for project in get(server, f"/v1/projects?catalog_type={catalog}").data
        }
        sizes = dict.fromkeys(stored, 0)
        for video in videos:
            sizes[video["project_id"]] += sum(asset["file_size"] for asset in video["assets"])
        assert sizes == stored
        used = [row for row in said(server, f"/v1/billing/usage?{DAY}") if row["usage"]]
        billed = {row["project_id"]: row["usage"] for row in used if row["product"] == "storage"}
        assert billed == {project: size for project, size in stored.items() if size}
        clock.turn(3_600)
        assert said(server, IN_WORK) == in_work[:-4]  # what stands still for long goes on so


def test_a_moment_that_is_given_stays() -> None:
    made = Workspace(150, now=NOW)
    again = Workspace(150, now=NOW, elapsed=lambda: 59.9)
    assert [made.numbered(n) for n in range(1, 151)] == [again.numbered(n) for n in range(1, 151)]
