"""The rooms in which people of a workspace meet, and who meets there. Nobody documented fields."""

import random
from datetime import timedelta

from kinescope_tui.demo.collection import Collection, Thing, has_text, is_one_of
from kinescope_tui.demo.library import PEOPLE
from kinescope_tui.demo.workspace import Workspace

_ROOMS = (
    ("Планёрка", "permanent_meeting", "active"),
    ("Приёмная", "permanent_meeting", "pending"),
    ("Customer call: Sever School", "instant_meeting", "finished"),
    ("Разбор вебинара", "instant_meeting", "cancelled"),
    ("Interview", "instant_meeting", "scheduled"),
)
_LETTERS = "abcdefghijkmnpqrstuvwxyz"


class Speak:
    """The rooms of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def rooms(self) -> Collection:
        """All of them."""
        return Collection(
            [self._room(n) for n in range(len(_ROOMS))],
            ("created_at", "desc"),
            ("name", "code", "type", "status", "created_at", "updated_at"),
            filters={
                "status[]": is_one_of("status"),
                "type[]": is_one_of("type"),
                "code[]": is_one_of("code"),
                "q": has_text("name"),
            },
        )

    def participants(self, room_id: str) -> Collection | None:
        """Return who meets in a room."""
        room = self._workspace.ids.number_of("room", room_id, len(_ROOMS))
        if room < 0:
            return None
        people = [self._participant(room, n) for n in range(2 + room % 3)]
        return Collection(
            people,
            ("created_at", "desc"),
            ("name", "role", "created_at", "updated_at"),
            filters={"role[]": is_one_of("role"), "q": has_text("name")},
        )

    def _room(self, number: int) -> Thing:
        name, kind, status = _ROOMS[number]
        chance = random.Random(f"{self._workspace.seed} room {number}")
        letters = "".join(chance.choices(_LETTERS, k=10))
        code = f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
        return {
            "id": self._workspace.ids.of("room", number),
            "workspace_id": self._workspace.ids.of("workspace", 0),
            "name": name,
            "code": code,
            "type": kind,
            "status": status,
            "link": f"https://speak.example.org/{code}",
            "created_at": self._stamp(number),
            "updated_at": self._stamp(number - 1) if number % 2 else None,
        }

    def _participant(self, room: int, number: int) -> Thing:
        name = PEOPLE[(room + number) % len(PEOPLE)]
        return {
            "id": self._workspace.ids.of(f"participant of {room}", number),
            "room_id": self._workspace.ids.of("room", room),
            "name": name,
            "email": f"{name}@example.org",
            "role": "manager" if number else "admin",
            "created_at": self._stamp(room + number),
            "updated_at": None,
        }

    def _stamp(self, number: int) -> str:
        moment = self._workspace.now - timedelta(days=4 * number + 5, minutes=17 * number)
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
