"""What was asked of the API in this session."""

from collections import deque
from collections.abc import Callable, Iterator

from kinescope_tui.api.exchange import Exchange

_MOST = 500


class Journal:
    """The last exchanges, oldest first, in bounded memory; nothing in it is secret."""

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=_MOST)
        self._open: set[Exchange] = set()
        self._listeners: list[Callable[[], None]] = []

    def record(self, exchange: Exchange) -> None:
        """Take in an exchange, or that it changed."""
        if not exchange.is_open:
            self._open.discard(exchange)
        elif exchange not in self._open:
            self._open.add(exchange)
            self._exchanges.append(exchange)
        for listener in self._listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def under_way(self) -> set[Exchange]:
        """The exchanges that have not ended."""
        return self._open

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges)

    def __len__(self) -> int:
        return len(self._exchanges)
