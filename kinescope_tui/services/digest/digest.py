"""A range in short: views beside the window before, movers, failures, usage, invoices."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.report import Report, Titles, movers
from kinescope_tui.services.billing.due import is_late
from kinescope_tui.services.billing.invoice_list import is_refused_list
from kinescope_tui.services.billing.usage import UsageAnswer
from kinescope_tui.services.inbox.finding import stand_by_age, utc
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange
from kinescope_tui.services.time.zones import local_day
from kinescope_tui.services.together import as_asked, together

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.session import Session

T = TypeVar("T")

MOST = 10
"""How many videos, failures and invoices are told of one by one."""

PARTS = ("views", "movers", "failures", "usage", "invoices")
"""What is asked, in the order in which it is told."""

_FAILED = ("error", "aborted")
_NEWEST_FIRST = Order.parse("created_at.desc")


class Failures(msgspec.Struct):
    """The videos of a range that failed.

    Attributes:
        videos: The newest ones.
        is_more: Whether there may be more in the range.
    """

    videos: Sequence[Video]
    is_more: bool = False


class Invoices(msgspec.Struct):
    """Invoices that matter for a range.

    Attributes:
        issued: Those that were issued in it.
        overdue: Those that are overdue now.
        is_more: Whether there are more invoices than those that were looked at.
    """

    issued: Sequence[Invoice]
    overdue: Sequence[Invoice]
    is_more: bool = False


class Digest(msgspec.Struct):
    """What came of each part; None for what could not be read.

    Attributes:
        range: What it is about.
        edges: Its ends, in UTC.
        made_at: When it was made.
        views: What was watched, beside the window before.
        movers: The videos whose views changed, those that did most first.
        failures: The videos that failed.
        usage: What was used, and in the window before.
        invoices: Invoices of it, and those that are overdue.
        unread: Why a part could not be read, by its name, in the order of `PARTS`.
    """

    range: TimeRange
    edges: tuple[datetime, datetime]
    made_at: datetime
    views: Comparison | None = None
    movers: Report | None = None
    failures: Failures | None = None
    usage: tuple[UsageAnswer, UsageAnswer] | None = None
    invoices: Invoices | None = None
    unread: dict[str, KinescopeError] = msgspec.field(default_factory=dict)

    async def or_tell(self, name: str, part: Awaitable[T]) -> T | None:
        """Return a part, or None after noting why it could not be read.

        Raises:
            StoppedError: Somebody wants no more.
        """
        try:
            return await part
        except StoppedError:
            raise
        except KinescopeError as error:
            self.note(name, error)
            return None

    def note(self, name: str, error: KinescopeError) -> None:
        """Note why a part could not be read."""
        self.unread = as_asked({**self.unread, name: error}, PARTS)


async def gather(session: "Session", asked: TimeRange) -> Digest:
    """Return what a range was like, as far as it can be read.

    A long one from an hour to an hour is widened to whole days.

    Raises:
        KinescopeError: Nothing of it could be read.
    """
    now = session.clock.utc_now()
    digest = Digest(asked, asked.edges(session.analytics.zone), now)
    digest.views = await digest.or_tell("views", _views(session, asked))
    if digest.views is not None:  # it tells whose days they are
        digest.range = digest.views.now.question.range
        digest.edges = digest.views.now.edges
    else:
        digest.range = _comparable(asked, session.analytics.zone)
        digest.edges = digest.range.edges(session.analytics.zone)
    client = session.client
    digest.movers, digest.failures, digest.usage, digest.invoices = await asyncio.gather(
        digest.or_tell("movers", _movers(session, digest)),
        digest.or_tell("failures", _failures(client, digest.edges)),
        digest.or_tell("usage", _usage(session, digest.range)),
        digest.or_tell("invoices", _invoices(client, digest, session.analytics.zone)),
    )
    parts = (digest.views, digest.movers, digest.failures, digest.usage, digest.invoices)
    if all(part is None for part in parts):
        raise next(iter(digest.unread.values()))
    return digest


async def _views(session: "Session", asked: TimeRange) -> Comparison:
    now = await session.analytics.ask(Question.of(asked, _bucket(asked)))
    days = _comparable(asked, session.analytics.zone)
    if days != asked:
        now = await session.analytics.ask(Question.of(days, Bucket.DAY))
    return Comparison(now, await session.analytics.ask(now.question.before))


def _bucket(asked: TimeRange) -> Bucket:
    """Return the steps that lie whole in a range."""
    return Bucket.DAY if asked.is_of_days else asked.usual_bucket


def _comparable(asked: TimeRange, zone: tzinfo) -> TimeRange:
    """Return a range that has whole steps, and not too many for a report by videos."""
    is_short = asked.usual_bucket is Bucket.HOUR
    return asked if asked.is_of_days or is_short else asked.in_days(zone)


async def _movers(session: "Session", digest: Digest) -> Report:
    start, end = digest.edges
    first, _ = digest.range.previous.edges(session.analytics.zone)
    edges = first, start, end
    report = await movers(session.client, edges, _bucket(digest.range), digest.made_at)
    await Titles(session.client).learn(report.rows[:MOST])
    return report


async def _failures(client: KinescopeClient, edges: tuple[datetime, datetime]) -> Failures:
    page = await client.videos(order=_NEWEST_FIRST, statuses=_FAILED)
    start, end = edges
    made = [(utc(video.created_at), video) for video in page.items if video.status in _FAILED]
    found = [video for at, video in made if at is not None and start <= at < end]
    last = utc(page.items[-1].created_at) if page.items else None
    is_past = last is not None and last < start and stand_by_age(page, _NEWEST_FIRST)
    return Failures(found, is_more=not (page.is_whole or is_past))


async def _usage(session: "Session", asked: TimeRange) -> tuple[UsageAnswer, UsageAnswer]:
    question = session.usage.question(asked)
    now, before = await together(session.usage.ask(question), session.usage.ask(question.before))
    return now, before


async def _invoices(client: KinescopeClient, digest: Digest, zone: tzinfo) -> Invoices:
    try:
        page = await client.invoices()
    except KinescopeError as error:
        if is_refused_list(error):  # no document has it; what cannot be is not missing
            digest.note("invoices", error)
            return Invoices((), ())
        raise
    first, last = digest.range.days(zone)
    issued = [
        one for one in page.items if (on := one.issued.on) is not None and first <= on <= last
    ]
    today = local_day(digest.made_at, zone)
    late = [one for one in page.items if is_late(one, today)]
    return Invoices(issued, late, is_more=not page.is_whole)
