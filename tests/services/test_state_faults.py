"""Faults that pass are no damage: whatever happens to a file, what was readable stays so."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from small_limits import no_fault, no_more_bytes, no_more_files

from kinescope_tui.api import Token
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.setup.report_folder import ReportFolder
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.state_store import StateStore

Fault = Callable[[], AbstractContextManager[None]]

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
URL = "https://api.kinescope.io"
PASSING = pytest.mark.parametrize("fault", [no_more_files, no_more_bytes])


def opened(path: Path) -> StateStore:
    memory = StateStore(path)
    memory.open_for(TOKEN)
    return memory


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """The file of a program that saw one place and ended."""
    path = tmp_path / "seen-default.sqlite"
    memory = opened(path)
    memory.save("videos", {"row": 1})
    memory.close()
    return path


@PASSING
def test_what_was_seen_outlasts_a_start_during_a_fault(seen: Path, fault: Fault) -> None:
    with fault():
        memory = opened(seen)
        memory.save("analytics", {})
        memory.close()
    memory = opened(seen)
    assert memory.load("videos") is not None
    assert memory.trouble == ""
    memory.close()
    assert not list(seen.parent.glob("*unreadable*"))


@PASSING
def test_what_cannot_be_written_now_is_written_later(seen: Path, fault: Fault) -> None:
    memory = opened(seen)
    with fault():
        memory.save("videos", {"row": 2})
        memory.save("analytics", {"row": 3})
        found = memory.load("videos")
        assert found is not None
        assert found.state == {"row": 2}
    memory.close()
    memory = opened(seen)
    assert [memory.load(name) is not None for name in ("videos", "analytics")] == [True, True]
    found = memory.load("videos")
    assert found is not None
    assert found.state == {"row": 2}
    memory.close()


@pytest.mark.parametrize("begins", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_that_is_locked_is_no_damage(
    seen: Path, monkeypatch: pytest.MonkeyPatch, mode: str, begins: str
) -> None:
    monkeypatch.setattr("kinescope_tui.services.workspace.state_store._OPENING_S", 0.01)
    monkeypatch.setattr("kinescope_tui.services.workspace.state_store._CLOSING_S", 0.01)
    running = opened(seen)
    with closing(sqlite3.connect(seen, isolation_level=None)) as other:
        running.load("videos")
        if mode == "DELETE":
            running.close()
            other.execute("PRAGMA journal_mode = DELETE")
            running = opened(seen)
        other.execute(begins)
        starting = opened(seen)
        for memory in (running, starting):
            memory.save("place", {"place": "analytics"})
            assert memory.last_place == "analytics"
        other.execute("ROLLBACK")
    for memory in (running, starting):
        memory.save("analytics", {})
        assert memory.load("videos") is not None
        memory.close()
    again = opened(seen)
    assert again.last_place == "analytics"
    assert again.trouble == ""
    again.close()
    assert not list(seen.parent.glob("*unreadable*"))


def test_a_file_that_is_damaged_while_it_is_used_lies_aside_and_a_new_one_begins(
    seen: Path,
) -> None:
    seen.write_bytes(seen.read_bytes()[:4096] + b"\xff" * 4096)
    memory = opened(seen)
    assert memory.load("videos") is None
    memory.save("videos", {"row": 2})
    memory.close()
    assert len(list(seen.parent.glob("seen-default.unreadable*"))) == 1
    memory = opened(seen)
    assert memory.load("videos") is not None
    memory.close()


def test_what_is_put_aside_takes_nobodys_place(seen: Path, tmp_path: Path) -> None:
    contents = [f"damage {n}".encode() for n in range(10)]
    for content in contents:
        seen.write_bytes(content)
        opened(seen).close()
        (tmp_path / "views.json").write_bytes(content)
        store = ViewStore(tmp_path / "views.json")
        store.views("videos")
        store.keep("videos", "mine", View())
        assert store.views("videos") == {"mine": View()}
    for pattern in ("seen-default.*sqlite", "views.*json"):
        left = {file.read_bytes() for file in tmp_path.glob(pattern)}
        assert set(contents) <= left


def test_a_file_of_somebody_else_is_put_aside_whole(seen: Path) -> None:
    seen.unlink()
    with closing(sqlite3.connect(seen)) as base:
        base.execute("CREATE TABLE place (theirs)")
        base.execute("INSERT INTO place VALUES ('dear')")
        base.commit()
    opened(seen).close()
    with closing(sqlite3.connect(seen.with_suffix(".unreadable.sqlite"))) as base:
        assert base.execute("SELECT * FROM place").fetchall() == [("dear",)]


@pytest.mark.parametrize("thing", ["folder", "link", "pipe"])
def test_what_is_no_file_is_left_where_it_is(seen: Path, tmp_path: Path, thing: str) -> None:
    elsewhere = seen.rename(tmp_path / "elsewhere")
    if thing == "folder":
        seen.mkdir()
    elif thing == "link":
        seen.symlink_to(elsewhere)
    else:
        os.mkfifo(seen)
    before = elsewhere.read_bytes()
    memory = opened(seen)
    assert memory.trouble == f"{seen} cannot be used; nothing is remembered."
    memory.save("videos", {})
    memory.close()
    assert elsewhere.read_bytes() == before
    assert os.path.lexists(seen)


@pytest.mark.parametrize("goes", ["file", "folder"])
def test_what_is_erased_elsewhere_does_not_come_back(seen: Path, goes: str) -> None:
    memory = opened(seen)
    for file in seen.parent.iterdir():
        if goes == "folder" or file.name.startswith("seen-default.sqlite"):
            file.unlink()
    if goes == "folder":
        seen.parent.rmdir()
    memory.save("videos", {"row": 2})
    memory.load("videos")
    memory.arrive("videos")
    memory.close()
    assert not seen.exists()


@pytest.mark.parametrize("state", ["CAST(x'22ff22' AS TEXT)", "x'ff'", "7", "NULL"])
def test_a_place_that_cannot_be_read_costs_itself_alone(seen: Path, state: str) -> None:
    OWN_SECRETS.add(TOKEN)
    memory = opened(seen)
    memory.save("billing", {"row": 2})
    memory.close()
    with closing(sqlite3.connect(seen)) as base, base:
        base.execute(f"UPDATE place SET state = {state} WHERE name = 'videos'")  # noqa: S608
        base.execute("INSERT INTO place (owner, name) VALUES (CAST(x'ff' AS TEXT), 'of others')")
    memory = opened(seen)
    assert memory.load("videos") is None
    memory.update("videos", "row", lambda kept: {**kept, "row": 3})
    memory.save("analytics", {"row": 4})
    memory.close()
    memory = opened(seen)
    found = [memory.load(name) for name in ("videos", "billing", "analytics")]
    assert [one and one.state for one in found] == [{"row": 3}, {"row": 2}, {"row": 4}]
    assert memory.trouble == ""
    memory.close()
    with closing(sqlite3.connect(seen)) as base:
        assert base.execute("SELECT 1 FROM place WHERE name = 'of others'").fetchone() is None


def test_what_is_no_json_is_not_kept_and_harms_nobody(seen: Path) -> None:
    memory = opened(seen)
    circle: list[object] = []
    circle.append(circle)
    for row in ({"a": object()}, {"a": circle}, {"a": "\ud800"}):
        memory.save("list", {}, [row])
    memory.save("\ud800", {})
    assert memory.load("\ud800") is None
    assert memory.load("videos") is not None
    memory.close()


@PASSING
def test_views_and_profiles_outlast_a_fault_and_what_was_not_saved_is_later(
    tmp_path: Path, fault: Fault
) -> None:
    store, profiles = ViewStore(tmp_path / "views-a.json"), ProfileStore(tmp_path)
    store.keep("videos", "old", View())
    profiles.add(Profile("old", URL))
    started = ViewStore(tmp_path / "views-a.json"), ProfileStore(tmp_path)
    with fault():
        with pytest.raises(ViewStoreError, match=r"^Not saved: .*\.$"):
            store.keep("videos", "new", View())
        assert "new" in store.views("videos")
        with pytest.raises(ProfileStoreError, match="Not saved"):
            profiles.add(Profile("new", URL))
        with pytest.raises(ProfileStoreError):
            profiles.rename(Profile("old", URL), "renamed")
        if fault is no_more_files:
            assert started[0].views("videos") == {}
            assert "cannot be read right now: Too many open files" in started[0].trouble
            assert started[1].profiles == []
            assert "cannot be read right now: Too many open files" in started[1].trouble
    assert list(started[0].views("videos")) == ["old"]
    assert [profile.name for profile in started[1].profiles] == ["old"]
    assert started[0].trouble == started[1].trouble == ""
    store.keep("videos", "newer", View())
    assert list(ViewStore(tmp_path / "views-a.json").views("videos")) == ["old", "new", "newer"]
    assert {file.name for file in tmp_path.iterdir()} == {"views-a.json", "profiles.json"}


def test_no_more_is_saved_than_can_be_read_again(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.json")
    store.keep("videos", "old", View())
    with pytest.raises(ViewStoreError, match="1,000,000 bytes"):
        store.keep("videos", "large", View(search="x" * 1_000_000))
    assert list(ViewStore(tmp_path / "views.json").views("videos")) == ["old"]


@PASSING
def test_typed_lines_outlast_a_fault(tmp_path: Path, fault: Fault) -> None:
    history = History(tmp_path / "history")
    history.add("old")
    history.write()
    with fault():
        history.add("new")
        history.write()
        assert "new" in history.lines
    assert History(tmp_path / "history").lines == ["old"]
    history.add("newer")
    history.write()
    assert History(tmp_path / "history").lines == ["old", "new", "newer"]


def test_one_bad_byte_costs_one_typed_line(tmp_path: Path) -> None:
    (tmp_path / "history").write_bytes(b"\xef\xbb\xbfold\nbad\xff\xfe\x00\nolder\n")
    history = History(tmp_path / "history")
    history.add("new")
    history.write()
    assert History(tmp_path / "history").lines == ["old", "older", "new"]


@pytest.mark.parametrize("fault", [no_more_files, no_more_bytes, no_fault])
def test_a_report_that_is_kept_takes_no_file_of_the_users_along(
    tmp_path: Path, fault: Fault
) -> None:
    (tmp_path / "fault-notes.txt").write_text("mine")
    (tmp_path / "fault-20260101T000000000000Z-1.txt").mkdir()  # and what cannot go stays
    folder = ReportFolder(tmp_path)
    with fault():
        kept = [folder.keep("report") for _ in range(12)]
    assert all(kept) == (fault is no_fault)
    assert (tmp_path / "fault-notes.txt").read_text() == "mine"
    assert kept[-1] is None or kept[-1].read_text() == "report"
