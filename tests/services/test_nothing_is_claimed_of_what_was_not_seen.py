"""What is said of a list is what its answers prove: all, none, the newest, how many."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace
from turned_clock import TurnedClock

from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.errors import UnexpectedShapeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import Project, ReportRow, UsageRow, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.paging import read_pages
from kinescope_tui.presentation.analytics.bucket_panel import story_lines
from kinescope_tui.presentation.analytics.report_words import no_movers_text
from kinescope_tui.presentation.inbox.finding_words import partly_told
from kinescope_tui.presentation.lists.here_words import found_told
from kinescope_tui.presentation.lists.list_words import ListWords
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.analytics.bucket_story import BucketStory
from kinescope_tui.services.analytics.report import movers
from kinescope_tui.services.billing.usage import UsageMeter
from kinescope_tui.services.digest.digest import _failures
from kinescope_tui.services.inbox.finding import FindingKind
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.inbox.watch_list import statuses_of
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.page_reader import PageReader
from kinescope_tui.services.lists.project_names import ProjectNames
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.lists.view import Here, View
from kinescope_tui.services.time.time_range import Bucket, TimeRange

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
UNSAID = Order()
EXCHANGE = Exchange("GET", "/v1/videos", (), NOW)
FAILED, STUCK = FindingKind.FAILED, FindingKind.STUCK
OLDEST, NEWEST = Order.parse("created_at"), Order.parse("created_at.desc")


def video(hours: float, status: str) -> Video:
    made = NOW - timedelta(hours=hours)
    return Video(id=f"{hours}", title=f"{hours}", status=status, created_at=made)


def page(
    items: Sequence[Any], total: int | None, *, order: Order = UNSAID, **more: Any
) -> Page[Any]:
    return Page(items, 1, more.pop("per_page", 50), total, order, EXCHANGE, **more)


class Api:
    """Gives the same page of every list."""

    def __init__(self, found: Page[Any]) -> None:
        self.found = found

    async def videos(self, **_asked: Any) -> Page[Any]:
        return self.found

    invoices = videos

    def inbox(self) -> Inbox:
        async def none() -> Sequence[Exchange]:
            return ()

        return Inbox(cast("KinescopeClient", self), TurnedClock(NOW), requests=none)


@pytest.mark.parametrize(
    ("found", "is_whole"),
    [
        (page([1, 2], 2), True),
        (page([1, 2], 3), False),
        (page([1, 2], None), True),
        (page([1] * 50, None), False),
        (page([1, 2], 3, dropped=1), False),
        (page([1, 2], None, dropped=1), False),
        (page([1] * 50, 3), False),  # a total that the page disproves
        (page([1], 3), False),  # pages are smaller than asked for, and nothing says so
        (page([], 0), True),
        (page([], 7), False),
    ],
)
def test_a_page_is_a_whole_list_where_that_is_proved(found: Page[Any], is_whole: bool) -> None:
    assert found.is_whole is is_whole


async def test_failures_are_counted_as_far_as_they_were_seen() -> None:
    some = [video(1, "error"), video(2, "error")]
    (found,) = await Api(page(some, 9, order=NEWEST)).inbox().find(FAILED)
    assert (found.count, found.newest, found.since) == (9, "1", None)
    assert found.horizon == some[1].created_at
    # In another order nobody knows what is newest, or what was seen of what is older.
    denied = Api(page(some, 9, order=Order.parse("title")))
    (found,) = await denied.inbox().find(FAILED)
    assert (found.newest, found.newest_at, found.horizon) == ("", None, NOW)
    (found,) = await Api(page(some, None, dropped=1)).inbox().find(FAILED)
    assert (found.count, found.is_more) == (2, True)
    (found,) = await Api(page([*some, video(3, "done")], None, per_page=3)).inbox().find(FAILED)
    assert (found.count, found.is_more) == (2, True)


@pytest.mark.parametrize(
    "found",
    [
        page([video(n, "done") for n in range(50)], 900),  # nothing was filtered
        page([], 50, dropped=50),
        page([], None, dropped=3),
    ],
)
@pytest.mark.parametrize("kind", [FAILED, STUCK])
async def test_that_there_is_nothing_is_said_of_what_is_known_alone(
    found: Page[Any], kind: FindingKind
) -> None:
    with pytest.raises(UnexpectedShapeError):
        await Api(found).inbox().find(kind)


async def test_what_is_stuck_ends_with_what_is_new_only_where_the_oldest_come_first() -> None:
    rows = [video(9, "processing"), video(8, "processing"), video(1, "processing")]
    (found,) = await Api(page(rows, 99)).inbox().find(STUCK)
    assert (found.count, found.is_more, found.newest) == (2, False, "8")
    (found,) = await Api(page(rows, 99, order=NEWEST)).inbox().find(STUCK)
    assert (found.count, found.is_more, found.newest, found.since) == (2, True, "", None)
    (found,) = await Api(page(rows[::-1], 99)).inbox().find(STUCK)  # it says nothing, and lies
    assert found.is_more
    new = [video(1, "processing")]
    assert await Api(page(new, 99)).inbox().find(STUCK) == []


async def test_what_only_some_were_looked_at_of_is_told() -> None:
    paid = [Invoice(id=f"{n}", raw={"status": "paid"}) for n in range(50)]
    for total, told in ((50, ""), (300, "50 of 300 invoices"),
                        (None, "50 of ? invoices")):  # fmt: skip
        inbox = Api(page(paid, total)).inbox()
        assert await inbox.find(FindingKind.OVERDUE) == []
        assert told in partly_told(inbox.partly)
        assert bool(partly_told(inbox.partly)) is bool(told)


async def test_a_digest_says_that_there_may_be_more() -> None:
    edges = NOW - timedelta(days=1), NOW
    rows = [video(1, "error"), video(30, "error")]
    for found, is_more in (
        (page(rows, 2), False),
        (page(rows, 99), False),  # the newest first: what follows is older still
        (page(rows, 99, order=OLDEST), True),
        (page(rows[::-1], 99), True),
        (page(rows[:1], None, dropped=1), True),
        (page([], 99, dropped=9), True),
    ):
        told = await _failures(cast("KinescopeClient", Api(found)), edges)
        assert told.is_more is is_more


class Listing(KinescopeClient):
    """A client that is told what stands on each page."""

    def __init__(self, answer: Callable[[int], Awaitable[Page[Any]]]) -> None:
        self._answer = answer

    async def page(self, *_path: object, page: int = 1, **_asked: object) -> Any:
        return await self._answer(page)


async def test_rows_that_cannot_be_read_hide_no_others() -> None:
    """A page of them is no end of a list, and many of them in a row are."""
    asked = []

    async def fetch(number: int, size: int) -> Page[Project]:
        asked.append(number)
        items = [Project(id=f"{number}", name="p")] if number == 3 else []
        return Page(items, number, size, 99, Order(), EXCHANGE, dropped=size - len(items))

    found = [one.id async for page in read_pages(fetch, 2) for one in page.items]
    assert found == ["3"]
    assert len(asked) == 13

    async def projects(page: int) -> Page[Project]:
        items = [Project(id=f"{page}", name="p")] if page > 1 else []
        return Page(items, page, 100, 3, Order(), EXCHANGE, dropped=not items)

    client = Listing(projects)
    assert [one.id for one in await ProjectNames(client).projects("vod")] == ["2", "3"]


async def test_what_is_done_here_says_that_rows_could_not_be_read() -> None:
    model = ListModel(lambda _view: fetch, View())

    async def fetch(number: int, size: int, _priority: object) -> Page[Video]:
        return Page(
            [video(n, "done") for n in (1, 2)], number, size, 3, Order(), EXCHANGE, dropped=1
        )

    await asyncio.gather(model.answer(model.ask(View())))
    assert model.is_whole
    await asyncio.gather(model.answer(model.ask(View(here=Here(Order.parse("title"))))))
    assert "possibly incomplete: 1 row could not be read" in ListWords(model, "video").position(NOW)


@pytest.mark.parametrize(
    ("found", "is_all"),
    [
        (page([video(1, "done")], 1), True),
        (page([video(1, "done")], None), True),
        (page([video(1, "done")], 2), False),  # pages are smaller than what was asked for
        (page([video(1, "done")], None, per_page=1), False),
        (page([video(1, "done")], 2, dropped=1), False),
        (page([video(1, "done"), video(7, "done")], 2), False),  # it heeds no ids
    ],
)
async def test_a_video_is_gone_only_where_all_came(found: Page[Any], is_all: bool) -> None:
    statuses, is_known = await statuses_of(cast("KinescopeClient", Api(found)), ["1", "2"])
    assert statuses["1"] == "done"
    assert is_known is is_all


def test_what_the_server_did_not_filter_by_is_told_and_not_called_found() -> None:
    view = View().filtered("status[]", ("error",))
    rows = [video(1, "done"), video(2, "error"), video(3, "")]
    assert VIDEOS.strays(rows, view) == {"status": 1}
    assert VIDEOS.strays(rows[1:], view) == VIDEOS.strays(rows, View()) == {}
    model: ListModel[Video] = ListModel(lambda _view: None, view)  # type: ignore[arg-type, return-value]  # nobody asks
    assert found_told(model) == "● ? found by the server"
    told = found_told(model, strays=VIDEOS.strays(rows, view))
    assert told == "! ? received: the server did not filter by status"


async def test_that_there_are_no_projects_is_not_said_of_rows_that_cannot_be_read() -> None:
    async def projects(_page: int) -> Page[Project]:
        return page([], 3, dropped=3)

    with pytest.raises(UnexpectedShapeError):
        await ProjectNames(Listing(projects)).projects("vod")


def test_rows_without_an_id_are_not_found_by_it() -> None:
    rows = InMemoryRows([Video(), Video(id="a"), Video(), Video(id="a")])
    assert (rows.row_of(""), rows.row_of("a")) == (None, 1)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            page([], None),
            "The report has no rows: nothing was watched, or the API does not say what.",
        ),
        (
            page(
                [
                    ReportRow(video_id="a", view=7, date=NOW - timedelta(hours=hours))
                    for hours in (30, 20)
                ],
                None,
            ),
            "No video gained or lost views.",
        ),
        (page([], None, dropped=2), "2 rows could not be read; no other row shows a change."),
        (
            page([ReportRow(video_id="a", view=7)], None),  # of no day
            "1 row could not be read; no other row shows a change.",
        ),
        (
            page([ReportRow(video_id="a", date=NOW - timedelta(hours=30))], None),
            "1 video had no view count; no other video changed.",
        ),
    ],
)
async def test_that_no_video_changed_is_said_of_what_is_known_alone(
    found: Page[Any], told: str
) -> None:
    async def report(*_dates: Any, **_asked: Any) -> Page[Any]:
        return found

    client = cast("KinescopeClient", type("Client", (), {"report": staticmethod(report)}))
    days = [NOW - timedelta(days=n) for n in (2, 1, 0)]
    made = await movers(client, (days[0], days[1], days[2]), Bucket.DAY)
    assert no_movers_text(made) == told
    lines = story_lines(BucketStory([], [], made), Bucket.DAY, 40, 4, waits=False)
    assert ("nothing" in [cell.text for line in lines for cell in line]) is told.startswith("No")


@pytest.mark.parametrize("total", [0, 9, 19, None])
async def test_a_total_that_is_too_small_costs_no_row(total: int | None) -> None:
    rows = [video(n, "done") for n in range(25)]

    async def fetch(number: int, size: int, _priority: object) -> Page[Video]:
        first = (number - 1) * size
        return Page(rows[first : first + size], number, size, total, Order(), EXCHANGE)

    taken: list[Video] = []

    async def take(items: Sequence[Video]) -> None:
        taken.extend(items)

    reader = PageReader(fetch, per_page=10)
    await reader.read(take)
    assert taken == rows
    assert not reader.is_proved
    assert bool(reader.shortfall) is (total is not None)


async def test_an_answer_on_no_pages_that_says_that_there_is_more_is_no_whole() -> None:
    found = page([UsageRow(product="cdn", usage=Decimal(1), date=NOW)], 500)
    assert found.lacking == 499
    assert (
        replace(found, number=2).lacking == page([], None).lacking == page([1, 2], 1).lacking == 0
    )
    assert found.as_whole().total == 500
    assert replace(found, total=None).as_whole().total == 1

    async def answer(*_dates: Any, **_asked: Any) -> Page[Any]:
        return found

    client = cast("KinescopeClient", type("Client", (), {"usage": staticmethod(answer)}))
    meter = UsageMeter(client, lambda: NOW)
    told = await meter.ask(meter.question(TimeRange.of(NOW.date(), NOW.date())))
    assert told.usage.unread == 499
