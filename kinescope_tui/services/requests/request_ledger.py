"""The requests of a profile that outlast their session."""

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.token import Token
from kinescope_tui.services.requests.kept_request import KeptEntry, KeptRequest, own_entries
from kinescope_tui.services.requests.request_record import request_record
from kinescope_tui.services.workspace.state_database import Layout, StateBase, owner_mark, writing

if TYPE_CHECKING:
    import sqlite3

_PATIENCE_S = 1.0  # for other programs; nobody waits meanwhile
_MAX_BYTES = 20_000  # of an entry
_LAYOUT = Layout(
    version=1,
    tables=(
        (
            "CREATE TABLE request (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, at REAL NOT NULL,"
            " ids TEXT NOT NULL, record TEXT NOT NULL)"
        ),
        "CREATE INDEX by_time ON request (owner, at)",
    ),
    check="SELECT id, owner, at, ids, record FROM request LIMIT 0",
    what="Earlier requests",
    hidden="earlier requests are not shown",
    lost="requests are not kept",
)


class RequestLedger:
    """Keeps what a support bundle holds of each request, in a file for its owner alone.

    There is no body in it, no header, no token, and no search terms. Whatever is
    wrong with the file costs an entry, is told once in `trouble`, and nothing else. Every method
    may take as long as the disk does; any thread may call it.

    Args:
        path: The file.
        token: Whose requests; those of another token are neither shown nor told of.
        base_url: Of which address.
        days: For how long a request is kept.
        entries: How many are.
    """

    def __init__(self, path: Path, token: Token, base_url: str, *, days: int, entries: int) -> None:
        self._base = StateBase(path, partial(owner_mark, token, base_url), _LAYOUT)
        self._base_url = base_url
        self._days = timedelta(days=days)
        self._entries = entries
        self._turn = threading.Lock()
        self._trouble = ""
        self._last = 0
        self._known: list[KeptEntry] = []

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return self._base.trouble or self._trouble

    def write(self, exchanges: Iterable[Exchange], asker: str) -> None:
        """Keep exchanges that have ended, and no more than is wanted in all.

        Args:
            exchanges: Which.
            asker: Who asked where an exchange does not say so.
        """
        rows = list(filter(None, (self._row(one, asker) for one in exchanges)))
        oldest = (datetime.now(UTC) - self._days).timestamp()

        def insert(base: "sqlite3.Connection", owner: str) -> bool:
            with writing(base, _LAYOUT):
                base.executemany(
                    "INSERT INTO request (owner, at, ids, record) VALUES (?, ?, ?, ?)",
                    [(owner, *row) for row in rows],
                )
                base.execute("DELETE FROM request WHERE at < ?", (oldest,))
                base.execute(
                    "DELETE FROM request WHERE id <= "
                    "(SELECT id FROM request ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    (self._entries,),
                )
            return True

        with self._turn:
            if self._base.do(insert, patience_s=_PATIENCE_S) is None:
                self._tell("Requests could not be saved")

    def _tell(self, what: str) -> None:
        self._trouble = self._trouble or f"{what}: {self._base.failure or 'no file'}."

    def _row(self, exchange: Exchange, asker: str) -> tuple[float, str, str] | None:
        record = json.dumps(request_record(exchange, self._base_url, asker))
        if len(record) > _MAX_BYTES or OWN_SECRETS.stand_in(record):
            return None
        ids = "\n".join(map(str.casefold, exchange.ids))
        try:
            ids.encode()
        except UnicodeEncodeError:
            return None
        return exchange.started_at.timestamp(), OWN_SECRETS.struck_from(ids), record

    def read(self, *, request_id: str = "") -> list[KeptRequest]:
        """Return what is kept, the newest first; nothing if it cannot be read.

        Args:
            request_id: Only the requests of an X-Request-ID, the server's or ours.
        """
        return [one.request for one in self.entries(request_id=request_id)]

    def entries(self, *, request_id: str = "") -> list[KeptEntry]:
        """Return the same as it lies there: a request is made of it when it is looked at."""
        wanted = request_id.casefold()

        def select(base: "sqlite3.Connection", owner: str) -> list[Any]:
            # The plus has SQLite go by the ids: by the index it would sort all records first.
            return base.execute(
                "SELECT id, at, record FROM request WHERE +owner = ? AND id > ? AND (? = '' OR"
                " instr(char(10) || ids || char(10), char(10) || ? || char(10)))"
                " ORDER BY id DESC LIMIT ?",
                (owner, 0 if wanted else self._last, wanted, wanted, self._entries),
            ).fetchall()

        with self._turn:
            rows = self._base.do(select, patience_s=_PATIENCE_S)
            if rows is None:
                self._tell("Earlier requests could not be read")
                rows = []
            found = list(own_entries(rows))
            if wanted:
                return _newest_first(found)
            if rows:  # what was read once is not read again
                self._last = max(self._last, rows[0][0])
                self._known = _newest_first([*found, *self._known])[: self._entries]
            return list(self._known)

    def close(self) -> None:
        """Leave the file; what is done next opens it again."""
        with self._turn:
            self._base.close()


def _newest_first(entries: Iterable[KeptEntry]) -> list[KeptEntry]:
    return sorted(entries, key=lambda one: one.asked_s, reverse=True)
