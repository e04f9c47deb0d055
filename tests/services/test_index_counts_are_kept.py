"""The counts of all videos are kept with them, and are what counting gives."""

import sqlite3
from pathlib import Path

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from indexing import BEGAN, NOW, database, file, video

from kinescope_tui.services.index.index_search import GROUPED_BY, IndexSearch
from kinescope_tui.services.index.indexed_video import row_of
from kinescope_tui.services.lists.view import View

_EVERYTHING = View(filters=(("status", "!no such status"),))

fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", "Same", "same", "Other"]),
        "status": st.sampled_from(["done", "error"]),
        "folder_id": st.sampled_from([None, "f1", "f2"]),
        "tags": st.sampled_from([None, [], ["SDK"], ["SDK", "draft", "SDK"]]),
        "assets": st.sampled_from([None, [file(5, "720p")], [file(9)]]),
        "duration_s": st.sampled_from([None, 0, 1.5, 7, -2]),
        "created_at": st.sampled_from([None, BEGAN, NOW]),
    }
)
steps = st.lists(
    st.one_of(st.tuples(st.integers(0, 5), fields), st.integers(0, 5)), min_size=1, max_size=12
)


def test_kept_counts_are_those_of_counting(tmp_path: Path) -> None:
    kept = database(tmp_path)

    @settings(max_examples=300 if FULL else 15, deadline=None)
    @given(steps)
    def check(steps: list[object]) -> None:
        kept.open(anew=True)
        for step in steps:
            with kept.writing() as base:
                if isinstance(step, tuple):
                    kept.put(base, [row_of(video(step[0], **step[1]))], 1)
                else:
                    wanted = "SELECT key FROM fact WHERE id = ?"
                    kept.drop(base, [key for (key,) in base.execute(wanted, (f"v{step:04}",))])
        _same(kept.reading_connection())

    check()


def test_what_was_not_written_is_not_counted(tmp_path: Path) -> None:
    kept = database(tmp_path)
    with kept.writing() as base:
        kept.put(base, [row_of(video(1))], 1)

    def break_off() -> None:
        with kept.writing() as base:
            kept.put(base, [row_of(video(n)) for n in range(2, 9)], 1)
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    _same(kept.reading_connection())


def _same(base: sqlite3.Connection) -> None:
    search = IndexSearch(base, NOW)
    counted = {pair: number for pair, number in search.facets(_EVERYTHING).items() if number}
    assert search.facets(View()) == counted
    for by in GROUPED_BY:
        assert search.groups(View(), by) == search.groups(_EVERYTHING, by), by
    base.close()
