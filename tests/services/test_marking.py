"""Marks hold ids: ranges over rows that are not here, and lists that change beneath them."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.marking import MAX_FETCHED, Marking
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import InMemoryRows

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
PER_PAGE = 5


class Pages:
    """A list on a server.

    Attributes:
        asked: The pages that were asked for.
        fails_at: A page that cannot be read.
    """

    def __init__(self, numbers: range | list[int], total: int | None = None) -> None:
        self.numbers = list(numbers)
        self.total = len(self.numbers) if total is None else total
        self.asked: list[tuple[int, Priority]] = []
        self.fails_at = 0
        self.rows = PagedList(self._fetch, per_page=PER_PAGE, most_pages=2)

    async def _fetch(self, number: int, per_page: int, priority: Priority) -> Page[Video]:
        self.asked.append((number, priority))
        await asyncio.sleep(0)
        if number == self.fails_at:
            raise errors.UnreachableError("no route")
        start = (number - 1) * per_page
        items = videos(*self.numbers[start : start + per_page])
        return Page(items, number, per_page, self.total, Order(), EXCHANGE)


def videos(*numbers: int) -> list[Video]:
    return [Video(id=f"v{n}") for n in numbers]


async def shown(pages: Pages, *rows: int) -> Marking[Video]:
    """Marking in a list of which these rows are here."""
    for row in rows:
        await pages.rows.load(row)
    marking: Marking[Video] = Marking()
    marking.show(pages.rows)
    return marking


async def test_a_range_gets_what_is_not_here_in_its_order_behind_everything_else() -> None:
    pages = Pages(range(33))
    marking = await shown(pages, 2, 30)
    marking.begin_range(2)
    marking.stretch(31)
    assert (len(marking.marks), marking.lacks, marking.spanned) == (5, 25, 30)
    marking.end_range()
    await marking.fetch()
    assert marking.marks.items == videos(*range(2, 32))
    assert (marking.lacks, marking.has_range) == (0, False)
    assert pages.asked[2:] == [(page, Priority.BULK) for page in range(2, 7)]


async def test_a_range_that_goes_on_gets_only_what_is_in_it() -> None:
    pages = Pages(range(60))
    marking = await shown(pages, 2, 57)
    marking.begin_range(2)
    marking.stretch(57)
    fetching = asyncio.create_task(marking.fetch())
    await asyncio.sleep(0)
    marking.stretch(7)
    await fetching
    assert marking.marks.items == videos(*range(2, 8))
    assert [number for number, _ in pages.asked] == [1, 12, 2]
    marking.stretch(3)
    assert marking.marks.items == videos(2, 3)


async def test_what_is_unmarked_while_a_range_comes_stays_unmarked() -> None:
    pages = Pages(range(30))
    marking = await shown(pages, 0, 29)
    marking.begin_range(0)
    marking.stretch(29)
    marking.end_range()
    marking.toggle(Video(id="v1"))
    await marking.fetch()
    assert marking.marks.items == videos(0, *range(2, 30))


async def test_another_view_ends_a_range_and_marks_what_was_in_it() -> None:
    pages, other = Pages(range(20)), Pages(range(20)[::-1])
    marking = await shown(pages, 0, 19)
    await other.rows.load(0)
    marking.begin_range(0)
    marking.stretch(17)
    marking.show(other.rows)
    marking.stretch(3)
    assert not marking.has_range
    await marking.fetch()
    assert marking.marks.items == videos(*range(18))


async def test_the_same_view_read_again_carries_a_range_on_by_id() -> None:
    pages, again = Pages(range(20)), Pages([50, 51, *range(20)])
    marking = await shown(pages, 3, 6, 12)
    marking.begin_range(3)
    marking.stretch(12)
    await again.rows.load(14)
    marking.show(again.rows, moved=2)
    assert marking.has_range
    await marking.fetch()
    assert marking.marks.items == videos(*range(3, 13))
    marking.stretch(10)
    assert marking.marks.items == videos(*range(3, 9))


async def test_a_range_that_is_too_long_is_said_and_asks_for_nothing() -> None:
    pages = Pages(range(10), total=10**9)
    marking = await shown(pages, 0)
    marking.begin_range(0)
    marking.stretch(10**9 - 1)
    assert (marking.lacks, marking.wants) == (10**9 - 5, 0)
    await marking.fetch()
    marking.end_range()
    assert len(pages.asked) == 1
    assert marking.marks.items == videos(*range(5))
    marking.begin_range(4)
    marking.stretch(4 + MAX_FETCHED)
    assert marking.wants == MAX_FETCHED


async def test_a_range_of_which_a_page_fails_is_over_with_what_came() -> None:
    pages = Pages(range(30))
    pages.fails_at = 3
    marking = await shown(pages, 0)
    marking.begin_range(0)
    marking.stretch(29)
    with pytest.raises(errors.UnreachableError):
        await marking.fetch()
    assert (marking.lacks, marking.has_range) == (0, False)
    assert marking.marks.items == videos(*range(10))


async def test_rows_in_which_nothing_stands_are_waited_for_once() -> None:
    pages = Pages([0, 1, 2, 3, 4, 0, 1], total=50)
    marking = await shown(pages, 0)
    marking.begin_range(0)
    marking.stretch(40)
    await marking.fetch()
    assert marking.marks.items == videos(*range(5))
    assert len(pages.asked) <= 50 / PER_PAGE + 1


async def test_marking_all_is_undone_until_something_else_happens() -> None:
    marking: Marking[Video] = Marking()
    marking.show(InMemoryRows(videos(1, 2, 3)))
    marking.toggle(videos(2)[0])
    marking.toggle_all()
    assert marking.can_undo_all
    marking.undo_all()
    assert marking.marks.items == videos(2)
    marking.toggle_all()
    marking.stretch(1)
    assert not marking.can_undo_all


async def test_marks_are_of_what_was_looked_at_last() -> None:
    marking: Marking[Video] = Marking()
    marking.show(InMemoryRows([Video(id="a", title="old")]))
    marking.toggle_all()
    marking.show(InMemoryRows([Video(id="a", title="new")]))
    marking.show(InMemoryRows([Video(id="b")]))
    assert marking.marks.items == [Video(id="a", title="new")]


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.one_of(st.integers(0, 22), st.sampled_from(["v", "fetch"])), max_size=12),
    here=st.lists(st.integers(0, 22), max_size=3),
)
def test_a_range_marks_all_rows_from_where_it_began_to_the_cursor(
    steps: list[int | str], here: list[int]
) -> None:
    async def act() -> None:
        marking = await shown(Pages(range(23)), 0, *here)
        cursor, start, before = 0, None, set[int]()
        for step in [*steps, "fetch"]:
            if isinstance(step, int):
                cursor = step
                marking.stretch(step)
            elif step == "fetch":
                await marking.fetch()
            elif start is None:
                start = cursor
                await marking.fetch()
                marking.begin_range(cursor)
            else:
                marking.end_range()
                before |= set(range(min(start, cursor), max(start, cursor) + 1))
                start = None
        inside = set() if start is None else {*range(min(start, cursor), max(start, cursor) + 1)}
        assert {int(item.id[1:]) for item in marking.marks.items} == before | inside

    asyncio.run(act())
