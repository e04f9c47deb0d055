"""A workspace of some size has what audits find: giants that nobody watches, failures, twins."""

from datetime import UTC, datetime, timedelta

from kinescope_tui.demo.audience import Audience
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


def test_giants_and_failures_are_left_and_add_up() -> None:
    made = Workspace(2_000, now=NOW, hostile=False)
    videos = {n: made.numbered(n) for n in range(1, 2_001)}
    left = [n for n in videos if made.is_forgotten(n)]
    assert {videos[n]["status"] for n in left} == {"done", "error", "aborted"}
    titles = [videos[n]["title"] for n in left]
    assert len(titles) > len(set(titles))
    giants = [n for n in left if videos[n]["duration"] > 12 * 3600]
    sizes = {n: sum(asset["file_size"] for asset in videos[n]["assets"]) for n in videos}
    assert len(giants) == 5
    assert min(sizes[n] for n in giants) > 20 * sum(sizes.values()) / len(sizes)
    old = (NOW - timedelta(days=91)).isoformat()
    assert all(videos[n]["created_at"] < old for n in left)
    assert not {video.outline.number for video in Audience(made).videos} & set(left)
    stored = sum(made.projects(kind)[n]["size"] for kind in ("vod", "live")
                 for n in range(len(made.projects(kind))))  # fmt: skip
    assert stored == sum(sizes.values())


def test_a_small_workspace_has_none() -> None:
    small = Workspace(1_000, now=NOW)
    assert not any(small.is_forgotten(n) for n in range(1, 1_001))
