"""What programs note in one place of a file is all there, whoever wrote last, and stays."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kinescope_tui.api import Token
from kinescope_tui.api.models import AnyRow
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.left_drafts import LeftDrafts
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.workspace.state_store import StateStore

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen-default.sqlite"


def opened(path: Path) -> StateStore:
    store = StateStore(path)
    store.open_for(TOKEN)
    store.arrive("videos")
    return store


def with_entry(name: str, value: int, kept: dict[str, Any]) -> dict[str, Any]:
    return {**kept, name: value}


def state(store: StateStore) -> dict[str, Any]:
    found = store.load("inbox")
    return found.state if found is not None else {}


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_change_is_made_in_what_stands_there_when_it_is_written(
    path: Path, is_locked: bool
) -> None:
    one, other = opened(path), opened(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        if is_locked:
            base.execute("BEGIN IMMEDIATE")
        one.update("inbox", "a", partial(with_entry, "a", 1))
        one.update("inbox", "a", partial(with_entry, "a", 2))
        assert state(one) == {"a": 2}
        if is_locked:
            base.execute("COMMIT")
    other.update("inbox", "b", partial(with_entry, "b", 3))
    one.save("videos", {})  # what was locked is written with it
    assert state(one) == state(other) == {"a": 2, "b": 3}
    one.close()
    other.close()


def test_notes_go_for_no_place_and_are_not_set_aside(path: Path) -> None:
    store = opened(path)
    store.update("inbox", "a", partial(with_entry, "a", 1))
    for number in range(60):
        store.save(f"list {number}", {})
    assert state(store) == {"a": 1}
    store.close()
    failed = StateStore(path)
    failed.open_for(TOKEN)
    failed.break_off()
    again = opened(path)
    assert "ended before" in again.trouble
    assert again.load("list 59") is None
    assert state(again) == {"a": 1}
    again.close()


def test_the_exports_of_two_programs_are_both_noted(path: Path, tmp_path: Path) -> None:
    stores = opened(path), opened(path)
    exports = [
        Export(tmp_path / f"{name}.csv", FileFormat.CSV, "rows", AnyRow, []) for name in "ab"
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("BEGIN IMMEDIATE")
        LeftDrafts(stores[0]).note(exports[0])
        base.execute("COMMIT")
    LeftDrafts(stores[1]).note(exports[1])
    for store in stores:
        store.save("videos", {})
    for store in stores:
        found = store.load("exports")
        assert found is not None
        assert len(found.state["drafts"]) == 2
        store.close()
    for export in exports:
        export.discard()
