"""Whoever reads may be killed at any moment: the file opens, is right, and goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FULL
from indexing import NOW, Workspace, database, ids_in, reader, video

from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.lists.view import View

HERE = Path(__file__).parent
MOMENTS = [1, 2, 3, 4, 5, 6] if FULL else [2, 5]


def read_and_be_killed(folder: Path, pages: int) -> None:
    program = subprocess.Popen(
        [sys.executable, str(HERE / "reading_program.py"), str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert program.stdout is not None
    with program:
        for _ in range(pages):
            program.stdout.readline()
        program.kill()


@pytest.mark.parametrize("pages", MOMENTS)
async def test_a_reading_that_was_killed_goes_on(tmp_path: Path, pages: int) -> None:
    read_and_be_killed(tmp_path, pages)
    kept = database(tmp_path)
    before = kept.load()
    base = kept.reading_connection()
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    counted = IndexSearch(base, NOW).facets(View())
    base.close()
    assert counted.get(("status", "done"), 0) == before.count == len(ids_in(kept))
    assert before.count % 100 == 0  # a page is there as a whole, or not at all

    there = Workspace([video(n) for n in range(600)])
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole
    if before.reading is not None:
        assert there.asked[0] == ("created_at.asc", before.reading.next)
