"""A video stands in the index by when it was made, however many were made at once, or never."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import conftest
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from indexing import BEGAN, ids_in, index_of, search, video

from kinescope_tui.api.models import Video
from kinescope_tui.services.index.indexed_video import row_of

MANY = 3_000


def _made(number: int, made: datetime | None) -> Video:
    return video(number, created_at=made)


@pytest.mark.parametrize(
    "videos",
    [
        pytest.param([_made(n, BEGAN) for n in range(MANY)], id="all at once"),
        pytest.param([_made(0, BEGAN)] + [_made(n, None) for n in range(1, MANY)], id="no date"),
        pytest.param(
            [_made(0, BEGAN + timedelta(days=1))] + [_made(n, BEGAN) for n in range(1, MANY)],
            id="all at once, the newest first",
        ),
        pytest.param(
            [_made(n, BEGAN + timedelta(seconds=n)) for n in range(MANY)], id="one a second"
        ),
    ],
)
def test_however_close_they_are_all_are_kept(tmp_path: Path, videos: list[Video]) -> None:
    kept = index_of(tmp_path, videos)
    assert len(ids_in(kept)) == MANY
    kept.close()


def test_one_that_lost_its_date_keeps_its_place(tmp_path: Path) -> None:
    kept = index_of(tmp_path, [_made(0, BEGAN)])
    with kept.writing() as base:
        kept.put(base, [row_of(_made(0, None))], 1)
        kept.put(base, [row_of(_made(n, BEGAN)) for n in (1, 2)], 1)
    assert len(ids_in(kept)) == 3
    kept.close()


@settings(max_examples=(conftest.FULL and 200) or 15, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.integers(-(10**9), 4 * 10**9).map(lambda s: s // 600 * 600)),
        max_size=30,
    )
)
def test_the_newest_come_first_in_whatever_order_they_came(
    tmp_path_factory: pytest.TempPathFactory, made: Iterable[int | None]
) -> None:
    moments = [None if s is None else datetime.fromtimestamp(s, UTC) for s in made]
    kept = index_of(
        tmp_path_factory.mktemp("index"), [_made(n, when) for n, when in enumerate(moments)]
    )
    base = kept.reading_connection()
    found = [moments[int(one[1:])] for one in search(base)]
    base.close()
    kept.close()
    floor = datetime(2006, 1, 1, tzinfo=UTC)
    dated = [when for when in found if when is not None and when > floor]
    assert found[: len(dated)] == dated
    assert len(found) == len(moments)
    apart = [when for n, when in enumerate(dated) if not n or dated[n - 1] != when]
    assert apart == sorted(set(dated), reverse=True)
