"""A question is given up for what it costs, not since others keep the computer busy."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexing import NOW, index_of, video
from turned_clock import TurnedClock

from kinescope_tui.services.index.index_errors import QueryStoppedError
from kinescope_tui.services.index.query_lane import QueryLane

COUNTED = """WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000)
SELECT count(*) FROM n"""


class _Times(TurnedClock):
    """A clock, and a processor's, that go on whenever they are looked at."""

    def __init__(self, by_clock_s: float, spent_s: float) -> None:
        super().__init__(NOW)
        self._by_clock_s, self._each_s = by_clock_s, spent_s
        self._time = self._spent = 0.0

    def monotonic(self) -> float:
        self._time += self._by_clock_s
        return self._time

    def spent_s(self) -> float:
        self._spent += self._each_s
        return self._spent


@pytest.fixture
def lane(tmp_path: Path, times: _Times) -> Iterator[QueryLane]:
    kept = index_of(tmp_path, [video(1)])
    asked = QueryLane(kept, limit_s=20, clock=times, spent_s=times.spent_s)
    yield asked
    asked.close()
    kept.close()


def _count(base: sqlite3.Connection) -> int:
    return int(base.execute(COUNTED).fetchone()[0])


@pytest.mark.parametrize("times", [_Times(by_clock_s=1, spent_s=0.001)])
async def test_who_waits_for_a_core_is_let_go_on(lane: QueryLane) -> None:
    assert await lane.ask(None, _count) == 5_000


@pytest.mark.parametrize("times", [_Times(by_clock_s=0.001, spent_s=3)])
async def test_who_takes_much_of_the_processor_is_given_up(lane: QueryLane) -> None:
    with pytest.raises(QueryStoppedError, match="more than 20 s of processor time"):
        await lane.ask(None, _count)


@pytest.mark.parametrize("times", [_Times(by_clock_s=20, spent_s=0.001)])
async def test_nobody_waits_for_ever(lane: QueryLane) -> None:
    with pytest.raises(QueryStoppedError, match="more than 120 s on a busy computer"):
        await lane.ask(None, _count)
