"""Reading the index: all of it once, news after that, and on from where it stood."""

from datetime import timedelta
from pathlib import Path

import pytest
from indexing import BEGAN, Workspace, database, ids_in, reader, video

from kinescope_tui.api.errors import OrderFieldError, UnreachableError
from kinescope_tui.services.index.index_errors import OtherOwnerError


def workspace(size: int) -> Workspace:
    return Workspace([video(n) for n in range(size)])


async def test_all_videos_are_read_and_then_only_what_is_new(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole
    assert kept.load().total == 450

    there.asked.clear()
    there.all["v9999"] = video(9999, "new")
    there.all["v0003"] = video(3, "renamed", updated_at=BEGAN + timedelta(days=900))
    assert await reader(there, kept).read()
    assert there.asked == [("updated_at.desc", 1), ("updated_at.desc", 2), ("created_at.desc", 1)]
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole
    base = kept.reading_connection()
    found = list(base.execute("SELECT id, what, new FROM changes ORDER BY id, what"))
    base.close()
    assert found == [("v0003", "title", "renamed"), ("v9999", "new", None)]


@pytest.mark.parametrize("page", range(1, 6))
async def test_a_reading_that_broke_goes_on_with_its_page(tmp_path: Path, page: int) -> None:
    there, kept = workspace(450), database(tmp_path)

    def fail() -> None:
        raise UnreachableError("gone")

    there.at[page] = fail
    with pytest.raises(UnreachableError):
        await reader(there, kept).read()
    kept.close()  # another program goes on
    there.at.clear()
    before = kept.load()
    there.asked.clear()
    assert await reader(there, database(tmp_path)).read()
    assert before.reading is not None
    assert there.asked[0] == ("created_at.asc", before.reading.next)
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole


async def test_what_is_paused_goes_on(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    reading = reader(there, kept)
    there.at[2] = reading.stop
    assert not await reading.read()
    assert not kept.load().is_whole
    assert reading.progress is None
    assert await reading.read()
    assert ids_in(kept) == there.all.keys()


@pytest.mark.parametrize("at", range(2, 6))
async def test_rows_that_go_while_it_is_read_cost_no_others(tmp_path: Path, at: int) -> None:
    there, kept = workspace(450), database(tmp_path)

    def remove() -> None:
        for n in range(30):
            there.all.pop(f"v{n:04}", None)

    there.at[at] = remove
    assert await reader(there, kept).read()
    assert there.all.keys() <= ids_in(kept)


async def test_what_was_deleted_is_found_and_noted(tmp_path: Path) -> None:
    there, kept = workspace(150), database(tmp_path)
    await reader(there, kept).read()
    del there.all["v0007"]
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole
    base = kept.reading_connection()
    assert list(base.execute("SELECT id, what FROM changes")) == [("v0007", "gone")]
    assert not list(base.execute("SELECT * FROM found WHERE found MATCH '\"v00\"' AND rowid = 7"))
    base.close()


async def test_a_large_workspace_is_told_to_lack_rows_rather_than_read_anew(
    tmp_path: Path,
) -> None:
    there, kept = workspace(3_100), database(tmp_path)
    await reader(there, kept).read()
    del there.all["v0007"]
    there.asked.clear()
    await reader(there, kept).read()
    assert len(there.asked) == 2
    state = kept.load()
    assert "1 of them no longer exist" in state.shortfall
    assert not state.is_whole
    await reader(there, kept).read(full=True)
    assert kept.load().is_whole
    assert len(ids_in(kept)) == 3_099


@pytest.mark.parametrize("lie", [250, 900])
async def test_a_total_that_lies_is_told_and_costs_no_row(tmp_path: Path, lie: int) -> None:
    there, kept = workspace(450), database(tmp_path)
    there.says = lambda _total: lie
    await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().shortfall == f"the server reports {lie} but returned 450"


async def test_an_empty_page_costs_no_row_but_its_own(tmp_path: Path) -> None:
    there, kept = workspace(850), database(tmp_path)
    there.empty = {3}
    await reader(there, kept).read()
    assert len(ids_in(kept)) == 750
    assert kept.load().shortfall == "the server reports 850 but returned 750"
    there.empty = set()
    await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole


async def test_a_total_that_is_far_too_large_costs_few_requests(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    there.says = lambda _total: 10_000_000
    await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert len(there.asked) <= 50


async def test_without_a_total_it_ends_where_the_rows_do(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    there.says = lambda _total: None
    assert await reader(there, kept).read()
    assert ids_in(kept) == there.all.keys()
    assert not kept.load().shortfall


async def test_a_server_without_pages_is_not_read_for_ever(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    there.knows_pages, there.says = False, lambda _total: None
    await reader(there, kept).read()
    assert "same rows" in kept.load().shortfall


async def test_rows_without_an_id_are_told(tmp_path: Path) -> None:
    there, kept = workspace(3), database(tmp_path)
    there.all["x"] = video(9)
    there.all["x"].id = ""
    await reader(there, kept).read()
    assert "had no id" in kept.load().shortfall
    assert len(ids_in(kept)) == 3


async def test_a_server_that_does_not_sort_by_changes_is_read_by_age(tmp_path: Path) -> None:
    there, kept = workspace(150), database(tmp_path)
    await reader(there, kept).read()

    def refuse() -> None:
        raise OrderFieldError("no such field")

    there.asked.clear()
    there.at[1] = refuse
    assert await reader(there, kept).read()
    assert there.asked == [("updated_at.desc", 1), ("created_at.desc", 1)]


async def test_another_token_sees_nothing_and_may_begin_anew(tmp_path: Path) -> None:
    there, kept = workspace(3), database(tmp_path)
    await reader(there, kept).read()
    kept.close()
    other = database(tmp_path, owner="somebody else")
    with pytest.raises(OtherOwnerError):
        other.reading_connection()
    with pytest.raises(OtherOwnerError):
        await reader(Workspace([video(8)]), other).read()
    assert ids_in(kept) == there.all.keys()
    assert await reader(Workspace([video(8)]), other).read(full=True)
    assert ids_in(other) == {"v0008"}
