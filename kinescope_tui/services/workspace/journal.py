"""The journal: all exchanges of this session."""

from collections import deque
from collections.abc import Callable, Iterator, KeysView
from contextlib import suppress

from kinescope_tui.api.exchange import Exchange, Outcome

_MAX = 500
_MAX_BULK = 100  # that went well: an export has thousands, and they are all alike
_MAX_BODIES = 50


class Journal:
    """The last exchanges, oldest first, in bounded memory: of the older ones without their bodies.

    What an export asks does not take the place of what was looked at. Nothing of it is written
    here.

    Attributes:
        changes: How often what it holds became another: one more, or one less.
        on_ended: Called with each exchange that ended and was asked.
    """

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=_MAX)
        self._bulk: deque[Exchange] = deque()  # those of bulk work that went well
        self._open: dict[Exchange, None] = {}  # in the order in which they began
        self.changes = 0
        self._listeners: list[Callable[[], None]] = []
        self.on_ended: Callable[[Exchange], None] = lambda _exchange: None

    def record(self, exchange: Exchange) -> None:
        """Take in an exchange, or that it changed."""
        if not exchange.is_open:
            self._open.pop(exchange, None)
            if exchange.outcome is not Outcome.WITHDRAWN:
                self.on_ended(exchange)
            elif exchange in self._exchanges:
                self._exchanges.remove(exchange)  # nothing was asked
                self.changes += 1
            if exchange.is_bulk and exchange.outcome is Outcome.DONE and not exchange.had_trouble:
                self._keep_of_bulk(exchange)
        elif exchange not in self._open:
            self._open[exchange] = None
            self._exchanges.append(exchange)
            self.changes += 1
            if len(self._exchanges) > _MAX_BODIES:
                self._exchanges[-_MAX_BODIES - 1].body = b""
        for listener in list(self._listeners):
            listener()

    def _keep_of_bulk(self, exchange: Exchange) -> None:
        self._bulk.append(exchange)
        if len(self._bulk) > _MAX_BULK:
            self.changes += 1
            with suppress(ValueError):  # it went with the oldest of all
                self._exchanges.remove(self._bulk.popleft())

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def under_way(self) -> KeysView[Exchange]:
        """The exchanges that have not ended, the oldest first."""
        return self._open.keys()

    @property
    def last_problem(self) -> Exchange | None:
        """The last exchange that failed."""
        return next((exchange for exchange in self.newest_first if exchange.error), None)

    def with_id(self, text: str) -> Exchange | None:
        """Return the exchange of an X-Request-ID, be it the server's or the one that we sent."""
        sought = text.casefold()
        for exchange in self.newest_first:
            if sought in map(str.casefold, exchange.ids):
                return exchange
        return None

    @property
    def newest_first(self) -> list[Exchange]:
        """The exchanges, the newest first."""
        return list(reversed(self._exchanges))

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges)

    def __len__(self) -> int:
        return len(self._exchanges)
