"""What an export had written when its program was killed is found by the next run, and saved."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import TOKEN
from scripted_server import ScriptedServer, page
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient, Token
from kinescope_tui.api.models import AnyRow
from kinescope_tui.services.files.atomic_file import SaveError
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.left_drafts import LeftDrafts
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.inbox.finding import FindingKind
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.workspace.state_store import StateStore

KILLED = """
import os, sys
from pathlib import Path
from kinescope_tui.api.token import Token
from kinescope_tui.services.files.left_drafts import LeftDrafts
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.workspace.state_store import StateStore
from kinescope_tui.api.models import AnyRow

folder = Path(sys.argv[1])
store = StateStore(folder / "seen.sqlite")
store.open_for(Token.parse(sys.argv[2]))
store.arrive("videos")
export = Export(folder / "rows.csv", FileFormat.CSV, "rows", AnyRow, [])
LeftDrafts(store).note(export)
export._draft.write(b"id\\n1\\n")
os._exit(9)
"""


def opened(folder: Path, token: str = TOKEN) -> StateStore:
    store = StateStore(folder / "seen.sqlite")
    store.open_for(Token.parse(token))
    return store


@pytest.fixture
def killed(tmp_path: Path) -> None:
    """A program was killed while it wrote."""
    program = [sys.executable, "-c", KILLED, str(tmp_path), TOKEN]
    assert subprocess.run(program, check=False).returncode == 9


@pytest.mark.usefixtures("killed")
async def test_rows_of_a_killed_export_are_in_the_inbox_until_they_are_saved(
    tmp_path: Path, server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [page()]
    store = opened(tmp_path)
    drafts = LeftDrafts(store)

    async def left() -> Any:
        return drafts.found()

    async def requests() -> Any:
        return []

    inbox = Inbox(client, TurnedClock(), requests=requests, drafts=left)
    await inbox.refresh()
    (finding,) = inbox.findings
    assert (finding.kind, finding.count, finding.newest) == (FindingKind.LEFT, 1, "rows.csv")
    assert finding.since is not None
    assert inbox.left[0].save() == tmp_path / "rows.incomplete.csv"
    await inbox.refresh()
    assert inbox.left == []
    assert inbox.findings == []
    assert (tmp_path / "rows.incomplete.csv").read_text() == "id\n1\n"
    assert not list(tmp_path.glob(".*.part"))
    store.close()


def test_one_that_is_under_way_or_has_ended_is_none_that_was_left(tmp_path: Path) -> None:
    store = opened(tmp_path)
    drafts = LeftDrafts(store)
    export = Export(tmp_path / "rows.csv", FileFormat.CSV, "rows", AnyRow, [])
    drafts.note(export)
    again = opened(tmp_path)
    assert LeftDrafts(again).found() == []  # somebody writes it
    with pytest.raises(SaveError):
        drafts._noted()[0].save()  # noqa: SLF001 - as if it was found a moment before
    export.discard()
    drafts.note(export)
    assert drafts._noted() == []  # noqa: SLF001 - what is kept
    odds: tuple[Any, ...] = ([], {}, [1], [{"path": 1}], [{"path": "/x", "draft": "/x"}], "x")
    for odd in odds:
        store.save("exports", {"drafts": odd})
        assert drafts.found() == []
    store.save(
        "exports", {"drafts": [{"path": "/x", "draft": "/etc/passwd", "begun_at": "yesterday"}]}
    )
    assert drafts.found() == []  # no draft of ours, whatever it says
    store.close()
    again.close()
