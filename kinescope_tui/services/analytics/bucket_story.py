"""The story of a bucket: its finer steps, and the videos that rose and fell in it."""

from datetime import UTC, datetime

import msgspec

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.analytics.report import Report, Titles, movers
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after


class BucketQuestion(msgspec.Struct, frozen=True):
    """The question what happened in a bucket.

    Attributes:
        bucket: What it is.
        start: When it begins, in the workspace's time zone.
        video_id: Of which video; of all without one.
        as_of: When it was counted, if it was not over: later there is more to tell.
    """

    bucket: Bucket
    start: datetime
    video_id: str = ""
    as_of: datetime | None = None


class BucketStory(msgspec.Struct, frozen=True):
    """What happened in a bucket.

    Attributes:
        steps: The views of each finer step, the last ones None if they are still to come.
        starts: When each begins.
        movers: What rose and fell; None where the API does not say: of one video.
    """

    steps: list[float | None]
    starts: list[datetime]
    movers: Report | None


async def bucket_story(
    client: KinescopeClient, analytics: Analytics, titles: Titles, asked: BucketQuestion
) -> BucketStory:
    """Return what happened in a bucket; everything else goes before these requests.

    Raises:
        KinescopeError: It could not be read.
    """
    bucket, start = asked.bucket, asked.start
    before, end = (bucket_after(bucket, start, places) for places in (-1, 1))
    found = None
    if not asked.video_id:
        edges = (before, start, end)
        found = await movers(client, edges, bucket, analytics.now, Priority.AHEAD)
        await titles.learn(found.rows, Priority.AHEAD)
    question = Question(TimeRange.of(start, end), bucket.finer, asked.video_id)
    answer = await analytics.ahead(question)
    counted = {moment.date: moment.views for moment in answer.timeline}
    starts = [start]
    while (later := bucket_after(bucket.finer, starts[-1], 1)) < end:
        starts.append(later)
    # An hour that the clocks show twice equals nothing in another zone, whenever it is.
    steps = [counted.get(one.astimezone(UTC)) for one in starts]
    return BucketStory(steps, starts, found)
