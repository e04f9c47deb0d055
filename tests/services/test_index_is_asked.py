"""Asking the index: texts, filters, orders, groups, and SQL that only reads."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from indexing import NEWEST, NOW, file, index_of, search, video

from kinescope_tui.api.models import Chapter, Chapters, Poster, Subtitle, Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.index.folded import fold, words
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_filter import condition
from kinescope_tui.services.index.index_search import SORTED_BY, IndexSearch
from kinescope_tui.services.index.index_sql import run_sql
from kinescope_tui.services.index.indexed_video import row_of, video_of
from kinescope_tui.services.lists.view import View

VIDEOS = [
    video(1, "Ёлка и МАТРИЦЫ", tags=["SDK", "лекция"], description="Об определителях"),
    video(2, "Вебинар: аналитика", privacy_type="custom", privacy_domains=["lms.example.org"]),
    video(3, "raw_cam3.mov", assets=[file(20_000_000_000), file(9_000_000, "1080p")]),
    video(4, "Вебинар: Аналитика", folder_id="f1", project_id="p1", duration_s=5_400),
    video(
        5,
        "Чистый лист",
        status="error",
        poster=Poster(id="p"),
        subtitles=[Subtitle(language="ru")],
        chapters=Chapters([Chapter(title="x")]),
        play_link="https://kinescope.io/aBcDeF",
    ),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    kept = index_of(tmp_path_factory.mktemp("index"), VIDEOS)
    with kept.writing() as written:
        written.execute(
            "INSERT INTO thing (kind, id, name) VALUES ('project', 'p1', 'Академия'),"
            " ('folder', 'f1', 'Курс 1')"
        )
    opened = kept.reading_connection()
    yield opened
    opened.close()
    kept.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("елка", {"v0001"}),
        ("матриц", {"v0001"}),
        ("атриц", {"v0001"}),
        ("МА", {"v0001"}),
        ("а", {"v0002", "v0004"}),
        ("вебинар анал", {"v0002", "v0004"}),
        ("определ", {"v0001"}),
        ("sdk", {"v0001"}),
        ("lms.example", {"v0002"}),
        ("raw_cam", {"v0003"}),
        ("v0004", {"v0004"}),
        ("https://kinescope.io/abcdef", {"v0005"}),
        ("матрыцы", {"v0001"}),
        ("аналтика", {"v0002", "v0004"}),
        ("совсем другое", set()),
        ("…!", set()),
    ],
)
def test_texts_are_found_in_any_case_and_with_a_slip(
    base: sqlite3.Connection, text: str, found: set[str]
) -> None:
    assert set(search(base, text)) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("privacy=custom", {2}),
        ("privacy!=anywhere", {2}),
        ("domain=lms.example.org", {2}),
        ("domain!=none", {2}),
        ("tag=sdk", {1}),
        ("tag=none", {2, 3, 4, 5}),
        ("size>10GB", {3}),
        ("size=none", {1, 2, 4, 5}),
        ("quality>=720p", {3}),
        ("duration>1h", {4}),
        ("duration=1:30:00", {4}),
        ("project=Академия", {4}),
        ("project=p1", {4}),
        ("folder=none", {1, 2, 3, 5}),
        ("without_folder=true", {1, 2, 3, 5}),
        ("status[]=error", {5}),
        ("subtitles=any", {5}),
        ("poster=none", {1, 2, 3, 4}),
        ("chapters>=1", {5}),
        ("title=twice", {2, 4}),
        ("created=2026-03-01", {1, 2, 3, 4, 5}),
        ("created>=2026-03-01T03:00Z", {3, 4, 5}),
        ("created=2026-03-01T03:00Z", {3}),
        ("created=2026-03-01T03:00:00Z", {3}),
        ("created!=2026-03-01T03:00:00.000Z", {1, 2, 4, 5}),
        ("created>2026-03-01T03:00Z", {4, 5}),
        ("created<=2026-03-01T03:00Z", {1, 2, 3}),
        ("created=2026-03-01 03:00:00", {3}),
        ("created>2026-03-01 02:59:59", {3, 4, 5}),
        ("created<9999-12-31T23:58Z", {1, 2, 3, 4, 5}),
        ("size>1,5GB", {3}),
        ("created<=2026-02", set()),
        ("updated>-7d", set()),
        ("tag=unknown", set()),
    ],
)
def test_conditions_narrow(base: sqlite3.Connection, written: str, found: set[int]) -> None:
    filters = (condition(written),)
    rows = IndexSearch(base, NOW).rows(View(NEWEST, filters=filters), 0, 100)
    assert {one.id for one in rows.items} == {f"v{n:04}" for n in found}
    assert rows.total == len(found)


@pytest.mark.parametrize(
    "written", ["privacy", "colour=red", "size>big", "created=soon", "duration=x", "privacy>a",
                "title=once", "chapters=many", "created=2026-13-01", "size>1,500MB",
                "created<9999-12-31T23:59Z"],
)  # fmt: skip
def test_what_is_no_condition_is_told(base: sqlite3.Connection, written: str) -> None:
    with pytest.raises(QueryError):
        IndexSearch(base, NOW).rows(View(NEWEST, filters=(condition(written),)), 0, 100)


def test_what_has_no_time_has_another_one(tmp_path: Path) -> None:
    kept = index_of(tmp_path, [video(1), video(2, created_at=None)])
    opened = kept.reading_connection()
    for written, found in (("created!=2026-03-01", ["v0002"]), ("created!=2026-04", None)):
        view = View(NEWEST, filters=(condition(written),))
        rows = IndexSearch(opened, NOW).rows(view, 0, 100)
        assert sorted(one.id for one in rows.items) == (found or ["v0001", "v0002"])
    opened.close()


def test_equalities_add_and_comparisons_narrow(base: sqlite3.Connection) -> None:
    several = (("privacy", "custom"), ("privacy", "anywhere"), ("duration", ">1h"))
    rows = IndexSearch(base, NOW).rows(View(NEWEST, filters=several), 0, 100)
    assert [one.id for one in rows.items] == ["v0004"]


@pytest.mark.parametrize("field", SORTED_BY)
def test_every_column_sorts_both_ways(base: sqlite3.Connection, field: str) -> None:
    found = IndexSearch(base, NOW)
    for way in ("asc", "desc"):
        view = View(Order.parse(f"{field}.{way}"))
        pages = [found.rows(view, n, 2).items for n in (0, 2, 4)]
        assert {one.id for page in pages for one in page} == {one.id for one in VIDEOS}


def test_groups_and_facets_add_up(base: sqlite3.Connection) -> None:
    found = IndexSearch(base, NOW)
    by_privacy = {group.value: group.count for group in found.groups(View(), "privacy")}
    assert by_privacy == {"anywhere": 4, "custom": 1}
    (academy,) = [g for g in found.groups(View(), "project") if g.value == "p1"]
    assert (academy.name, academy.count, academy.duration_s) == ("Академия", 1, 5_400)
    (month,) = found.groups(View(), "month")
    assert (month.value, month.count, month.size_bytes) == ("2026-03", 5, 20_009_000_000)
    facets = found.facets(View())
    assert facets["privacy", "custom"] == 1
    assert facets["tag", "SDK"] == 1
    assert facets["poster", "none"] == 4
    assert facets["folder", "none"] == 4
    assert facets["title", "twice"] == 2
    narrowed = found.facets(View(filters=(("privacy", "custom"),)))
    assert narrowed["privacy", "anywhere"] == 4
    assert narrowed["status", "done"] == 1


def test_sql_only_reads(base: sqlite3.Connection) -> None:
    answer = run_sql(base, "SELECT privacy, count(*) AS n FROM videos GROUP BY 1 ORDER BY n DESC;")
    assert answer.records == [{"privacy": "anywhere", "n": 4}, {"privacy": "custom", "n": 1}]
    assert run_sql(base, "SELECT 1 AS a, 2 AS a").columns == ("a", "a 2")
    for text in (
        "DELETE FROM fact",
        "WITH x AS (SELECT 1) DELETE FROM fact",
        "SELECT value FROM meta",
        "SELECT * FROM nothing",
        "SELECT 1; DROP TABLE fact",
        "ATTACH 'x' AS y",
        "PRAGMA user_version",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_database_list",
        "",
    ):
        with pytest.raises(QueryError):
            run_sql(base, text)
    assert len(search(base)) == len(VIDEOS)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_searched_for(base: sqlite3.Connection, text: str) -> None:
    search(base, text)


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Video,
        id=st.text(max_size=5),
        title=st.text(max_size=40),
        description=st.none() | st.text(max_size=40),
        created_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        tags=st.none() | st.lists(st.text(max_size=5), max_size=3),
        duration_s=st.none() | st.integers(-(2**63), 2**63 - 1),
    )
)
def test_whatever_a_video_is_it_is_kept(
    tmp_path_factory: pytest.TempPathFactory, video: Video
) -> None:
    row = row_of(video)
    kept = index_of(tmp_path_factory.mktemp("one"), [video])
    opened = kept.reading_connection()
    try:
        (found,) = IndexSearch(opened, datetime(2026, 1, 1, tzinfo=UTC)).rows(View(), 0, 9).items
        assert found == video_of(row.id, row.names, row.facts, row.texts)
        for word in words(row.texts[0]):
            assert search(opened, word), (word, fold(row.texts[0]))
        with kept.writing() as base:
            kept.drop(base, [key for (key,) in base.execute("SELECT key FROM fact")])
            left = base.execute("SELECT count(*) FROM label").fetchone()
            assert left == (0,)
    finally:
        opened.close()
        kept.close()
