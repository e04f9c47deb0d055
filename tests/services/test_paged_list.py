"""A list read page by page, from servers honest and otherwise."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import until

from kinescope_tui.api import Exchange, Order, Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import MissingRow

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
SCREEN = 40
MAX_ASKED = 300


def videos(count: int, first: int = 0) -> list[Video]:
    return [Video(id=f"v{n}", title=f"Video {n}") for n in range(first, first + count)]


def truth(server: "Server") -> int | None:
    return len(server.items)


@dataclass
class Server:
    """Has items and pages them as it is told to.

    Attributes:
        total: What it says about their number.
        size: What it makes of the page size that it is asked for.
        echo: What it says about the page size; None for the truth.
        dropped: How many entries of a page could not be read, by page.
        failing: The pages that fail.
        empty: The pages that come empty, whatever should stand on them.
        open: Answers wait for it.
        asked: Page, page size and priority of every request.
        busiest: How many requests were out at the same time at most.
    """

    items: Sequence[Video]
    total: Callable[["Server"], int | None] = truth
    size: Callable[[int], int] = lambda asked: asked
    echo: Callable[[int], int] | None = None
    pages: bool = True
    dropped: dict[int, int] = field(default_factory=dict)
    failing: set[int] = field(default_factory=set)
    empty: set[int] = field(default_factory=set)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[tuple[int, int, Priority]] = field(default_factory=list)
    busiest: int = 0
    out: int = 0
    inserted: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    @property
    def numbers(self) -> list[int]:
        return [number for number, _, _ in self.asked]

    async def fetch(self, number: int, per_page: int, priority: Priority) -> Page[Video]:
        self.asked.append((number, per_page, priority))
        assert len(self.asked) < MAX_ASKED, "it asks for ever"
        self.out += 1
        self.busiest = max(self.busiest, self.out)
        try:
            await asyncio.sleep(0)
            await self.open.wait()
        finally:
            self.out -= 1
        if number in self.failing:
            raise errors.UnreachableError("no route")
        size = self.size(per_page)
        start = (number - 1) * size if self.pages else 0
        dropped = self.dropped.get(number, 0)
        return Page(
            items=self.items[start : start + size - dropped] if number not in self.empty else [],
            number=number,
            per_page=self.echo(per_page) if self.echo else size,
            total=self.total(self),
            order=Order(),
            exchange=EXCHANGE,
            dropped=dropped,
        )


class Reader:
    """Scrolls through a list as the table does: what changes is looked at again."""

    def __init__(self, server: Server, **options: Any) -> None:
        self.server = server
        self.rows = PagedList[Video](server.fetch, **options)
        self.rows.on_change = self._look_again
        self.top = 0

    async def look(self, row: int, *, ahead: int = 0) -> None:
        self.top = row
        self.rows.look_at(row, row + SCREEN - 1, ahead=ahead)
        await self.settle()

    async def settle(self) -> None:
        for _ in until(lambda: not self.rows.is_busy):
            await asyncio.sleep(0)

    def ids(self) -> list[str]:
        shown = (self.rows.row(row) for row in range(self.rows.row_count))
        return [item.id for item in shown if not isinstance(item, MissingRow)]

    async def read_through(self) -> list[str]:
        """Step down row by row, and return the ids in the order in which they showed."""
        seen: dict[str, None] = {}
        row = 0
        while row < self.rows.row_count:
            await self.look(row)
            item = self.rows.row(row)
            if not isinstance(item, MissingRow):
                seen[item.id] = None
            row += 1
        return list(seen)

    def _look_again(self) -> None:
        self.top = max(0, min(self.top, self.rows.row_count - 1))
        self.rows.look_at(self.top, self.top + SCREEN - 1)


def all_ids(count: int) -> list[str]:
    return [f"v{n}" for n in range(count)]


# What is asked for.


async def test_only_the_page_that_is_looked_at_is_asked_for() -> None:
    server = Server(videos(1_000))
    reader = Reader(server)
    await reader.look(0)
    assert server.asked == [(1, 100, Priority.LOOKED_AT)]
    assert (reader.rows.row_count, reader.rows.page_count) == (1_000, 10)
    assert reader.rows.row(7) == server.items[7]
    assert reader.rows.row(100) is MissingRow.LOADING


async def test_the_end_of_a_million_rows_costs_one_page() -> None:
    server = Server(range_of_videos(1_000_000))
    reader = Reader(server)
    await reader.look(0)
    await reader.look(1_000_000 - SCREEN)
    assert server.numbers == [1, 10_000]
    last = reader.rows.row(999_999)
    assert isinstance(last, Video)
    assert last.id == "v999999"


def range_of_videos(count: int) -> Sequence[Video]:
    class Long(Sequence[Video]):
        def __len__(self) -> int:
            return count

        def __getitem__(self, index: Any) -> Any:
            return [Video(id=f"v{n}") for n in range(count)[index]]

    return Long()


async def test_a_page_is_asked_for_once_at_a_time() -> None:
    server = Server(videos(300))
    server.open.clear()
    reader = Reader(server)
    first, second = (asyncio.create_task(reader.rows.load(row)) for row in (0, 99))
    for row in range(5):
        reader.rows.look_at(row, row + 10)
    await asyncio.sleep(0)
    server.open.set()
    await asyncio.gather(first, second)
    await reader.look(3)
    assert server.numbers == [1]


async def test_two_pages_are_out_at_most_and_those_scrolled_past_are_never_asked_for() -> None:
    server = Server(videos(3_000))
    reader = Reader(server)
    await reader.look(0)
    server.open.clear()
    for row in range(0, 2_500, 30):
        reader.rows.look_at(row, row + SCREEN)
        await asyncio.sleep(0)
    reader.top = 2_510
    reader.rows.look_at(2_510, 2_510 + SCREEN)
    server.open.set()
    await reader.settle()
    assert server.busiest == 2
    assert server.numbers == [1, 2, 3, 26]


@pytest.mark.parametrize(
    ("row", "ahead", "fetched"),
    [(520, 1, [1, 6, 7]), (540, -1, [1, 6, 5]), (540, 0, [1, 6]), (500, 1, [1, 6])],
)
async def test_the_neighbour_in_the_direction_of_travel_is_fetched_last(
    row: int, ahead: int, fetched: list[int]
) -> None:
    server = Server(videos(1_000))
    rows = PagedList[Video](server.fetch)
    await rows.load(0)
    rows.look_at(row, row + SCREEN - 1, ahead=ahead)
    for _ in until(lambda: not rows.is_busy):
        await asyncio.sleep(0)
    assert server.numbers == fetched
    assert [priority for _, _, priority in server.asked[2:]] == [Priority.AHEAD] * len(fetched[2:])


async def test_nothing_is_fetched_ahead_of_the_first_row_or_past_the_last() -> None:
    server = Server(videos(150))
    reader = Reader(server)
    await reader.look(0, ahead=-1)
    await reader.look(110, ahead=1)
    assert server.numbers == [1, 2]


async def test_a_page_that_failed_ahead_of_the_eye_is_no_problem_and_is_asked_for_again() -> None:
    server = Server(videos(1_000), failing={2})
    reader = Reader(server)
    await reader.look(0)
    await reader.look(56, ahead=1)
    assert server.numbers == [1, 2]
    assert reader.rows.failure is None
    await reader.look(60, ahead=1)
    assert server.numbers == [1, 2]
    server.failing.clear()
    await reader.look(120)
    assert server.numbers == [1, 2, 2]
    assert reader.rows.row(120) == server.items[120]


async def test_both_pages_in_sight_are_looked_at() -> None:
    server = Server(videos(1_000))
    reader = Reader(server)
    await reader.look(0)
    await reader.look(80)
    assert server.asked[-1] == (2, 100, Priority.LOOKED_AT)


async def test_the_pages_looked_at_last_are_kept() -> None:
    server = Server(videos(2_000))
    reader = Reader(server, most_pages=3)
    for page in (1, 2, 3, 1, 4):
        await reader.look((page - 1) * 100)
    assert reader.rows.loaded_pages == 3
    assert isinstance(reader.rows.row(0), Video)
    assert reader.rows.row(100) is MissingRow.LOADING
    assert reader.rows.row_of("v150") is None
    await reader.look(100)
    assert reader.rows.row_of("v150") == 150


async def test_what_is_in_sight_is_kept_even_if_that_is_more_than_is_kept_else() -> None:
    server = Server(videos(500))
    reader = Reader(server, most_pages=1, per_page=10)
    await reader.look(0)
    await reader.look(0)
    assert all(isinstance(reader.rows.row(row), Video) for row in range(SCREEN))
    assert reader.rows.loaded_pages == 4
    await reader.look(490)
    assert reader.rows.loaded_pages == 1


async def test_pages_that_are_only_loaded_do_not_pile_up() -> None:
    rows = PagedList[Video](Server(videos(500)).fetch, per_page=10, most_pages=3)
    for row in range(0, 500, 10):
        await rows.load(row)
        assert isinstance(rows.row(row), Video)
    assert rows.loaded_pages == 3


# The page size.


@pytest.mark.parametrize("total", [truth, lambda _: None], ids=["total", "no total"])
@pytest.mark.parametrize(
    ("size", "echo"),
    [
        (lambda asked: min(asked, 20), None),
        (lambda _: 500, None),
        (lambda asked: asked, lambda _: 1_000),
        (lambda asked: asked, lambda _: 10),
        (lambda asked: asked, lambda _: 10**30),
        (lambda asked: min(asked, 33), None),
        (lambda asked: max(12, asked // 2), None),
    ],
    ids=["clamped", "larger", "says more", "says less", "says far more", "odd", "always half"],
)
async def test_no_row_is_skipped_whatever_the_server_makes_of_the_page_size(
    total: Callable[[Server], int | None],
    size: Callable[[int], int],
    echo: Callable[[int], int] | None,
) -> None:
    reader = Reader(Server(videos(730), total=total, size=size, echo=echo))
    assert await reader.read_through() == all_ids(730)
    assert reader.rows.row_count == 730


async def test_a_clamped_page_size_counts_pages_as_the_server_does() -> None:
    server = Server(videos(156), size=lambda asked: min(asked, 20))
    reader = Reader(server)
    await reader.look(0)
    assert (reader.rows.per_page, reader.rows.page_count) == (20, 8)
    assert server.asked[:2] == [(1, 100, Priority.LOOKED_AT), (2, 20, Priority.LOOKED_AT)]
    assert reader.rows.page_number(45) == 3
    assert isinstance(reader.rows.row(39), Video)


async def test_a_page_size_that_changes_midway_moves_no_row() -> None:
    server = Server(videos(1_000))
    reader = Reader(server)
    await reader.look(0)
    server.size = lambda asked: min(asked, 20)
    await reader.look(500)
    assert [reader.rows.row(row) for row in range(500, 540)] == server.items[500:540]
    server.size = lambda _: 100
    await reader.look(120)
    assert [reader.rows.row(row) for row in range(120, 160)] == server.items[120:160]


async def test_a_row_deep_in_a_clamped_list_is_loaded_as_itself() -> None:
    server = Server(videos(1_000), size=lambda asked: min(asked, 20))
    rows = PagedList[Video](server.fetch)
    await rows.load(512)
    assert rows.row(512) == server.items[512]


async def test_two_pages_out_while_the_size_changes_come_right() -> None:
    server = Server(videos(300), size=lambda asked: min(asked, 20))
    rows = PagedList[Video](server.fetch)
    await asyncio.gather(*(rows.load(row) for row in (0, 130, 250)))
    assert [rows.row(row) for row in (0, 130, 250)] == [server.items[row] for row in (0, 130, 250)]


async def test_a_size_that_is_another_each_time_is_not_followed_for_ever() -> None:
    sizes = iter(range(20, 10_000))
    reader = Reader(Server(videos(5_000), echo=lambda _: next(sizes), size=lambda _: 20))
    await reader.look(0)
    await reader.look(130)
    assert reader.rows.row_count >= 0


async def test_a_server_without_paging_sends_all_at_once() -> None:
    for total in (truth, lambda _: None):
        server = Server(videos(730), size=lambda _: 5_000, echo=lambda _: 100, total=total)
        reader = Reader(server)
        assert await reader.read_through() == all_ids(730)
        assert set(server.numbers) <= {1, 2}


# The total.


@pytest.mark.parametrize(
    "said",
    [None, 0, 1, 99, 101, 729, 731, 800, 1_000, 50_000, 10**9, 10**30],
    ids=str,
)
async def test_every_row_is_reached_whatever_the_total_says(said: int | None) -> None:
    reader = Reader(Server(videos(730), total=lambda _: said))
    assert await reader.read_through() == all_ids(730)


async def test_the_end_of_a_list_whose_total_is_far_too_large_is_found_quickly() -> None:
    server = Server(videos(250), total=lambda _: 1_000_000)
    reader = Reader(server)
    await reader.look(0)
    await reader.look(999_999)
    assert len(server.asked) <= 4
    assert reader.rows.total is None
    assert reader.rows.notes == ["the server's total of 1\u00a0000\u00a0000 was wrong"]
    for _ in until(lambda: reader.top >= reader.rows.row_count - 1):
        await reader.look(reader.rows.row_count - 1)
    assert reader.rows.row_count == 250


async def test_a_disproved_total_is_noted_also_when_the_next_answer_has_none() -> None:
    said = iter([0, None, None, None])
    reader = Reader(Server(videos(250), total=lambda _: next(said)))
    await reader.look(0)
    await reader.look(100)
    assert reader.rows.notes == ["the server's total of 0 was wrong"]
    assert reader.rows.total is None


async def test_an_empty_list_has_no_rows_and_is_asked_for_once() -> None:
    for total in (truth, lambda _: None, lambda _: 5):
        server = Server([], total=total)
        reader = Reader(server)
        await reader.look(0)
        assert reader.rows.row_count == 0
        assert reader.rows.page_count == 1
        assert server.numbers == [1]


async def test_a_total_that_nobody_could_scroll_through_is_not_believed() -> None:
    reader = Reader(Server(videos(3), total=lambda _: 10**398))
    await reader.look(0)
    assert (reader.rows.total, reader.rows.row_count) == (None, 3)


async def test_a_list_that_shrinks_while_its_last_page_is_looked_at_ends_earlier() -> None:
    server = Server(videos(950))
    reader = Reader(server)
    await reader.look(0)
    await reader.look(949)
    server.items = server.items[:420]
    await reader.look(850)
    assert reader.rows.row_count == 420
    assert reader.rows.total == 420
    assert reader.rows.notes == []
    await reader.look(419)
    assert reader.ids()[-1] == "v419"


async def test_a_list_that_grows_is_longer_with_the_next_page() -> None:
    server = Server(videos(150))
    reader = Reader(server)
    await reader.look(0)
    server.items = videos(400)
    await reader.look(100)
    assert (reader.rows.row_count, reader.rows.notes) == (400, [])
    assert await reader.read_through() == all_ids(400)


async def test_a_row_beyond_the_end_is_loaded_as_nothing() -> None:
    server = Server(videos(150))
    rows = PagedList[Video](server.fetch)
    await rows.load(5_000)
    assert rows.row_count == 150
    assert server.numbers == [51]


async def test_without_a_total_there_is_one_row_more_until_the_end_is_seen() -> None:
    reader = Reader(Server(videos(200), total=lambda _: None))
    await reader.look(0)
    assert (reader.rows.row_count, reader.rows.total) == (101, None)
    await reader.look(100)
    assert reader.rows.row_count == 201
    await reader.look(200)
    assert reader.rows.row_count == 200


@pytest.mark.parametrize("total", [truth, lambda _: None], ids=["total", "no total"])
async def test_entries_that_could_not_be_read_hide_no_page(
    total: Callable[[Server], int | None],
) -> None:
    server = Server(videos(250), total=total, dropped={1: 3, 2: 100})
    reader = Reader(server)
    seen = await reader.read_through()
    assert seen == [f"v{n}" for n in (*range(97), *range(200, 250))]
    assert reader.rows.row(98) is MissingRow.ABSENT
    assert "103 entries could not be read" in reader.rows.notes


# Empty pages.


async def test_an_empty_page_hides_no_row_but_its_own() -> None:
    server = Server(videos(1_000), empty={3})
    reader = Reader(server)
    await reader.look(0)
    await reader.look(230)
    assert server.numbers == [1, 3, 4]  # the one after it, to know whether the list goes on
    assert (reader.rows.row_count, reader.rows.total, reader.rows.notes) == (1_000, 1_000, [])
    assert reader.rows.row(250) is MissingRow.FAILED
    assert told(reader) == ["Page 3 came back empty; the server reports 1\u00a0000 rows."]
    for row in (350, 950):
        await reader.look(row)
        assert reader.rows.row(row) == server.items[row]
        assert told(reader) == []
    await reader.look(250)
    assert server.numbers == [1, 3, 4, 10]
    server.empty.clear()
    reader.rows.retry()
    await reader.settle()
    assert reader.rows.row(250) == server.items[250]
    assert told(reader) == []


async def test_a_list_with_an_empty_page_is_not_whole() -> None:
    server = Server(videos(300), empty={2})
    reader = Reader(server)
    for row in (0, 200, 100):
        await reader.look(row)
    assert not reader.rows.is_whole
    server.empty.clear()
    reader.rows.retry()
    await reader.settle()
    assert reader.rows.is_whole


async def test_a_list_whose_total_was_wrong_is_not_known_to_be_whole() -> None:
    reader = Reader(Server(videos(200), total=lambda _: 500))
    assert await reader.read_through() == all_ids(200)
    assert reader.rows.row_count == 200
    assert not reader.rows.is_whole


async def test_where_rows_came_from_beyond_an_empty_page_no_other_one_is_asked_for() -> None:
    server = Server(videos(1_000), empty={3, 4})
    reader = Reader(server)
    await reader.look(0)
    await reader.look(999)
    await reader.look(230)
    assert server.numbers == [1, 10, 3]
    assert reader.rows.row_count == 1_000


@pytest.mark.parametrize("row", [0, 4_000_000, 9_999_999])
@pytest.mark.parametrize("has_first", [True, False])
async def test_a_server_whose_pages_are_empty_is_asked_for_few(
    *, row: int, has_first: bool
) -> None:
    server = Server(videos(100 if has_first else 0), total=lambda _: 10_000_000)
    reader = Reader(server)
    await reader.rows.load(row)
    await reader.look(0)
    for _ in until(lambda: reader.rows.row_count == len(server.items)):
        await reader.look(reader.rows.row_count - 1)
    assert len(server.asked) <= 5


@pytest.mark.parametrize("rows", [820, 900])
async def test_an_empty_last_page_ends_the_list_where_the_page_before_it_does(rows: int) -> None:
    server = Server(videos(rows), total=lambda _: 1_000)
    reader = Reader(server)
    await reader.look(0)
    await reader.look(999)
    assert server.numbers == [1, 10, 9]
    assert (reader.rows.row_count, reader.rows.total) == (rows, None)


async def test_a_page_beside_an_empty_one_that_fails_proves_nothing_until_it_comes() -> None:
    server = Server(videos(200), total=lambda _: 1_000, failing={4})
    reader = Reader(server)
    await reader.look(0)
    await reader.look(220)
    assert reader.rows.row_count == 1_000
    assert "Page 3 came back empty" in told(reader)[0]
    server.failing.clear()
    await reader.look(320)  # what failed ahead of the eye is asked for again
    assert reader.rows.total is None
    assert await reader.read_through() == all_ids(200)


async def test_a_page_whose_rows_went_with_the_total_is_the_end() -> None:
    server = Server(videos(1_000))
    reader = Reader(server)
    await reader.look(0)
    server.items = server.items[:200]
    await reader.look(230)
    assert (reader.rows.row_count, reader.rows.notes) == (200, [])


async def test_whoever_waits_for_an_empty_page_is_told_and_closing_sets_them_free() -> None:
    server = Server(videos(1_000), empty={3})
    rows = PagedList[Video](server.fetch)
    with pytest.raises(errors.BadAnswerError, match="Page 3 came back empty"):
        await rows.load(250)
    server.open.clear()
    rows = PagedList[Video](server.fetch)
    waiting = asyncio.create_task(rows.load(250))
    await asyncio.sleep(0)
    rows.close()
    with pytest.raises(errors.StoppedError):
        await waiting
    server.open.set()


# Repeated ids.


async def test_a_server_that_repeats_its_first_page_for_ever_has_one_page() -> None:
    server = Server(videos(100), total=lambda _: None, pages=False)
    reader = Reader(server)
    assert await reader.read_through() == all_ids(100)
    assert reader.rows.row_count == 100
    assert server.numbers == [1, 2]


async def test_a_repeated_page_under_a_total_shows_no_row_twice() -> None:
    reader = Reader(Server(videos(100), total=lambda _: 300, pages=False))
    assert await reader.read_through() == all_ids(100)
    assert reader.rows.row(150) is MissingRow.REPEATED


async def test_an_id_twice_on_a_page_is_one_row() -> None:
    reader = Reader(Server([Video(id="a"), Video(id="b"), Video(id="a")]))
    await reader.look(0)
    assert reader.ids() == ["a", "b"]
    assert reader.rows.row(2) is MissingRow.REPEATED
    assert reader.rows.row_of("a") == 0


async def test_items_without_an_id_are_rows_all_the_same() -> None:
    reader = Reader(Server([Video(title="x"), Video(title="y"), Video(title="x")]))
    await reader.look(0)
    assert [getattr(reader.rows.row(row), "title", "") for row in range(3)] == ["x", "y", "x"]
    assert reader.rows.row_of("") is None


async def test_an_insertion_between_pages_shows_no_row_twice() -> None:
    server = Server(videos(300))
    reader = Reader(server)
    await reader.look(0)
    server.items = [*videos(5, first=900), *videos(300)]
    assert await reader.read_through() == all_ids(300)
    assert reader.rows.row(102) is MissingRow.REPEATED
    assert reader.rows.row_count == 305


async def test_a_deletion_between_pages_costs_the_rows_that_moved_up_until_the_next_refresh() -> (
    None
):
    server = Server(videos(300))
    reader = Reader(server)
    await reader.look(0)
    server.items = videos(300)[5:]
    seen = await reader.read_through()
    assert seen == [f"v{n}" for n in (*range(100), *range(105, 300))]
    assert reader.rows.notes == []


async def test_of_three_rows_with_one_id_one_shows_also_when_its_page_is_forgotten() -> None:
    items = videos(500)
    items[250] = items[350] = items[50]
    reader = Reader(Server(items), most_pages=3)
    for row in (0, 200, 300, 400):
        await reader.look(row)
    assert reader.rows.row(50) is MissingRow.LOADING
    assert reader.ids().count("v50") == 1
    assert reader.rows.row_of("v50") in {250, 350}


async def test_known_rows_on_an_older_page_do_not_end_a_list_without_a_total() -> None:
    server = Server(videos(500), total=lambda _: None)
    reader = Reader(server, most_pages=2)
    for row in (0, 100, 200, 300):
        await reader.look(row)
    server.items = videos(500)[100:]  # the second page now holds what the third one did
    await reader.look(200)
    await reader.look(110)
    assert reader.rows.row_count == 401


# Failures.


def told(reader: Reader) -> list[str]:
    return [reader.rows.failure.message] if reader.rows.failure else []


async def test_a_failed_page_is_told_and_retried_on_demand_only() -> None:
    server = Server(videos(300), failing={2})
    reader = Reader(server)
    await reader.look(0)
    await reader.look(100)
    await reader.look(101)
    assert server.numbers == [1, 2]
    assert reader.rows.row(150) is MissingRow.FAILED
    assert told(reader) == ["no route"]
    await reader.look(0)
    assert told(reader) == []
    await reader.look(100)
    server.failing.clear()
    reader.rows.retry()
    assert reader.rows.row(150) is MissingRow.LOADING
    await reader.settle()
    assert told(reader) == []
    assert isinstance(reader.rows.row(150), Video)


async def test_everybody_who_waits_for_a_page_that_fails_is_told() -> None:
    server = Server(videos(300), failing={1})
    rows = PagedList[Video](server.fetch)
    results = await asyncio.gather(rows.load(0), rows.load(50), return_exceptions=True)
    assert [type(result) for result in results] == [errors.UnreachableError] * 2
    assert server.numbers == [1]
    server.failing.clear()
    await rows.load(0)
    assert rows.row(0) == server.items[0]


async def test_a_caller_who_leaves_does_not_cost_the_others_the_page() -> None:
    server = Server(videos(300))
    server.open.clear()
    rows = PagedList[Video](server.fetch)
    leaves, stays = (asyncio.create_task(rows.load(0)) for _ in range(2))
    await asyncio.sleep(0)
    leaves.cancel()
    server.open.set()
    await stays
    assert rows.row(0) == server.items[0]
    assert server.numbers == [1]


async def test_answers_after_closing_are_told_to_nobody_and_nothing_more_is_asked_for() -> None:
    server = Server(videos(1_000))
    rows = PagedList[Video](server.fetch, per_page=10)
    changes: list[int] = []
    await rows.load(0)
    rows.on_change = lambda: changes.append(1)
    server.open.clear()
    rows.look_at(100, 139)
    await asyncio.sleep(0)
    rows.close()
    server.open.set()
    for _ in until(lambda: not rows.is_busy):
        await asyncio.sleep(0)
    assert changes == []
    assert server.numbers == [1, 11, 12]
    assert rows.failure is None


# Anything that a server may do.

ACTIONS = st.one_of(
    st.tuples(st.just("look"), st.floats(0, 1), st.sampled_from([-1, 0, 1])),
    st.tuples(st.just("glance"), st.floats(0, 1), st.sampled_from([-1, 0, 1])),
    st.tuples(st.just("load"), st.integers(0, 200), st.just(0)),
    st.tuples(st.just("insert"), st.floats(0, 1), st.integers(1, 15)),
    st.tuples(st.just("delete"), st.floats(0, 1), st.integers(1, 60)),
    st.tuples(st.just("say"), st.sampled_from([None, 0, 1, 7, 30, 10**6, 10**30]), st.booleans()),
    st.tuples(st.just("size"), st.integers(1, 25), st.integers(1, 40)),
    st.tuples(st.just("fail"), st.integers(1, 6), st.just(0)),
    st.tuples(st.just("empty"), st.integers(1, 6), st.just(0)),
    st.tuples(st.just("retry"), st.just(0), st.just(0)),
)


def truth_is_told(server: Server) -> bool:
    return server.total is truth


def check(rows: PagedList[Video]) -> None:
    assert rows.row_count >= 0
    assert rows.page_count >= 1
    assert rows.total is None or rows.total == rows.row_count
    shown = [rows.row(row) for row in range(min(rows.row_count, 400))]
    assert all(isinstance(item, Video | MissingRow) for item in shown)
    ids = [item.id for item in shown if isinstance(item, Video) and item.id]
    assert len(ids) == len(set(ids))
    assert all(isinstance(note, str) for note in rows.notes)
    assert isinstance(rows.row(rows.row_count + 1_000_000), MissingRow)


def always(said: int | None) -> Callable[[Any], Any]:
    return lambda _: said


def at_most(size: int) -> Callable[[int], int]:
    return lambda asked: min(asked, size)


async def scroll(reader: Reader, action: str, value: Any, more: Any) -> None:
    rows = reader.rows
    if action == "look":
        await reader.look(int(value * max(0, rows.row_count - 1)), ahead=more)
    elif action == "glance":
        first = int(value * rows.row_count)
        rows.look_at(first, first + 15, ahead=more)
        await asyncio.sleep(0)
    elif action == "load":
        try:
            await rows.load(value)
        except errors.UnreachableError:
            assert reader.server.failing
        except errors.BadAnswerError:
            assert reader.server.empty or not truth_is_told(reader.server)
    elif action == "retry":
        rows.retry()


def change(server: Server, items: list[Video], action: str, value: Any, more: Any) -> None:
    if action == "insert":
        place = int(value * len(items))
        server.inserted += more
        items[place:place] = videos(more, first=1_000 + server.inserted)
    elif action == "delete":
        place = int(value * len(items))
        del items[place : place + more]
    elif action == "say":
        server.total = truth if more else always(value)
    elif action == "size":
        server.size = at_most(value)
        server.echo = always(more) if more > value else None
    elif action == "fail":
        server.failing ^= {value}
    elif action == "empty":
        server.empty ^= {value}


async def play(actions: list[tuple[str, Any, Any]]) -> None:
    items = [*videos(45), Video(), *videos(3)]
    server = Server(items)
    reader = Reader(server, per_page=10, most_pages=5)
    rows = reader.rows
    for action in actions:
        server.asked.clear()
        change(server, items, *action)
        await scroll(reader, *action)
        check(rows)
    server.failing.clear()
    rows.retry()
    await reader.settle()
    rows.on_change = lambda: None
    rows.look_at(0, 0)
    await reader.settle()
    assert rows.loaded_pages <= 5
    check(rows)


async def test_a_fault_is_told_in_its_rows_and_not_asked_for_without_end() -> None:
    server = Server(videos(30))
    really_fetch, broken = server.fetch, True

    async def fetch(number: int, per_page: int, priority: Priority) -> Page[Video]:
        page = await really_fetch(number, per_page, priority)
        return page if not broken else cast("Page[Video]", None)

    server.fetch = fetch  # type: ignore[method-assign]
    reader = Reader(server, per_page=10)
    await reader.look(0)
    assert server.numbers == [1]
    assert str(reader.rows.failure) == "A bug in this program (AttributeError)."
    broken = False
    reader.rows.retry()
    await reader.settle()
    assert reader.ids() == all_ids(30)


@settings(max_examples=2_000 if FULL else 60, deadline=None)
@given(st.lists(ACTIONS, max_size=25))
def test_no_server_breaks_the_list(actions: list[tuple[str, Any, Any]]) -> None:
    asyncio.run(play(actions))
