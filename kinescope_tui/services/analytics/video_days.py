"""How often single videos were viewed lately: one small question each, of the lowest priority."""

from collections.abc import Callable
from datetime import datetime

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Overview
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.answer_cache import AnswerCache

_MAX_VIDEOS = 200


class VideoDays:
    """Asks for a video once, whatever came of it, and keeps the answers.

    Args:
        client: Asks.
        now: The time of the day.
        learn_zone: Told which time zone an answer names: at its midnights the days begin.
    """

    def __init__(
        self,
        client: KinescopeClient,
        now: Callable[[], datetime],
        learn_zone: Callable[[str], None],
    ) -> None:
        self._client = client
        self._learn_zone = learn_zone
        self._now = now
        self._answers: AnswerCache[str, Overview | None] = AnswerCache(self._ask, room=_MAX_VIDEOS)
        self._asked: set[str] = set()
        self._ended: set[str] = set()

    def get(self, video_id: str) -> Overview | None:
        """Return what is known of a video."""
        return self._answers.get(video_id)

    def is_asked(self, video_id: str) -> bool:
        """Tell whether a video was asked for, whatever came of it."""
        return video_id in self._asked

    def is_known(self, video_id: str) -> bool:
        """Tell whether there is nothing more to come of a video: an answer, or none."""
        return video_id in self._ended

    async def ask(self, video_id: str) -> None:
        """Ask for a video; a failure is nobody's problem."""
        self._asked.add(video_id)
        try:
            await self._answers.fetch(video_id)
        except BaseException:  # nobody waits any more: whoever comes back asks again
            self._asked.discard(video_id)
            raise
        self._ended.add(video_id)

    async def _ask(self, video_id: str) -> Overview | None:
        # To look costs no import.
        from kinescope_tui.services.analytics.course import Course
        from kinescope_tui.services.time.time_range import PRESETS, Bucket
        from kinescope_tui.services.time.zones import DayZone

        asked = PRESETS["28d"](self._now())
        try:
            found = await self._client.overview(
                asked.dates, video_id=video_id, priority=Priority.AHEAD
            )
        except KinescopeError:
            return None
        self._learn_zone(found.zone)
        overview, zone = found.value, DayZone.of(found.zone, "").zone
        days = Course.of(overview.timeline).filled(Bucket.DAY, zone, asked.edges(zone))
        overview.timeline = days.moments
        return overview
