"""What a part of the index is counted and grouped by is what its videos say, one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from indexing import NOW, database, file, video

from kinescope_tui.api.models import Subtitle, Video
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.index.indexed_video import IndexedVideo, row_of
from kinescope_tui.services.index.packed_columns import PackedColumns
from kinescope_tui.services.lists.view import QueryParams, View

YEARS = (1931, 1969, 1970, 2004, 2026)


def _video(number: int) -> Video:
    return video(
        number,
        f"Видео {number % 41}",
        created_at=datetime(YEARS[number % 5], 1 + number % 12, 1, tzinfo=UTC),
        status=("done", "error")[number % 7 == 0],
        privacy_type=("anywhere", "custom", "")[number % 3],
        project_id=(None, "p1", "p2")[number % 3],
        folder_id=f"f{number % 11}" if number % 2 else None,
        tags=[f"tag {n}" for n in range(number % 4)],
        subtitles=[Subtitle(language="ru")] if number % 3 else [],
        assets=[file(number * 10**9, f"{(360, 720, 9999)[number % 3]}p")] if number % 4 else None,
        duration_s=number * 1.5,
    )


VIDEOS = [_video(number) for number in range(90)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexSearch]:
    kept = database(tmp_path_factory.mktemp("index"))
    with kept.writing() as base:
        kept.put(base, list(map(row_of, VIDEOS)), 1)
    base = kept.reading_connection()
    yield IndexSearch(base, NOW)
    base.close()
    kept.close()


def _values(field: str, one: IndexedVideo) -> Sequence[str]:
    match field:
        case "tag":
            return one.tags or ["none"]
        case "quality":
            return [str(one.height or "none")]
        case "subtitles":
            return [] if one.subtitles else ["none"]
        case "month" | "year":
            length = 7 if field == "month" else 4
            return [one.created_at.isoformat()[:length] if one.created_at else "none"]
    name = {"privacy": "privacy_type", "status": "status"}.get(field, f"{field}_id")
    return [getattr(one, name) or "none"]


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", (("size", ">2GB"),)),
        ("", (("status", "error"),)),
        ("видео", (("created", ">1969"),)),
        ("видео 7", ()),
        ("", (("title", "twice"), ("tag", "tag 1"))),
        ("", (("size", ">900GB"),)),
    ],
)
def test_a_part_counts_as_its_videos_say(
    found: IndexSearch, text: str, filters: QueryParams
) -> None:
    view = View(search=text, filters=filters)
    videos = found.rows(view, 0, 100).items
    facets = found.facets(view)
    for field in ("status", "privacy", "project", "folder", "quality", "subtitles", "tag"):
        if field in dict(filters):
            continue
        counts = Counter(value for one in videos for value in _values(field, one))
        if field == "tag":
            del counts["none"]  # told by groups alone
        told = {value: n for (name, value), n in facets.items() if name == field and n}
        assert told == counts, field
    titles = Counter(one.title for one in VIDEOS)
    assert facets["title", "twice"] == sum(titles[one.title] > 1 for one in videos)
    for field in ("project", "quality", "tag", "month", "year"):
        groups = found.groups(view, field)
        assert {group.value: group.count for group in groups} == Counter(
            value for one in videos for value in _values(field, one)
        )
        for group in groups:
            of_it = [one for one in videos if group.value in _values(field, one)]
            assert group.size_bytes == sum(one.size_bytes or 0 for one in of_it)
            assert group.duration_s == sum(float(one.duration_s or 0) for one in of_it)


def test_lengths_add_up_as_decimals_do(tmp_path: Path) -> None:
    kept = database(tmp_path)
    videos = [video(n, tags=["a"], duration_s=0.001 * (n % 7 + 100)) for n in range(700)]
    with kept.writing() as base:
        kept.put(base, list(map(row_of, videos)), 1)
    base = kept.reading_connection()
    found, part = IndexSearch(base, NOW), View(filters=(("tag", "a"),))
    assert found.sums(part).duration_s == 72.1
    groups = [group for by in ("tag", "project") for group in found.groups(part, by)]
    assert [group.duration_s for group in groups] == [72.1, 72.1]
    base.close()
    kept.close()


def test_columns_come_out_of_numbers_as_they_went_in() -> None:
    columns = [(1, 2), (2**30 - 1, 30), (0, 31), (2**20 - 1, 20), (5, 3)]
    packed = PackedColumns([(f"{value}", bits) for value, bits in columns])
    numbers = [eval(sql, {}) for sql in packed.sql]  # noqa: S307 - SQLite means the same by it
    assert len(numbers) == 2
    assert max(numbers) < 2**63
    assert packed.values(numbers) == [value for value, _ in columns]
