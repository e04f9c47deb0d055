"""Two programs that read a workspace into one index: one goes on, the other says why it stops."""

import asyncio
from pathlib import Path

import pytest
from indexing import Workspace, database, ids_in, reader, video

from kinescope_tui.services.index.index_errors import BusyIndexError

VIDEOS = [video(n) for n in range(450)]


@pytest.mark.parametrize("request_number", [1, 2, 4])
async def test_one_of_two_readings_ends_and_nothing_is_doubted(
    tmp_path: Path, request_number: int
) -> None:
    there = Workspace(VIDEOS)
    kept, other_kept = database(tmp_path), database(tmp_path)
    one, other = reader(Workspace(VIDEOS), kept), reader(there, other_kept)
    beside: list[asyncio.Task[bool]] = []

    def begin() -> None:
        beside.append(asyncio.get_running_loop().create_task(one.read(full=True)))

    there.at[request_number] = begin
    ends = [*await asyncio.gather(other.read(full=True), return_exceptions=True)]
    ends += await asyncio.gather(*beside, return_exceptions=True)
    assert sorted(map(str, ends)) == sorted([str(BusyIndexError()), "True"])
    state = kept.load()
    assert state.is_whole, state
    assert len(ids_in(kept)) == len(VIDEOS)
    kept.close()
    other_kept.close()


async def test_who_stopped_goes_on_from_there(tmp_path: Path) -> None:
    there = Workspace(VIDEOS)
    kept, other_kept = database(tmp_path), database(tmp_path)
    left = reader(Workspace(VIDEOS), other_kept)
    there.at[3] = left.stop
    first = asyncio.gather(left.read(), return_exceptions=True)
    second = asyncio.gather(reader(there, kept).read(), return_exceptions=True)
    await first, await second
    assert await reader(there, kept).read()
    assert kept.load().is_whole
    kept.close()
    other_kept.close()
