"""A list that nobody looks at any more asks for nothing that is not asked yet."""

import asyncio

import pytest

from kinescope_tui.api import Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.paged_list import PagedList


@pytest.mark.parametrize("turns", [1, 2])  # it is asked at the second one
async def test_a_closed_list_withdraws_its_questions_and_tells_who_waits(turns: int) -> None:
    withdrawn = []

    async def fetch(number: int, _per_page: int, _priority: Priority) -> Page[Video]:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            withdrawn.append(number)
            raise
        raise AssertionError

    rows = PagedList(fetch)
    rows.look_at(0, 20)
    waiting = asyncio.create_task(rows.load(150))
    for _ in range(turns):
        await asyncio.sleep(0)
    rows.close()
    with pytest.raises(errors.StoppedError):
        await waiting
    assert sorted(withdrawn) == [1, 2][:turns]
    assert not rows.is_busy
