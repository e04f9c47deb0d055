"""What is kept with the rows answers how many a view of one field has, without counting."""

import sqlite3
from pathlib import Path

import pytest
from indexing import NEWEST, NOW, file, index_of, video

from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.lists.view import QueryParams, View

VIDEOS = [
    video(
        n,
        status="ERROR" if n == 30 else "done" if n % 3 else "error",
        project_id=f"p{n % 4}",
        folder_id="f" if n % 2 else None,
        tags=["SDK"] if n % 5 else [],
        assets=[file(n, "720p")],
    )
    for n in range(60)
]
KEPT = [
    (("status[]", "error"),),
    (("status[]", "error"), ("status[]", "done"), ("status[]", "done")),
    (("project_id", "p1"),),
    (("without_folder", "true"),),
    (("status[]", "Error"),),
]
COUNTED = [
    (("without_folder", "true"), ("folder_id", "f")),
    (("status[]", "error"), ("project_id", "p1")),
    (("tag", "SDK"),),
    (("tag", "none"), ("tag", "SDK")),
    (("status[]", "!done"),),
    (("project_id", "p1"), ("folder_id", "f"), ("size", ">3")),
]


@pytest.mark.parametrize("filters", [*KEPT, *COUNTED])
def test_a_view_has_as_many_as_it_shows(tmp_path: Path, filters: QueryParams) -> None:
    base = index_of(tmp_path, VIDEOS).reading_connection()
    search, view = IndexSearch(base, NOW), View(NEWEST, filters=filters)
    shown = search.rows(view, 0, 100)
    assert search.count(view) == shown.total == len(shown.items)
    assert search.rows(view, 0, 1).total == len(shown.items)
    base.close()


@pytest.mark.parametrize("filters", KEPT)
def test_no_row_is_looked_at_for_what_is_kept(tmp_path: Path, filters: QueryParams) -> None:
    base = index_of(tmp_path, VIDEOS).reading_connection()

    def authorize(_action: int, table: str | None, *_rest: object) -> int:
        return sqlite3.SQLITE_DENY if table in {"fact", "rest", "label"} else sqlite3.SQLITE_OK

    base.set_authorizer(authorize)
    assert IndexSearch(base, NOW).count(View(NEWEST, filters=filters)) > 0
    assert IndexSearch(base, NOW).groups(View(), "tag")
    assert IndexSearch(base, NOW).facets(View())
    base.close()
