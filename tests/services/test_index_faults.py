"""Faults of the index: each is told with its next step, and what was read stays."""

import asyncio
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from indexing import (
    NEWEST,
    NOW,
    Workspace,
    database,
    ids_in,
    index_of,
    reader,
    search,
    video,
)

from kinescope_tui.services.files.database_files import files_of
from kinescope_tui.services.index import index_database
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import (
    BusyIndexError,
    DamagedIndexError,
    FullDiskError,
    IndexBoundError,
    IndexFaultError,
    NoIndexError,
    OtherVersionError,
    QueryError,
    QueryStoppedError,
)
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.index.index_sql import run_sql
from kinescope_tui.services.index.indexed_video import row_of
from kinescope_tui.services.index.query_lane import QueryLane
from kinescope_tui.services.lists.view import View

VIDEOS = [video(n) for n in range(20)]
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[IndexDatabase]:
    made = index_of(tmp_path, VIDEOS)
    made.close()
    yield made
    made.close()


def test_nobody_else_can_read_the_file(kept: IndexDatabase) -> None:
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_there_may_be_none(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        database(tmp_path).reading_connection()


@pytest.mark.parametrize(
    "found", [b"no database at all" * 1000, b"SQLite format 3\0" + b"x" * 9000]
)
async def test_a_damaged_file_is_told_and_read_anew(tmp_path: Path, found: bytes) -> None:
    (tmp_path / "index.sqlite").write_bytes(found)
    kept = database(tmp_path)
    with pytest.raises(DamagedIndexError):
        kept.reading_connection()
    there = Workspace(VIDEOS)
    with pytest.raises(DamagedIndexError):
        await reader(there, kept).read()
    assert not there.asked
    assert await reader(there, kept).read(full=True)
    assert len(ids_in(kept)) == len(VIDEOS)
    kept.close()


async def test_a_text_that_is_not_utf_8_costs_its_own_characters(tmp_path: Path) -> None:
    videos = [video(n, tags=["a tag"]) for n in range(5)]
    kept = index_of(tmp_path, videos)
    kept.close()
    with closing(sqlite3.connect(kept.path)) as base, base:
        for column in ("title", "description", "play_link"):
            base.execute(f"UPDATE rest SET {column} = CAST(x'56ff' AS TEXT)")  # noqa: S608
        base.execute("UPDATE fact SET title_key = CAST(x'76ff' AS TEXT)")
        base.execute("UPDATE term SET name = CAST(name || x'ff' AS TEXT)")
        base.execute("UPDATE tally SET value = CAST(value || x'ff' AS TEXT) WHERE field = 'status'")
    lane = QueryLane(kept)
    rows = await lane.ask(None, lambda base: IndexSearch(base, NOW).rows(View(NEWEST), 0, 9).items)
    assert [one.title for one in rows] == ["V\ufffd"] * 5
    found = await lane.ask(None, partial(search, text="v000"))
    assert len(found) == 5
    told = await lane.ask(None, lambda base: run_sql(base, "SELECT title, status FROM videos"))
    assert told.rows == [("V\ufffd", "done\ufffd")] * 5
    assert await lane.ask(None, lambda base: IndexSearch(base, NOW).groups(View(NEWEST), "status"))
    lane.close()
    with kept.writing() as base:  # what is read next heals it
        changed = [video(n, "Anew", tags=["a tag"]) for n in range(5)]
        assert kept.put(base, list(map(row_of, changed)), 2, at=1).changed == 5
    kept.close()
    rows = await lane.ask(None, lambda base: IndexSearch(base, NOW).rows(View(NEWEST), 0, 9).items)
    assert [one.title for one in rows] == ["Anew"] * 5
    lane.close()


def test_a_file_of_a_newer_version_stays_as_it_is(kept: IndexDatabase) -> None:
    base = sqlite3.connect(kept.path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(OtherVersionError), kept.writing():
        pass
    with pytest.raises(OtherVersionError):
        kept.reading_connection()


def test_what_another_program_writes_to_is_busy(
    kept: IndexDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_database, "_BUSY_S", 0.0)
    base = sqlite3.connect(kept.path, isolation_level=None)
    base.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyIndexError), kept.writing():
        pass
    assert len(ids_in(kept)) == len(VIDEOS)  # it can be read meanwhile
    base.execute("ROLLBACK")
    base.close()
    with kept.writing():
        pass


@pytest.mark.parametrize("is_disk", [True, False])
def test_where_there_is_no_room_what_is_there_stays(
    kept: IndexDatabase, monkeypatch: pytest.MonkeyPatch, is_disk: bool
) -> None:
    small = IndexDatabase(kept.path, lambda _salt: "me", most_mb=1)
    monkeypatch.setattr(index_database, "has_room", lambda _path: not is_disk)
    rows = [row_of(video(n, description=f"{n} " * 900)) for n in range(500)]

    def write() -> None:
        with small.writing() as base:
            small.put(base, rows, 2)

    with pytest.raises(FullDiskError if is_disk else IndexBoundError):
        write()
    assert len(ids_in(kept)) == len(VIDEOS)
    with small.writing() as base:
        small.put(base, [row_of(video(3, "another title"))], 2)
    small.close()


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFaultError, match="cannot be used"):
        IndexDatabase(tmp_path / "file" / "index", lambda _salt: "me").open()


def test_who_is_killed_leaves_a_file_that_opens(kept: IndexDatabase, tmp_path: Path) -> None:
    with kept.writing() as base:
        kept.put(base, [row_of(video(n, "late")) for n in range(900)], 2)
        for file in files_of(kept.path):  # as they lie there at that moment
            if file.exists():
                shutil.copy(file, tmp_path / file.name.replace("index", "killed", 1))
    left = IndexDatabase(tmp_path / "killed.sqlite", lambda _salt: "me")
    assert ids_in(left) == {one.id for one in VIDEOS}
    with left.writing() as base:
        left.put(base, [row_of(video(900))], 2)
    assert len(ids_in(left)) == len(VIDEOS) + 1
    left.close()


async def test_the_next_question_gives_up_the_one_before(kept: IndexDatabase) -> None:
    query = IndexQuery(kept, lambda: NOW)
    endless = asyncio.create_task(query.sql(ENDLESS))
    await asyncio.sleep(0)
    assert (await query.sql("SELECT count(*) AS n FROM videos")).records == [{"n": 20}]
    with pytest.raises(QueryStoppedError):
        await endless
    of_a = asyncio.create_task(query.rows(View(NEWEST, "vid")))
    await asyncio.sleep(0)
    assert (await query.rows(View(NEWEST, "video 1"))).total == 11
    await asyncio.gather(of_a, return_exceptions=True)
    query.close()


async def test_a_question_gives_up_only_those_of_its_kind(kept: IndexDatabase) -> None:
    lane, query, goes_on = QueryLane(kept), IndexQuery(kept, lambda: NOW), threading.Event()

    def held(_base: sqlite3.Connection) -> str:
        goes_on.wait()
        return "held"

    def one(_base: sqlite3.Connection) -> str:
        return "one"

    questions = [
        lane.ask(None, held),
        lane.ask(("facets", 1), one),
        lane.ask(("count", 1), one),
        lane.ask(("facets", 2), one),
        lane.ask(None, one),
        query.read(held),
        query.names(),
        query.read(one),
    ]
    asked = [asyncio.create_task(question) for question in questions]
    await asyncio.sleep(0)  # all are asked before the first answer
    goes_on.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers.pop(1), QueryStoppedError)
    assert answers == ["held", "one", "one", "one", "held", {}, "one"]
    lane.close()
    query.close()


async def test_a_question_that_takes_too_long_is_told(kept: IndexDatabase) -> None:
    query = IndexQuery(kept, lambda: NOW, limit_s=0.0)
    with pytest.raises(QueryStoppedError, match="more than 0 s of processor time"):
        await query.sql(ENDLESS)
    query.close()


async def test_a_question_that_makes_no_sense_spoils_none_that_follows(
    kept: IndexDatabase,
) -> None:
    query = IndexQuery(kept, lambda: NOW)
    with pytest.raises(QueryError):
        await query.rows(View(filters=(("colour", "red"),)))
    assert (await query.rows(View(NEWEST))).total == 20
    query.close()


async def test_an_index_that_was_erased_is_not_shown_any_more(kept: IndexDatabase) -> None:
    query = IndexQuery(kept, lambda: NOW)
    assert (await query.rows(View(NEWEST))).total == 20
    kept.erase()
    with pytest.raises(NoIndexError):
        await query.rows(View(NEWEST))
    with kept.writing() as base:
        kept.put(base, [row_of(video(1))], 1)
    assert (await query.rows(View(NEWEST))).total == 1
    query.close()
