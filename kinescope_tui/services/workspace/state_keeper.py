"""When it is written how a screen is, and in which order."""

import threading
from collections.abc import Callable

from kinescope_tui.services.workspace.state_store import StateStore

Write = Callable[[], None]
"""Writes a state; any thread may call it."""


class StateKeeper:
    """Says when a screen's state is to be written, and keeps the order of what is written.

    What it returns may be called by any thread and at any time: a state that was taken earlier
    never takes the place of a later one.

    Args:
        store: Where to; nothing is written while it keeps nothing.
        key: Returns what differs when there is something new to write; None if there never is.
        taken: Takes the state as it is now, and returns what writes it.
    """

    def __init__(
        self,
        store: Callable[[], StateStore],
        key: Callable[[], object],
        taken: Callable[[], Write | None],
    ) -> None:
        self._store = store
        self._key = key
        self._taken = taken
        self._seen: object = None
        self._kept: object = None
        self._turn = threading.Lock()
        self._number = 0  # of the state that was taken last
        self._written = 0

    def when_still(self) -> Write | None:
        """Return what writes the state, if it is new and was the same at the last look.

        A moment after each change is early enough, and not too late: who is killed has no time.
        """
        if not self._store().keeps:
            return None
        seen, self._seen = self._seen, self._key()
        return self.at_once() if seen == self._seen != self._kept else None

    def when_new(self) -> Write | None:
        """Return what writes the state, if it is new."""
        return self.at_once() if self._key() != self._kept else None

    def at_once(self) -> Write | None:
        """Return what writes the state as it is now."""
        write = self._taken() if self._store().keeps else None
        if write is None:
            return None
        self._kept = self._key()
        self._number += 1
        number = self._number

        def in_order() -> None:
            with self._turn:
                if number > self._written:
                    write()
                    self._written = number

        return in_order

    def arrival(self, place: str) -> Write | None:
        """Return what notes that a place shows what it is for, if that is new."""
        store = self._store()
        if store.arrived_at == place:
            return None
        store.arrived_at = place
        return lambda: store.arrive(store.arrived_at)  # of two that are under way the later one
