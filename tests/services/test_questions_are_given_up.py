"""A question to the index that nobody waits for any more stops, and holds up none that follows."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexing import NEWEST, NOW, index_of, video

from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.lists.view import View

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def query(tmp_path: Path) -> Iterator[IndexQuery]:
    kept = index_of(tmp_path, [video(n) for n in range(20)])
    kept.close()
    made = IndexQuery(kept, lambda: NOW, limit_s=3_600)
    yield made
    made.close()


async def test_who_no_longer_waits_holds_up_nobody(query: IndexQuery) -> None:
    assert (await query.sql("SELECT 1 AS n")).records == [{"n": 1}]
    for turns in (1, 2):  # before it is asked, and perhaps amid it
        endless = asyncio.create_task(query.sql(ENDLESS))
        for _ in range(turns):
            await asyncio.sleep(0)
        endless.cancel()
        with pytest.raises(asyncio.CancelledError):
            await endless
        assert (await query.sql("SELECT 2 AS n")).records == [{"n": 2}]


async def test_of_two_who_ask_the_same_one_may_go(query: IndexQuery) -> None:
    asked = [asyncio.create_task(query.rows(View(NEWEST), at, 10)) for at in (0, 10)]
    await asyncio.sleep(0)
    asked[0].cancel()
    assert len((await asked[1]).items) == 10
    await asyncio.gather(*asked, return_exceptions=True)
