"""Two programs with one index: neither loses what the other one wrote, nor writes into nothing."""

from pathlib import Path

import pytest
from indexing import Workspace, database, ids_in, reader, video
from msgspec.structs import replace

from kinescope_tui.api.client import Page
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.index.index_errors import NoIndexError
from kinescope_tui.services.index.indexed_video import row_of


def workspace(number: int) -> Workspace:
    return Workspace([video(n, tags=[f"tag {n % 7}"]) for n in range(number)])


def test_what_another_program_named_first_has_one_name(tmp_path: Path) -> None:
    kept, others = database(tmp_path), database(tmp_path)
    kept.open()
    others.open()
    for number, one in enumerate((kept, others, kept)):
        with one.writing() as base:
            one.put(base, [row_of(video(number, project_id="p", tags=["x"]))], 1)
    assert len(ids_in(kept)) == 3


def test_nothing_is_written_into_a_file_that_was_erased(tmp_path: Path) -> None:
    kept, others = database(tmp_path), database(tmp_path)
    kept.open()
    others.open(anew=True)
    with kept.writing() as base:
        kept.put(base, [row_of(video(1))], 1)
    assert len(ids_in(others)) == 1
    others.erase()
    with pytest.raises(NoIndexError):
        kept.load()
    assert not kept.exists


@pytest.mark.parametrize("at", [4, 6, 9])
@pytest.mark.parametrize("is_full", [False, True])
async def test_two_readings_at_once_cost_no_row(tmp_path: Path, at: int, is_full: bool) -> None:
    """The other program comes, reads all or what is new, and goes, while a page is on its way."""
    there, kept, others = workspace(450), database(tmp_path), database(tmp_path)
    await reader(there, kept).read()
    del there.all["v0003"]
    first = len(there.asked)
    other = reader(there, others)
    real = there.videos

    async def videos(*, page: int, order: Order, **options: object) -> Page[Video]:
        found = await real(page=page, order=order, **options)  # type: ignore[arg-type]  # as it came
        if len(there.asked) == first + at:
            await other.read(full=is_full)
        return found

    there.videos = videos  # type: ignore[method-assign]  # what happens meanwhile takes a while
    await reader(there, kept).read(full=True)
    assert ids_in(kept) == there.all.keys()
    assert kept.load().is_whole
    base = kept.reading_connection()
    assert list(base.execute("SELECT id, what FROM changes")) == [("v0003", "gone")]
    base.close()


async def test_without_a_total_a_row_that_moved_is_not_taken_for_gone(tmp_path: Path) -> None:
    there, kept = workspace(450), database(tmp_path)
    there.says = lambda _total: None
    await reader(there, kept).read()
    del there.all["v0400"]
    # What stands at a page's beginning moves onto one that was read before.
    there.at[len(there.asked) + 3] = lambda: there.all.pop("v0001")
    await reader(there, kept).read(full=True)
    assert ids_in(kept) == {*there.all, "v0001"}  # that came before it went
    base = kept.reading_connection()
    told = {video_id for (video_id,) in base.execute("SELECT id FROM changes")}
    assert told == {"v0400"}
    base.close()


async def test_news_in_an_order_that_the_server_denies_prove_nothing(tmp_path: Path) -> None:
    there, kept = workspace(3_100), database(tmp_path)
    await reader(there, kept).read()
    real = there.videos

    async def videos(**options: object) -> Page[Video]:
        found = await real(**(options | {"order": Order.parse("created_at")}))  # type: ignore[arg-type]  # as it came
        return replace(found, order=Order.parse("title"))

    there.videos = videos  # type: ignore[method-assign]  # it says how it sorts
    del there.all["v3000"]
    there.all["new"] = video(4_000)
    assert await reader(there, kept).read()
    assert "does not sort by update time" in kept.load().shortfall
