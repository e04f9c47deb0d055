"""All rows: nobody is told of all where nothing proves it, and every list ends."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from kinescope_tui.api import Exchange, Page, Priority
from kinescope_tui.api.errors import OrderFieldError, StoppedError, UnreachableError
from kinescope_tui.api.models import AccessToken, Identified, RawModel, Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.page_reader import PageReader
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.steady_order import in_first_order, steady_orders

BEGAN = datetime(2026, 8, 21, tzinfo=UTC)
EXCHANGE = Exchange("GET", "/v1/videos", (), BEGAN)
FIELDS = ("title", "description", "created_at", "updated_at", "duration")


def video(number: int) -> Video:
    return Video(id=f"v{number}", created_at=BEGAN + timedelta(seconds=number))


class Server:
    """A list that may change at each request."""

    def __init__(self, items: Sequence[Identified], size: int = 10) -> None:
        self.items = list(items)
        self.size = size
        self.asked: list[int] = []
        self.at: dict[int, Callable[[], object]] = {}
        self.has_total = True

    async def fetch(self, page: int, per_page: int, _priority: Priority) -> Page[Identified]:
        self.asked.append(page)
        self.at.get(len(self.asked), lambda: None)()
        size = min(per_page, self.size)
        found = self.items[(page - 1) * size : page * size]
        total = len(self.items) if self.has_total else None
        await asyncio.sleep(0)
        return Page(found, page, size, total, Order(), EXCHANGE)


async def read(rows: PageReader[Identified]) -> list[str]:
    taken: list[str] = []

    async def take(items: Sequence[Identified]) -> None:
        taken.extend(item.id for item in items)

    await rows.read(take)
    assert len(taken) == rows.taken
    return taken


def videos(size: int) -> list[Video]:
    return [video(n) for n in range(size)]


async def test_what_is_uploaded_meanwhile_comes_last_and_costs_no_further_reading() -> None:
    server = Server(videos(45))
    server.at = {
        n: lambda n=n: server.items.append(video(100 + n))  # type: ignore[misc]
        for n in range(2, 12)
    }
    rows = PageReader(server.fetch)
    taken = await read(rows)
    assert taken[:45] == [f"v{n}" for n in range(45)]
    assert rows.is_proved
    assert rows.shortfall == ""
    assert len(server.asked) <= 2 + 6


async def test_a_row_that_moved_to_a_page_read_before_is_found_by_a_second_reading() -> None:
    server = Server(videos(45))
    server.at = {4: lambda: server.items.pop(3)}
    rows = PageReader(server.fetch)
    taken = await read(rows)
    assert {f"v{n}" for n in range(45)} == set(taken)
    assert (rows.is_proved, rows.shortfall, rows.late, rows.gone) == (True, "", 1, 1)


async def test_one_that_went_while_another_came_is_noticed_though_the_total_stays() -> None:
    server = Server(videos(45))

    def swap() -> None:
        server.items.pop(3)
        server.items.append(video(100))

    server.at = {4: swap}
    rows = PageReader(server.fetch)
    taken = await read(rows)
    assert set(taken) >= {item.id for item in server.items}
    assert rows.is_proved


async def test_where_a_swap_would_not_show_nothing_is_claimed() -> None:
    rows = PageReader(Server([Video(id=f"v{n}") for n in range(45)]).fetch)
    await read(rows)
    assert (rows.is_proved, rows.shortfall) == (False, "")
    alone = PageReader(Server([Video(id=f"v{n}") for n in range(9)]).fetch)
    await read(alone)
    assert alone.is_proved  # one answer does not change while it is read


async def test_a_list_that_never_rests_is_incomplete() -> None:
    server = Server(videos(45))
    server.at = {n: lambda: server.items.pop(0) for n in range(3, 60)}
    rows = PageReader(server.fetch)
    await read(rows)
    assert rows.shortfall == "the list changed while it was read"
    assert not rows.is_proved


async def test_ties_in_another_order_each_time_are_not_taken_for_all() -> None:
    chance = Random(3)  # noqa: S311 - an order, not a secret
    server = Server([Video(id=f"v{n}") for n in range(200)], size=20)
    server.at = {n: lambda: chance.shuffle(server.items) for n in range(100)}
    rows = PageReader(server.fetch)
    taken = await read(rows)
    assert rows.shortfall
    assert len(taken) == len(set(taken)) > 150


def nameless(*names: str) -> list[RawModel]:
    return [RawModel(raw={"domain": name}) for name in names]


async def test_a_server_that_knows_no_pages_ends_by_repeating_itself() -> None:
    for items in (nameless("a", "b", "a"), [RawModel(id=name) for name in "abc"]):

        async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Identified]:
            return Page(items, page, per_page, None, Order(), EXCHANGE)  # noqa: B023 - at once

        rows = PageReader(fetch)
        assert len(await read(rows)) == 3
        assert (rows.total, rows.shortfall) == (None, "")


async def test_rows_whose_ids_are_masked_alike_are_all_there() -> None:
    tokens = [AccessToken(id=f"{n:08}-cafe", name=f"Token {n}") for n in range(25)]
    server = Server(tokens)
    rows = PageReader(server.fetch)
    assert len(await read(rows)) == 25
    assert rows.shortfall == ""


async def test_a_list_that_repeats_itself_a_little_changed_ends_too_and_is_in_doubt() -> None:
    asked = 0

    async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Identified]:
        nonlocal asked
        asked += 1
        items = nameless(*"abcdef", f"views {asked}")
        return Page(items, page, per_page, None, Order(), EXCHANGE)

    rows = PageReader(fetch)
    assert len(await read(rows)) == 7
    assert "the same rows" in rows.shortfall
    assert asked == 2


async def test_a_short_page_is_no_end_where_nobody_says_how_many_there_are() -> None:
    server = Server([Video(id=f"v{n}") for n in range(45)])
    server.has_total = False

    async def fetch(page: int, per_page: int, priority: Priority) -> Page[Identified]:
        came = await server.fetch(page, 10, priority)
        return Page(came.items, page, per_page, None, Order(), EXCHANGE)

    rows = PageReader(fetch)
    assert len(await read(rows)) == 45


async def test_pages_on_which_nothing_can_be_read_end() -> None:
    asked = 0

    async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Identified]:
        nonlocal asked
        asked += 1
        return Page([], page, per_page, 10**12, Order(), EXCHANGE, dropped=per_page)

    rows = PageReader(fetch)
    await read(rows)
    assert asked < 30
    assert "could not be read" in rows.shortfall


def with_empty(server: Server, empty: set[int], total: int | None) -> Fetch[Identified]:
    async def fetch(page: int, per_page: int, priority: Priority) -> Page[Identified]:
        came = await server.fetch(page, per_page, priority)
        return replace(came, items=[] if page in empty else came.items, total=total)

    return fetch


@pytest.mark.parametrize("items", [videos(100), [Video(id=f"v{n}") for n in range(100)]])
@pytest.mark.parametrize(
    ("empty", "told"), [({3}, "page 3 came back empty"), ({3, 6}, "2 pages came back empty")]
)
async def test_an_empty_page_costs_its_own_rows_and_is_told(
    items: list[Video], empty: set[int], told: str
) -> None:
    rows = PageReader(with_empty(Server(items), empty, 100))
    assert len(await read(rows)) == 100 - 10 * len(empty)
    assert (rows.shortfall, rows.is_proved, rows.total) == (told, False, 100)


@pytest.mark.parametrize("size", [0, 20, 25])
async def test_a_list_whose_total_is_far_too_large_ends_after_few_requests(size: int) -> None:
    server = Server(videos(size))
    rows = PageReader(with_empty(server, set(), 10_000_000))
    assert len(await read(rows)) == size
    assert rows.shortfall == "the server returned another number of rows than it reported"
    assert len(server.asked) <= 15


async def test_rows_seen_at_the_end_prove_that_a_list_goes_on_after_empty_pages() -> None:
    rows = PageReader(with_empty(Server(videos(100)), {3, 4, 5}, 100))
    assert len(await read(rows)) == 70
    assert rows.shortfall == "3 pages came back empty"


async def test_rows_that_were_not_taken_come_again() -> None:
    server = Server(videos(45))
    rows = PageReader(server.fetch)
    taken: list[str] = []

    async def take(items: Sequence[Identified]) -> None:
        if len(taken) == 20 and not rows.is_again and not failed:
            failed.append(True)
            raise UnreachableError("the disk is full")
        taken.extend(item.id for item in items)

    failed: list[bool] = []
    with pytest.raises(UnreachableError):
        await rows.read(take)
    await rows.read(take)
    assert taken == [f"v{n}" for n in range(45)]
    assert rows.is_proved


async def test_after_a_stop_nothing_more_is_asked_for() -> None:
    server = Server(videos(450))
    rows = PageReader(server.fetch)
    server.at = {15: rows.stop}
    with pytest.raises(StoppedError):
        await read(rows)
    asked = len(server.asked)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(server.asked) == asked


# In which order.


@pytest.mark.parametrize(
    ("looked_at", "read_in"),
    [
        ("created_at.desc", "created_at.asc,title.asc,duration.asc"),
        ("", "created_at.asc,title.asc,duration.asc"),
        ("title.desc", "title.desc,created_at.asc,duration.asc"),
        ("duration.asc,title.desc", "duration.asc,title.desc,created_at.asc"),
    ],
)
def test_the_oldest_come_first_and_ties_are_broken(looked_at: str, read_in: str) -> None:
    orders = steady_orders(Order.parse(looked_at), FIELDS)
    assert str(orders[0]) == read_in
    assert str(orders[-1]) == looked_at


def test_where_no_order_is_documented_none_is_asked_for() -> None:
    assert steady_orders(Order(), ()) == [Order()]


async def test_an_order_that_is_refused_gives_way_to_the_next() -> None:
    tried: list[str] = []

    def fetch_in(order: Order) -> Fetch[Video]:
        async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Video]:
            tried.append(str(order))
            if len(order.levels) > 1:
                raise OrderFieldError("not by two")
            return Page([], page, per_page, 0, Order(), EXCHANGE)

        return fetch

    orders = steady_orders(Order.parse("created_at.desc"), FIELDS)
    fetch = in_first_order(fetch_in, orders)
    for page in (1, 2):
        await fetch(page, 100, Priority.BULK)
    assert tried == ["created_at.asc,title.asc,duration.asc", "created_at.asc", "created_at.asc"]
