"""A check reads as far as its answer needs, and what it could not look at is no "nothing"."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import LiveEvent, Schedule, Video
from kinescope_tui.api.order import Order
from kinescope_tui.headless.check import write_check
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.services.inbox import depth
from kinescope_tui.services.inbox.check import Check
from kinescope_tui.services.inbox.finding import FindingKind
from kinescope_tui.services.inbox.inbox import Inbox

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
EXCHANGE = Exchange("GET", "/v1/videos", (), NOW)
LONG = timedelta(days=30)


def failed(minutes: int) -> Video:
    made = NOW - timedelta(minutes=minutes)
    return Video(id=f"{minutes}", title=f"{minutes}", status="error", created_at=made)


class Api:
    """Has long lists, in pages."""

    def __init__(
        self, videos: Sequence[Video] = (), others: Sequence[Any] = (), *, says_total: bool = True
    ) -> None:
        self.of_videos, self.others, self.says_total = videos, others, says_total
        self.asked = 0
        self.has_pages = True

    async def videos(self, *, statuses: Sequence[str], **asked: Any) -> Page[Any]:
        return self._page([one for one in self.of_videos if one.status in statuses], **asked)

    async def invoices(self, **asked: Any) -> Page[Any]:
        return self._page(self.others, **asked)

    async def page(self, _path: str, _model: Any, **asked: Any) -> Page[Any]:
        return self._page(self.others, **asked)

    def _page(
        self, rows: Sequence[Any], *, per_page: int, page: int = 1, **_asked: Any
    ) -> Page[Any]:
        self.asked += 1
        first = (page - 1) * per_page if self.has_pages else 0
        total = len(rows) if self.says_total else None
        return Page(rows[first : first + per_page], page, per_page, total, Order(), EXCHANGE)

    def inbox(self) -> Inbox:
        async def none() -> Sequence[Exchange]:
            return ()

        return Inbox(cast("KinescopeClient", self), TurnedClock(NOW), requests=none)

    async def status(self, check: Check) -> tuple[int, str]:
        """Return with what a check ends, and what is said of that."""
        session: Any = SimpleNamespace()
        style = OutputFormat("json")
        try:
            await write_check(session, check, self.inbox(), style, asks_reach=False)
        except CommandFailedError as error:
            return error.status, str(error)
        return ExitStatus.OK, ""


@pytest.mark.parametrize("says_total", [True, False])
@pytest.mark.parametrize(
    ("wanted", "pages", "code"), [(40, 1, 5), (51, 2, 5), (100, 2, 5), (300, 6, 5), (301, 7, 0)]
)
async def test_as_many_failures_are_looked_at_as_are_asked_for(
    wanted: int, pages: int, code: int, *, says_total: bool
) -> None:
    api = Api([failed(n) for n in range(300)], says_total=says_total)
    assert await api.status(Check(NOW - LONG, wanted)) == (code, "1 finding." if code else "")
    no_more = 1 if says_total and wanted > 300 else 0  # its total says where the list ends
    assert api.asked == pages - no_more + 2  # and the first pages of what was aborted or suspended


async def test_a_check_reads_no_further_than_to_its_moment() -> None:
    api = Api([failed(n) for n in range(3_000)])
    (found,) = await Check(NOW - timedelta(minutes=120), 100).run(api.inbox())
    assert (found.count, found.is_more, found.since) == (100, True, None)
    (found,) = await Check(NOW - timedelta(minutes=120), 121).run(api.inbox())
    assert (found.count, found.is_more) == (121, False)
    assert found.since == NOW - timedelta(minutes=120)
    api.asked = 0
    assert await api.status(Check(NOW - timedelta(minutes=120), 122)) == (0, "")
    assert api.asked == 5


@pytest.mark.parametrize("count", [150, 300])
async def test_what_moves_to_a_page_that_was_read_is_looked_at(count: int) -> None:
    """An invoice goes after the first page came, and so the hundredth stands on that."""

    class Shifting(Api):
        async def invoices(self, **asked: Any) -> Page[Any]:
            found = await super().invoices(**asked)
            self.others = self.others[1:] if self.asked == 1 else self.others
            return found

    late = {"status": "unpaid", "due_date": "2020-01-01"}
    invoices = [Invoice(id=f"{n}", raw=late if n == 100 else {}) for n in range(count)]
    api = Shifting(others=invoices)
    assert (await api.status(Check(NOW - LONG, is_overdue=True)))[0] == 5
    api = Shifting(others=[Invoice(id=f"{n}", raw={}) for n in range(count)])
    assert await api.status(Check(NOW - LONG, is_overdue=True)) == (0, "")


@pytest.mark.parametrize("has_pages", [True, False])
async def test_that_there_is_nothing_is_no_answer_where_rows_were_not_looked_at(
    monkeypatch: pytest.MonkeyPatch, *, has_pages: bool
) -> None:
    monkeypatch.setattr(depth, "MOST_PAGES", 2)
    api = Api([failed(n) for n in range(300)])
    api.has_pages = has_pages
    seen = 100 if has_pages else 50
    told = f"Only {seen} of 300 failed videos were checked. That is too few to rule out a finding."
    assert await api.status(Check(NOW - LONG, 200)) == (1, told)
    assert (await api.status(Check(NOW - LONG, 50)))[0] == 5
    assert (await api.status(Check(NOW - timedelta(minutes=30), 50)))[0] == 0
    api.others = [Invoice(id=f"{n}", raw={"status": "paid"}) for n in range(300)]
    code, told = await api.status(Check(NOW - LONG, is_overdue=True))
    assert (code, told.startswith("Only ")) == (1, True)
    api.says_total = False
    assert (await api.status(Check(NOW - LONG, is_overdue=True)))[0] == 1
    assert (await api.status(Check(NOW - LONG, 200)))[0] == 1


async def test_what_stands_on_a_later_page_is_found() -> None:
    invoices = [Invoice(id=f"{n}", raw={"status": "paid"}) for n in range(150)]
    invoices[140] = Invoice(id="140", raw={"status": "unpaid", "due_date": "2026-02-01"})
    assert (await Api(others=invoices).status(Check(NOW, is_overdue=True)))[0] == 5
    plans = [NOW + LONG] * 150
    plans[140] = NOW - timedelta(hours=3)
    events = [LiveEvent(id=f"{n}", scheduled=Schedule(time=at)) for n, at in enumerate(plans)]
    assert (await Api(others=events).status(Check(NOW, is_late=True)))[0] == 5
    del events[140]
    assert await Api(others=events).status(Check(NOW, is_late=True)) == (0, "")


async def test_the_inbox_asks_for_one_page_of_each() -> None:
    api = Api([failed(n) for n in range(300)], [])
    inbox = api.inbox()
    await asyncio.gather(inbox.refresh(), inbox.refresh())
    assert api.asked == 6
    (found,) = [one for one in inbox.findings if one.kind is FindingKind.FAILED]
    assert (found.count, found.since) == (300, None)
