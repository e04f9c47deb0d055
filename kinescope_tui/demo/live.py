"""The live events of a workspace: some are over and recorded, some run, others are to come.

Time goes on for them: streams arrive, break, begin and end while the server runs.
"""

import csv
import io
import random
from datetime import UTC, datetime, timedelta
from math import ceil, inf

import msgspec

from kinescope_tui.demo.collection import Collection, Thing, is_one_of, is_true
from kinescope_tui.demo.workspace import EVENTS, ORDER_FIELDS, Workspace


class _Course(msgspec.Struct, frozen=True):
    """The course of an event that is not over yet, in seconds from when the server starts.

    Attributes:
        begins_s: When it begins, negative if it runs.
        ends_s: When it is over.
        breaks: From when until when nothing arrives.
        bad: Chances of the statuses of its points: good, rare key frames, rarer ones, lost packets.
        scheduled_s: When it was to begin, where it does not begin then.
        mirrors: The statuses of its restreams while it arrives; it passes by turns through each.
    """

    begins_s: float
    ends_s: float = 10 * 3600
    breaks: tuple[float, float] | None = None
    bad: tuple[int, ...] = (40, 2, 1, 1)
    scheduled_s: float | None = None
    mirrors: tuple[tuple[str, ...], ...] = ()


_COURSES = {
    2: _Course(-25 * 60, mirrors=(("connected",), ("connecting", "error"))),
    3: _Course(inf, inf, scheduled_s=-2 * 3600),  # nobody began it
    7: _Course(90, 20 * 60, mirrors=(("connecting",), ("connected",))),
    8: _Course(-4 * 3600, bad=(6, 2, 2, 3), mirrors=(("connected", "connected", "error"),)),
    9: _Course(-70 * 60, 13 * 60, breaks=(180, 13 * 60), mirrors=(("connected",),)),
}
"""Of the events by their numbers; the others are over."""
_STATUSES = (0, 3, 4, 5)
_MIRRORS = (("Зеркало", "rtmp://live.example.com/app"), ("VK", "rtmps://ovsu.example.net/input"))
_OFF = "disconnected"
_MIRROR_S = 150  # that a restream stays as it is
_CHAT_S = 4 * 3600  # in which the talk of an event without an end is spread
_POINT_S = 30
_LONGEST_S = 3 * 3600
_MODERATORS = ((0,), (0, 3), (), (1,), (0, 2))  # of events, by the numbers of their moderators
_PROJECTS = 6, 7  # that are about live events
_TALK = (
    "Всем привет!", "Hello from Almaty", "Слышно хорошо", "Звук пропал на минуту",
    "Where are the slides?", "Слайды будут после эфира", "👏👏👏", "Можно вопрос про матрицы?",
    "Is this recorded?", "Да, запись появится вечером", "+1", "Спасибо!",
)  # fmt: skip
_NAMES = ("Анна", "Boris", "Дарья", "guest-41", "Ержан", "Marie", "модератор")


class Live:
    """The live events of a workspace, and what belongs to each."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def events(self) -> Collection:
        """All of them."""
        ids = {self._workspace.ids.of("project", number) for number in _PROJECTS}
        return Collection(
            [self._event(number, name) for number, name in enumerate(EVENTS)],
            ("created_at", "desc"),
            ("created_at", "name"),
            filters={
                "project_id": is_one_of("parent_id"),
                "folder_id": is_one_of("parent_id"),
                "without_folder": is_true(lambda event: event["parent_id"] in ids),
            },
        )

    def recordings(self, event_id: str) -> Collection | None:
        """Return the videos that were recorded of an event."""
        number = self._number(event_id)
        if number < 0:
            return None
        found = [self._workspace.numbered(n) for n in self._workspace.recordings[number]]
        return Collection(found, ("created_at", "desc"), ORDER_FIELDS)

    def restreams(self, event_id: str) -> Collection | None:
        """Return where else an event is shown."""
        event = self.events.thing(event_id)
        return None if event is None else Collection(event["restreams"])

    def quality(self, event_id: str) -> Collection | None:
        """Return how the stream of an event arrived, a point every 30 seconds."""
        number = self._number(event_id)
        begin, end = self._span(number) if number >= 0 else (None, None)
        if begin is None:
            return None
        course = _COURSES.get(number, _Course(0))
        chance = random.Random(f"{self._workspace.seed} quality {number}")
        length_s = ((end or self._now) - begin).total_seconds()
        points = [
            {
                "bitrate_video": chance.randint(2_100, 2_600),
                "bitrate_audio": 156,
                "frame_rate": 30,
                "status": chance.choices(_STATUSES, course.bad)[0],
                "time": _stamp(begin + timedelta(seconds=_POINT_S * n)),
            }
            for n in range(ceil((min(length_s, _LONGEST_S) if end else length_s) / _POINT_S))
        ]
        if course.breaks is not None:
            first, last = ((s - course.begins_s) / _POINT_S for s in course.breaks)
            points = [point for n, point in enumerate(points) if not first <= n < last]
        return Collection(points, ("time", "asc"), ("time",), "time", "")

    def chat(self, event_id: str, stream_id: str) -> list[Thing] | None:
        """Return what was written while an event was streamed."""
        event = self.events.thing(event_id)
        if event is None or event["stream"]["id"] != stream_id:
            return None
        number = self._number(event_id)
        begin, end = self._span(number)
        if begin is None:
            return []
        chance = random.Random(f"{self._workspace.seed} chat {number}")
        length_s = int((end - begin).total_seconds()) if end else _CHAT_S
        moments = sorted(chance.randrange(max(1, length_s)) for _ in range(40))
        return [
            {
                "id": self._workspace.ids.of(f"message of {number}", n),
                "user_name": chance.choice(_NAMES),
                "text": chance.choice(_TALK),
                "created_at": _stamp(begin + timedelta(seconds=moment)),
            }
            for n, moment in enumerate(moments)
            if begin + timedelta(seconds=moment) <= self._now
        ]

    @property
    def _now(self) -> datetime:
        return self._at(self._workspace.elapsed())

    def _at(self, seconds: float) -> datetime:
        return self._workspace.now + timedelta(seconds=seconds)

    def _number(self, event_id: str) -> int:
        return self._workspace.ids.number_of("event", event_id, len(EVENTS))

    def _span(self, number: int) -> tuple[datetime | None, datetime | None]:
        """Return when an event began and ended, as far as it did."""
        course = _COURSES.get(number)
        if course is not None:
            passed_s = self._workspace.elapsed()
            begin = self._at(course.begins_s) if course.begins_s <= passed_s else None
            return begin, self._at(course.ends_s) if course.ends_s <= passed_s else None
        recorded = [self._workspace.numbered(n) for n in self._workspace.recordings[number]]
        if not recorded:
            end = self._workspace.now - timedelta(days=9 * number + 15)
            return end - timedelta(minutes=50), end
        end = min(datetime.fromisoformat(video["created_at"]) for video in recorded)
        length = timedelta(seconds=sum(video["duration"] for video in recorded))
        return end - length - timedelta(minutes=1), end - timedelta(minutes=1)

    def _event(self, number: int, name: str) -> Thing:
        begin, end = self._span(number)
        course = _COURSES.get(number)
        begins = begin or self._workspace.now
        if course is not None:
            scheduled_s = course.scheduled_s
            begins = self._at(course.begins_s if scheduled_s is None else scheduled_s)
        made = min(begins, self._workspace.now) - timedelta(days=3, hours=number)
        id_of = self._workspace.ids.of
        event_id = id_of("event", number)
        status = "pending" if begin is None else "active" if end is None else "finished"
        restreams = [
            {
                "id": id_of("restream", number) if not n else id_of(f"restream {n}", number),
                "event_id": event_id,
                "name": name,
                "url": url,
                "key": f"secret-{number}",
                "status": self._mirror(course, status, n) if course is not None else _OFF,
                "enabled": bool(number % 2) or status == "active",
                "description": "",
                "created_at": _stamp(made),
                "updated_at": None,
            }
            for n, (name, url) in enumerate(_MIRRORS)
            if n < (len(course.mirrors) if course is not None and course.mirrors else number % 2)
        ]
        return {
            "id": event_id,
            "workspace_id": id_of("workspace", 0),
            "name": name,
            "created_at": _stamp(made),
            "updated_at": _stamp(begins)
            if begin and number % 2 and number not in _COURSES
            else None,
            "parent_id": id_of("project", _PROJECTS[number % 2]),
            "subtitle": "",
            "type": ("one-time", "recurring")[number % 2],
            "streamkey": f"live-secret-{number}",
            "auto_start": True,
            "protected": number % 3 == 0,
            "time_shift": False,
            "record": {"parent_id": id_of("project", _PROJECTS[0])},
            "video": {"presets": None},
            "audio": {"channel_mapping": None},
            "restreams": restreams,
            "reconnect_window": 600,
            "play_link": f"https://kinescope.io/{self._workspace.ids.slug_of('event', number)}",
            "rtmp_link": "rtmp://rtmp.example.org/live",
            "scheduled": {"time": _stamp(begins) if number % 2 else None},
            "stream": {
                "id": id_of("stream", number),
                "event_id": event_id,
                "status": status,
                "started_at": begin and _stamp(begin),
                "finished_at": end and _stamp(end),
            },
            "chat_active": True,
            "latency_mode": ("standard", "reduced")[number % 2],
            "moderators": [id_of("moderator", n) for n in _MODERATORS[number % len(_MODERATORS)]],
        }

    def _mirror(self, course: _Course, status: str, n: int) -> str:
        """Return the status of a restream of an event."""
        passed_s = self._workspace.elapsed()
        is_broken = course.breaks is not None and course.breaks[0] <= passed_s
        if status != "active" or is_broken or n >= len(course.mirrors):
            return _OFF
        states = course.mirrors[n]
        return states[int(max(0.0, passed_s) // _MIRROR_S) % len(states)]


def chat_csv(messages: list[Thing]) -> str:
    """Return a chat as CSV."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("time", "name", "text"))
    writer.writerows((m["created_at"], m["user_name"], m["text"]) for m in messages)
    return file.getvalue()


def chat_text(messages: list[Thing]) -> str:
    """Return a chat as lines to read."""
    return "".join(f"[{m['created_at']}] {m['user_name']}: {m['text']}\n" for m in messages)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
