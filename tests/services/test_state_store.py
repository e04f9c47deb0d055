"""What is kept from one start to the next: whose it is, how much, and what cannot be read."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.state_store import StateStore

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
OTHER = Token.parse("c0ffee00-0000-4000-8000-00000000beef")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen-default.sqlite"


def opened(path: Path | None, token: Token = TOKEN) -> StateStore:
    memory = StateStore(path)
    memory.open_for(token)
    return memory


def test_a_place_is_as_it_was_left(path: Path) -> None:
    memory = opened(path)
    memory.save("list", {"row": 3}, [{"id": "a"}])
    memory.save("list", {"row": 7}, [{"id": "b", "title": "снег"}])
    memory.close()
    again = opened(path)
    found = again.load("list")
    assert found is not None
    assert (found.state, found.rows) == ({"row": 7}, [{"id": "b", "title": "снег"}])
    assert again.load("elsewhere") is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again.close()


def test_another_token_sees_nothing_and_leaves_nothing(path: Path) -> None:
    memory = opened(path)
    memory.save("list", {}, [{"title": "a title of one's own"}])
    memory.close()
    other = opened(path, OTHER)
    assert other.load("list") is None
    other.close()
    everything = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"a title of one's own" not in everything
    again = opened(path)
    assert again.load("list") is None
    again.close()


def test_the_token_stands_in_no_form_in_the_file(path: Path) -> None:
    memory = opened(path)
    memory.save("list", {}, [])
    memory.close()
    everything = b"".join(file.read_bytes() for file in path.parent.iterdir()).lower()
    bare = TOKEN.reveal().replace("-", "")
    assert bytes.fromhex(bare) not in everything
    for n in range(len(bare) - 7):
        assert bare[n : n + 8].encode() not in everything or bare[n : n + 8] == "0" * 8


def test_places_are_bounded_in_number_and_size(path: Path) -> None:
    memory = opened(path)
    for number in range(60):
        memory.save(f"list {number}", {}, [])
    assert memory.load("list 0") is None
    assert memory.load("list 59") is not None
    memory.save("large", {}, [{"title": "x" * 3_000_000}])
    assert memory.load("large") is None
    memory.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99, b"SQLite format 3\0"])
def test_a_file_that_cannot_be_read_is_put_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    memory = opened(path)
    assert memory.load("list") is None
    if content:
        assert "could not be read" in memory.trouble
        assert path.with_suffix(".unreadable.sqlite").read_bytes() == content
    memory.save("list", {}, [])
    memory.close()
    again = opened(path)  # a new one
    assert again.load("list") is not None
    assert again.trouble == ""
    again.close()


def test_a_file_of_a_newer_version_is_left_as_it_is_and_told(path: Path) -> None:
    memory = opened(path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")
    memory.save("list", {}, [])  # by a program that was there before
    memory.close()
    before = path.read_bytes()
    memory = opened(path)
    assert "could not be read" in memory.trouble
    assert "newer version" in memory.trouble
    assert memory.load("list") is None
    memory.save("list", {}, [])
    memory.close()
    assert path.read_bytes() == before


def test_a_file_of_the_first_version_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE owner (salt BLOB, digest TEXT)")
        base.execute("CREATE TABLE place (name PRIMARY KEY, state, rows, at REAL)")
        base.execute("INSERT INTO place VALUES ('list', '{}', '[]', 0)")
        base.execute("PRAGMA user_version = 1")
        base.commit()
    memory = opened(path)
    assert memory.load("list") is None
    assert memory.trouble == ""
    memory.save("list", {"row": 1})
    assert memory.load("list") is not None
    memory.close()


def test_forgetting_erases_the_file(path: Path) -> None:
    memory = opened(path)
    memory.save("list", {}, [{"id": "a"}])
    memory.forget()
    assert list(path.parent.iterdir()) == []
    memory.save("list", {}, [])  # and nothing is kept any more
    assert list(path.parent.iterdir()) == []


def test_without_a_file_nothing_is_kept() -> None:
    memory = opened(None)
    memory.save("list", {}, [])
    assert memory.load("list") is None
    memory.forget()


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, no folder")
    memory = opened(tmp_path / "state" / "seen.sqlite")
    assert memory.trouble
    assert memory.load("list") is None
