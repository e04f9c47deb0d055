"""What is watched until it ends: videos in work, and what this program does."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.client import PER_PAGE, KinescopeClient
from kinescope_tui.api.clock import Alarm, Clock
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import Video
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.bug import BugError, bug_told
from kinescope_tui.services.inbox.inbox import ENDED

ASKED_EVERY_S = 15.0
"""How long there is between two requests, at least."""

GONE = "gone"
"""The status of a video that is listed no more."""

_LOOKED_EVERY_S = 1.0  # at what this program does: nobody is asked
_LONGEST_S = 300.0  # between two requests that fail


class Watch(msgspec.Struct, frozen=True):
    """Something that somebody is told of when it ends.

    Attributes:
        id: Tells it from the others.
        name: What it is, for people.
        since: Since when it is watched.
        video_id: The video that is asked for; empty for what this program does.
        status: The video's status, as it came last.
        ended: Returns how it ended, for people; empty while it goes on.
    """

    id: str
    name: str
    since: datetime
    video_id: str = ""
    status: str = ""
    ended: Callable[[], str] = lambda: ""


class WatchList:
    """Tells when what is watched ends; all videos together are one request.

    Attributes:
        watches: What is watched, the oldest first.
        on_change: Called when something about that is another.
        on_end: Called with a watch that ended, and how, for people.
        failure: Why the videos could not be asked for last; None if they were.
    """

    def __init__(self, client: KinescopeClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._watches: dict[str, Watch] = {}
        self._alarms: dict[bool, Alarm] = {}  # by whether it is for videos
        self._asking: asyncio.Task[None] | None = None
        self._pause_s = ASKED_EVERY_S
        self.failure: KinescopeError | None = None
        self.on_change: Callable[[], None] = lambda: None
        self.on_end: Callable[[Watch, str], None] = lambda _watch, _how: None

    @property
    def watches(self) -> list[Watch]:
        """What is watched, the oldest first."""
        return list(self._watches.values())

    @property
    def has_room(self) -> bool:
        """Whether one more video fits into the one request."""
        return len(self._video_ids) < PER_PAGE

    @property
    def _video_ids(self) -> list[str]:
        return [watch.video_id for watch in self._watches.values() if watch.video_id]

    def watch_video(self, video: Video, name: str) -> None:
        """Watch a video until it has ended."""
        now = self._clock.utc_now()
        self._add(Watch(f"video {video.id}", name, now, video.id, video.status))

    def watch(self, id: str, name: str, ended: Callable[[], str]) -> None:
        """Watch something that this program does.

        Args:
            id: Tells it from the others.
            name: What it is, for people.
            ended: Returns how it ended, for people; empty while it goes on.
        """
        self._add(Watch(id, name, self._clock.utc_now(), ended=ended))

    def drop(self, watch_id: str) -> None:
        """Watch something no more."""
        self._watches.pop(watch_id, None)
        self._wind()
        self.on_change()

    def close(self) -> None:
        """Watch nothing more, and tell nobody."""
        self.on_change, self.on_end = lambda: None, lambda _watch, _how: None
        self._watches.clear()
        self._wind()
        if self._asking is not None:
            self._asking.cancel()

    def _add(self, watch: Watch) -> None:
        self._watches[watch.id] = watch
        self._wind()
        self.on_change()

    def _wind(self) -> None:
        """Have an alarm for each sort of what is watched, and none for what is not."""
        jobs = len(self._watches) - len(self._video_ids)
        wanted = {True: bool(self._video_ids) and self._asking is None, False: bool(jobs)}
        for is_of_videos, is_wanted in wanted.items():
            alarm = self._alarms.get(is_of_videos)
            if is_wanted and alarm is None:
                after_s = self._pause_s if is_of_videos else _LOOKED_EVERY_S
                call = self._begin_to_ask if is_of_videos else self._look
                self._alarms[is_of_videos] = self._clock.call_later(after_s, call)
            elif not is_wanted and alarm is not None:
                self._alarms.pop(is_of_videos).cancel()

    def _look(self) -> None:
        self._alarms.pop(False, None)
        for watch in self.watches:
            if not watch.video_id and (how := _how_ended(watch)):
                self._end(watch, how)
        self._wind()

    def _begin_to_ask(self) -> None:
        self._alarms.pop(True, None)
        self._asking = asyncio.get_running_loop().create_task(self._ask())

    async def _ask(self) -> None:
        asked = self._video_ids
        try:
            with asking_as("notify"):
                found, is_all = await statuses_of(self._client, asked)
            self._take(asked, found, is_all=is_all)
        except KinescopeError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._fail(BugError(error))
        else:
            self.failure, self._pause_s = None, ASKED_EVERY_S
        finally:
            self._asking = None
            self._wind()
        self.on_change()

    def _fail(self, failure: KinescopeError) -> None:
        self.failure = failure
        self._pause_s = min(2 * self._pause_s, _LONGEST_S)

    def _take(self, asked: list[str], found: dict[str, str], *, is_all: bool) -> None:
        for watch in self.watches:
            if watch.video_id not in asked:
                continue
            status = found.get(watch.video_id, GONE if is_all else watch.status)
            if status in ENDED or status == GONE:
                self._end(replace(watch, status=status), status)
            elif status:
                self._watches[watch.id] = replace(watch, status=status)

    def _end(self, watch: Watch, how: str) -> None:
        self._watches.pop(watch.id, None)
        self.on_end(watch, how)


def _how_ended(watch: Watch) -> str:
    try:
        return watch.ended()
    except Exception as error:  # noqa: BLE001 - the others are looked at all the same
        return bug_told(error).removesuffix(".")


async def statuses_of(
    client: KinescopeClient, video_ids: list[str], *, priority: Priority = Priority.BULK
) -> tuple[dict[str, str], bool]:
    """Return the statuses of some videos, and whether those that are missing are not there.

    They may be there where the server did not heed that only these were asked for. Each status
    stands under the id as it was asked for: people may write it in another way than the server.

    Args:
        client: Asks, once.
        video_ids: Up to 100.
        priority: Who goes first under the rate limits.

    Raises:
        KinescopeError: They could not be read.
    """
    page = await client.videos(video_ids=video_ids, priority=priority)
    found = {plain_id(video.id): video.status for video in page.items}
    asked = {video_id: plain_id(video_id) for video_id in video_ids}
    is_heeded = set(found) <= set(asked.values())
    statuses = {one: found[plain] for one, plain in asked.items() if plain in found}
    return statuses, is_heeded and page.is_whole
