"""What is remembered waits for room: a system that had none at the start may have some later."""

import errno
import os
import sqlite3
from pathlib import Path
from unittest.mock import patch

import pytest

from kinescope_tui.api import Token
from kinescope_tui.services.workspace import state_database
from kinescope_tui.services.workspace.state_store import StateStore

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")


def opened(path: Path) -> StateStore:
    store = StateStore(path)
    store.open_for(TOKEN)
    store.arrive("")
    return store


def full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


@pytest.mark.parametrize(
    "error",
    [
        full(),
        *(
            OSError(number, os.strerror(number))
            for number in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT)
        ),
    ],
)
def test_a_start_without_room_remembers_from_when_there_is_some(
    tmp_path: Path, error: Exception
) -> None:
    path = tmp_path / "seen.sqlite"
    first = opened(path)
    first.save("videos", {"row": 1})
    first.close()
    with patch.object(state_database, "make_private", side_effect=error):
        store = opened(path)
        store.save("analytics", {"row": 2})
        assert "cannot be used now" in store.trouble
    store.save("usage", {"row": 3})
    kept = [store.load(name) for name in ("videos", "analytics", "usage")]
    assert [one.state if one is not None else None for one in kept] == [
        {"row": 1}, {"row": 2}, {"row": 3},
    ]  # fmt: skip
    store.close()
    again = opened(path)
    assert again.trouble == ""
    assert again.load("analytics") is not None
    again.close()
