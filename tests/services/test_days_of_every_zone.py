"""Whatever the clocks do, and wherever the workspace is: no hour, no day and no zone is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api import dates as api_dates
from kinescope_tui.api.client import Item, Page
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import LiveEvent, Overview, Stream, TimelinePoint
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.times import full, minute
from kinescope_tui.services.analytics.bucket_story import BucketQuestion, bucket_story
from kinescope_tui.services.inbox.finding import FindingKind
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.live.stream_state import began
from kinescope_tui.services.time.time_range import Bucket
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.workspaces import WorkspaceRow, Workspaces

NAIVE = datetime(2026, 8, 22, 12)  # noqa: DTZ001 - what a server may send
EXCHANGE = Exchange("GET", "/", (), datetime(2026, 8, 22, tzinfo=UTC))


class Answers:
    """Answers each question about a range with a view for each hour of it."""

    async def ahead(self, question: Any) -> Any:
        start, end = question.range.edges(UTC)
        hours = [start + timedelta(hours=n) for n in range((end - start) // timedelta(hours=1))]
        return SimpleNamespace(timeline=[TimelinePoint(date=hour, views=1) for hour in hours])


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("America/Havana", date(2026, 11, 1), 25),  # midnight comes twice
        ("Africa/Cairo", date(2026, 4, 24), 23),  # and here never
        ("Australia/Lord_Howe", date(2026, 4, 5), 25),  # the last one is half as long
        ("Asia/Tokyo", date(2026, 10, 25), 24),
    ],
)
async def test_each_hour_of_a_day_tells_what_was_counted_in_it(
    zone: str, day: date, hours: int
) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    asked = BucketQuestion(Bucket.DAY, start.astimezone(ZoneInfo(zone)), "video")
    story = await bucket_story(cast("Any", None), cast("Any", Answers()), cast("Any", None), asked)
    known = [step for step in story.steps if step is not None]
    assert len(story.steps) == hours
    assert len(known) >= hours - (zone == "Australia/Lord_Howe")


class DailyViews:
    """A client of a workspace in which each day has one view, and nothing else can be read."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    async def overview(self, dates: DateRange) -> Item[Overview]:
        days = range(dates.start.toordinal(), dates.end.toordinal() + 1)
        midnights = (
            datetime.combine(date.fromordinal(day), datetime.min.time(), ZoneInfo(self.zone))
            for day in days
        )
        timeline = [TimelinePoint(date=midnight, views=1) for midnight in midnights]
        return Item(Overview(timeline=timeline), {}, EXCHANGE, zone=self.zone)

    async def _refuse(self, *_words: object, **_options: object) -> None:
        raise KinescopeError("no")

    videos = usage = invoices = _refuse


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Europe/Moscow", "UTC", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("hour", [0, 9, 12, 23])
async def test_both_windows_of_a_workspace_have_all_their_days(zone: str, hour: int) -> None:
    clock, profile = TurnedClock(datetime(2026, 8, 22, hour, tzinfo=UTC)), Profile("a", "https://a")
    way_in = SimpleNamespace(client_factory=SimpleNamespace(clock=clock), choices=[profile])
    session = SimpleNamespace(profile=profile, client=DailyViews(zone))
    workspaces = Workspaces(cast("Any", way_in), cast("Any", session))
    await workspaces.look()
    row: WorkspaceRow = workspaces.rows[0]
    assert row.views == (28, 28)


def test_a_moment_without_a_zone_is_one_of_utc_wherever_it_is_told(
    in_zone: Callable[[str], None],
) -> None:
    in_zone("Asia/Tokyo")
    aware = NAIVE.replace(tzinfo=UTC)
    assert api_dates.in_zone(NAIVE) == api_dates.in_zone(NAIVE, UTC) == aware
    assert minute(NAIVE) == minute(aware) == "2026-08-22 21:00"
    assert full(NAIVE) == full(aware)
    assert began(LiveEvent(stream=Stream(started_at=NAIVE))) == aware


class Billing:
    """A client of whose invoices one is due on the 21st."""

    async def invoices(self, **_options: object) -> Page[Invoice]:
        row = Invoice(id="1", raw={"due_date": "2026-08-21", "status": "unpaid", "number": "1"})
        return Page([row], 1, 100, 1, Order(), EXCHANGE)


@pytest.mark.parametrize(
    ("zone", "hour", "is_late"),
    [
        ("America/New_York", 2, False),  # the 21st still
        ("America/New_York", 5, True),
        ("UTC", 0, True),
        ("Asia/Tokyo", 0, True),
    ],
)
async def test_an_invoice_is_overdue_by_the_days_of_the_workspace(
    zone: str, hour: int, is_late: bool
) -> None:
    clock = TurnedClock(datetime(2026, 8, 22, hour, tzinfo=UTC))
    inbox = Inbox(
        cast("Any", Billing()), clock, requests=cast("Any", None), zone=lambda: ZoneInfo(zone)
    )
    found = await inbox.find(FindingKind.OVERDUE)
    assert bool(found) is is_late
    # Since the day after it was due, whenever it was issued.
    assert [one.as_known(one.since) for one in found] == [date(2026, 8, 22)] * is_late
