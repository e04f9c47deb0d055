"""In a workspace of some size most videos are watched a little, and what is not is worth a look."""

from datetime import UTC, datetime

from kinescope_tui.demo.analytics import Analytics, Question
from kinescope_tui.demo.audience import Audience, Glanced
from kinescope_tui.demo.viewers import Viewers
from kinescope_tui.demo.workspace import Workspace

SIZE, NOW = 2_000, datetime(2026, 8, 22, 12, tzinfo=UTC)
BY_VIDEO = Question(("video_id",), ("view",), ())
DAY_S = 86_400


def test_views_add_up_and_a_few_giants_are_not_watched() -> None:
    made = Workspace(SIZE, now=NOW, hostile=False)
    audience = Audience(made)
    asked = Analytics(made, audience, Viewers(1))
    end = int(NOW.timestamp()) - 12 * 3_600  # a midnight there, whatever the zone makes of it
    begin = end - 90 * DAY_S

    def views(group: str, begin: int = begin, end: int = end) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in asked.rows(BY_VIDEO, group, begin, end):
            found[row["video_id"]] = found.get(row["video_id"], 0) + row["view"]
        return found

    lately = views("month")
    assert views("day") == lately
    whole = asked.overview("day", begin, end, 0)
    assert whole["total"]["views"] == sum(lately.values())
    assert sum(day["views"] for day in whole["timeline"]) == sum(lately.values())
    middle = begin + 45 * DAY_S
    for video_id, number in views("hour", begin, middle).items():
        assert number + views_of(asked, made, video_id, middle, end) == lately[video_id]

    old = [made.numbered(n) for n in range(1, SIZE + 1)]
    old = [
        video for video in old if datetime.fromisoformat(video["created_at"]).timestamp() < begin
    ]
    left = [video for video in old if video["id"] not in lately]
    assert 0 < len(left) < len(old) / 5
    sizes = sorted(sum(asset["file_size"] for asset in video["assets"]) for video in left)
    assert sum(sizes[-5:]) > sum(sizes) / 3
    few = [number for number in lately.values() if number <= 10]
    assert len(few) > len(lately) / 2


def views_of(asked: Analytics, made: Workspace, video_id: str, begin: int, end: int) -> int:
    views: int = asked.overview("day", begin, end, made.number_of_video(video_id))["total"]["views"]
    return views


def test_a_video_is_watched_after_it_was_made_and_never_in_the_future() -> None:
    made = Workspace(SIZE, now=NOW, hostile=False)
    today = made.local.day(int(NOW.timestamp()))
    for video in Audience(made).videos:
        if isinstance(video, Glanced):
            born = made.local.day(video.outline.created_ms // 1000)
            assert all(born < day < today for day in video.days)
            assert video.days == sorted(video.days)
