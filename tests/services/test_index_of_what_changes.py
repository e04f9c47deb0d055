"""The list changes, or its server lies or refuses, while the index is read: nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from indexing import BEGAN, NOW, Workspace, database, ids_in, index_of, reader, video

from kinescope_tui.api.errors import RateLimitedError
from kinescope_tui.services.index import index_errors
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.lists.view import View


def workspace(size: int) -> Workspace:
    return Workspace([video(n) for n in range(size)])


@pytest.mark.parametrize("page", [2, 3, 4, 5])
async def test_a_video_that_moves_comes_twice_and_costs_no_other(tmp_path: Path, page: int) -> None:
    there, kept = workspace(450), database(tmp_path)

    def move() -> None:  # behind all others: each that follows moves up by one
        there.all["v0005"] = video(5, created_at=BEGAN + timedelta(days=900))

    there.at[page] = move
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole


async def test_ids_that_stand_there_twice_are_kept_once(tmp_path: Path) -> None:
    there, kept = workspace(250), database(tmp_path)
    twin = video(300, "the same again")
    twin.id = "v0007"
    there.all["twin"] = twin
    await reader(there, kept).read()
    assert ids_in(kept) == {one.id for one in there.all.values()}
    assert kept.load().shortfall == "the server reports 251 but returned 250"


async def test_limits_that_another_program_used_up_cost_no_page(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)

    def refuse() -> None:
        raise RateLimitedError("too many requests")

    there.at[3] = refuse
    with pytest.raises(RateLimitedError):
        await reader(there, kept).read()
    before = len(ids_in(kept))
    assert before >= 100
    query = IndexQuery(kept, lambda: NOW)  # what is here is asked meanwhile
    assert (await query.rows(View())).total == before
    there.asked.clear()
    there.at.clear()
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert len(there.asked) <= 4
    query.close()


@pytest.mark.parametrize(
    "fault",
    [
        index_errors.NoIndexError(),
        index_errors.OtherOwnerError(),
        index_errors.OtherVersionError(),
        index_errors.DamagedIndexError(),
        index_errors.BusyIndexError(),
        index_errors.FullDiskError(),
        index_errors.IndexBoundError(4096),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_each_fault_tells_the_next_step(fault: IndexFaultError) -> None:
    assert "`:index" in fault.message or "`I`" in fault.message


async def test_a_damaged_index_that_is_asked_says_what_to_do(tmp_path: Path) -> None:
    kept = index_of(tmp_path, [video(1)])
    kept.close()
    for file in tmp_path.iterdir():
        file.unlink()
    kept.path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9_000)
    query = IndexQuery(kept, lambda: NOW)
    for ask in (query.rows(View()), query.facets(View()), query.sql("SELECT 1"), query.audits()):
        with pytest.raises(IndexFaultError, match=r"`:index full` erases it"):
            await ask
    query.close()
