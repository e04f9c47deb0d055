"""What the program told whoever looks at the screen, to be read again."""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

_MAX = 200


class Severity(StrEnum):
    """How much a message matters; the values are the toolkit's."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


class Message(msgspec.Struct, frozen=True):
    """A message, and when it was told."""

    text: str
    severity: Severity
    at: datetime


class MessageLog:
    """The last messages, oldest first, in bounded memory; nothing of it is written anywhere."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque(maxlen=_MAX)
        self._listeners: list[Callable[[], None]] = []

    def add(self, message: Message) -> None:
        """Take a message in."""
        self._messages.append(message)
        self._tell()

    def clear(self) -> None:
        """Forget all of them: they were another workspace's."""
        self._messages.clear()
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    @property
    def newest_first(self) -> list[Message]:
        """The messages, the newest first."""
        return list(reversed(self._messages))

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)
