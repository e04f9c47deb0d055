"""However large the pages of a list are, no more of them are kept than have room together."""

from datetime import UTC, datetime

from kinescope_tui.api import Page, Priority
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import MissingRow

MB = 2**20


def list_of_pages(size: int) -> tuple[PagedList[Video], list[int]]:
    asked: list[int] = []

    async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Video]:
        asked.append(number)
        first = (number - 1) * per_page
        exchange = Exchange("GET", "/v1/anything", (), datetime(2026, 8, 22, tzinfo=UTC))
        exchange.size = size
        items = [Video(id=f"{n}") for n in range(first, first + per_page)]
        return Page(items, number, per_page, 100, Order(), exchange)

    return PagedList(fetch, per_page=10), asked


async def test_what_is_large_is_forgotten_first_but_for_what_is_in_sight_and_came_last() -> None:
    for size, kept in ((MB // 4, 10), (MB, 8), (3 * MB, 2), (7 * MB, 1), (2_000 * MB, 1)):
        pages, asked = list_of_pages(size)
        for row in range(0, 100, 10):
            await pages.load(row)
            assert isinstance(pages.row(row), Video)  # what was waited for is there
        assert (pages.loaded_pages, len(asked)) == (kept, 10)


async def test_pages_that_are_in_sight_together_stay_and_are_asked_for_once() -> None:
    pages, asked = list_of_pages(7 * MB)
    pages.look_at(5, 25)
    for row in (5, 15, 25):
        await pages.load(row)
    pages.look_at(5, 25)
    assert sorted(asked) == [1, 2, 3]
    assert all(isinstance(pages.row(row), Video) for row in range(5, 26))
    await pages.load(50)
    pages.look_at(50, 55)
    assert pages.loaded_pages == 1
    assert pages.row(5) is MissingRow.LOADING
