"""How much of a workspace is kept on this computer."""

from datetime import datetime
from pathlib import Path

import msgspec

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.database_files import files_of
from kinescope_tui.services.requests.kept_request import exchange_of
from kinescope_tui.services.workspace.session import Session

_LIMIT_S = 3.0


class KeptHere(msgspec.Struct, frozen=True):
    """What is kept on this computer of a workspace.

    Attributes:
        index_bytes: How large the index of videos is; None if the disk did not answer.
        request_bytes: How large the file of requests is; None if there is none.
        requests: How many requests are kept.
        oldest: When the oldest of them was asked.
    """

    index_bytes: int | None = None
    request_bytes: int | None = None
    requests: int = 0
    oldest: datetime | None = None


async def kept_here(session: Session) -> KeptHere:
    """Return what is kept of a session's workspace; a disk that hangs has nothing."""
    requests = await session.kept_entries()
    paths = session.state_store.index_path, session.ledger_path
    index: int | None
    try:
        index, ledger = await call_in_daemon(lambda: [_size(p) for p in paths], limit_s=_LIMIT_S)
    except (TimeoutError, OSError):
        index = ledger = None
    else:
        index = index or 0
    oldest = exchange_of(requests[-1]).started_at if requests else None
    return KeptHere(index, ledger, len(requests), oldest)


def _size(path: Path | None) -> int | None:
    """Return the bytes of a file, and of what SQLite keeps beside it; None if there is none."""
    if path is None or not path.exists():
        return None
    return sum(one.stat().st_size for one in files_of(path) if one.exists())
