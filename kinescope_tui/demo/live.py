"""The live events of a workspace: some are over and recorded, one runs, others are to come."""

import csv
import io
import random
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import ceil

from kinescope_tui.demo.collection import Collection, Thing, is_one_of, is_true
from kinescope_tui.demo.workspace import EVENTS, ORDER_FIELDS, Workspace

_RUNNING = 2
# How long until they begin; nobody began the first one when it was to.
_COMING = {3: timedelta(hours=-2), 7: timedelta(days=12)}
_POINT_S = 30
_LONGEST_S = 3 * 3600
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

    @cached_property
    def events(self) -> Collection:
        """All of them."""
        ids = {self._workspace.id_of("project", number) for number in _PROJECTS}
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
        chance = random.Random(f"{self._workspace.seed} quality {number}")
        length_s = ((end or self._workspace.now) - begin).total_seconds()
        points = [
            {
                "bitrate_video": chance.randint(2_100, 2_600),
                "bitrate_audio": 156,
                "frame_rate": 30,
                "status": chance.choices((0, 3, 4, 5), (40, 2, 1, 1))[0],
                "time": _stamp(begin + timedelta(seconds=_POINT_S * n)),
            }
            for n in range(ceil(min(length_s, _LONGEST_S) / _POINT_S))
        ]
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
        length_s = int(((end or self._workspace.now) - begin).total_seconds())
        moments = sorted(chance.randrange(max(1, length_s)) for _ in range(40))
        return [
            {
                "id": self._workspace.id_of(f"message of {number}", n),
                "user_name": chance.choice(_NAMES),
                "text": chance.choice(_TALK),
                "created_at": _stamp(begin + timedelta(seconds=moment)),
            }
            for n, moment in enumerate(moments)
        ]

    def _number(self, event_id: str) -> int:
        return self._workspace.number_of("event", event_id, len(EVENTS))

    def _span(self, number: int) -> tuple[datetime | None, datetime | None]:
        """Return when an event began and ended, as far as it did."""
        if number in _COMING:
            return None, None
        if number == _RUNNING:
            return self._workspace.now - timedelta(minutes=25), None
        recorded = [self._workspace.numbered(n) for n in self._workspace.recordings[number]]
        if not recorded:
            end = self._workspace.now - timedelta(days=9 * number + 15)
            return end - timedelta(minutes=50), end
        end = min(datetime.fromisoformat(video["created_at"]) for video in recorded)
        length = timedelta(seconds=sum(video["duration"] for video in recorded))
        return end - length - timedelta(minutes=1), end - timedelta(minutes=1)

    def _event(self, number: int, name: str) -> Thing:
        begin, end = self._span(number)
        begins = begin or self._workspace.now + _COMING[number]
        made = min(begins, self._workspace.now) - timedelta(days=3, hours=number)
        id_of = self._workspace.id_of
        event_id = id_of("event", number)
        restreams = [
            {
                "id": id_of("restream", number),
                "event_id": event_id,
                "name": "Зеркало",
                "url": "rtmp://live.example.com/app",
                "key": f"secret-{number}",
                "status": "disconnected",
                "enabled": bool(number % 2),
                "description": "",
                "created_at": _stamp(made),
                "updated_at": None,
            }
        ]
        status = "pending" if begin is None else "active" if end is None else "finished"
        return {
            "id": event_id,
            "workspace_id": id_of("workspace", 0),
            "name": name,
            "created_at": _stamp(made),
            "updated_at": _stamp(begins) if begin and number % 2 else None,
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
            "restreams": restreams if number % 2 else [],
            "reconnect_window": 600,
            "play_link": f"https://kinescope.io/{self._workspace.slug_of('event', number)}",
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
            "moderators": [id_of("moderator", 0)],
        }


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
