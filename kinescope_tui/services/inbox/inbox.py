"""What needs somebody in a workspace, asked with six requests of the lowest priority."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.client import PER_PAGE, KinescopeClient, Page
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import KinescopeError, StoppedError, UnexpectedShapeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import LiveEvent, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.billing.due import is_late
from kinescope_tui.services.billing.invoice_list import is_refused_list
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.left_drafts import LeftDraft
from kinescope_tui.services.inbox.depth import Depth, read_on
from kinescope_tui.services.inbox.finding import (
    Finding,
    FindingKind,
    Found,
    Look,
    looks_of,
    newest_of,
    oldest_of,
    stand_by_age,
    utc,
)
from kinescope_tui.services.lists.view import Here, View
from kinescope_tui.services.live.stream_state import has_begun, planned
from kinescope_tui.services.time.zones import local_day
from kinescope_tui.services.together import as_asked, together

WORKING = ("pending", "uploading", "pre-processing", "processing")
"""The statuses of a video that is not done, and on its way."""
FAILURES = {
    FindingKind.FAILED: "error",
    FindingKind.ABORTED: "aborted",
    FindingKind.SUSPENDED: "suspended",
}
"""The statuses of videos that are not done, and will not be by themselves."""
ENDED = frozenset({"done", *FAILURES.values()})
"""The statuses with which a video's way ends; one that nobody documented may lie on that way."""
STUCK_AFTER = timedelta(hours=6)
"""How long a video may be in work."""

_NEWEST_FIRST = Order.parse("created_at.desc")
_OLDEST_FIRST = Order.parse("created_at")
_LATE_AFTER = timedelta(minutes=10)  # what a live event may be late
_NEW_INVOICE = timedelta(days=31)
_REQUESTS_OF = timedelta(days=1)
_ROWS = 50  # of videos, which are large
_UNFIT = {400, 422}  # what answers a filter that is not known
_MAX_NAMED = 30  # rows that a list is narrowed to by their names
_NEVER = datetime.min.replace(tzinfo=UTC)
_LISTS = (*(f"{kind} videos" for kind in FAILURES), "invoices", "live events")


async def _none() -> Sequence[LeftDraft]:
    return ()


class Inbox:
    """Finds what needs somebody, and knows what was looked at.

    One round is six requests. What could not be asked keeps what was found before, and is told of.

    Attributes:
        unread: Why something could not be asked, by what that is, in the plural.
        looks: What was there of each kind when somebody looked last.
        own_looks: Of these the ones that were made here.
        came_at: When the last round ended; None before.
        refusal: Why the API gives no list of invoices; None while there may be one.
        partly: How many were looked at of what has more rows than one answer, and of how many.
        left: The exports of earlier runs that ended with their programs, the newest first.

    Args:
        client: Asks.
        clock: Tells what time it is.
        requests: Returns what was asked lately, by this program and others.
        export: Returns the export of the session, if there is one.
        drafts: Returns the exports of earlier runs that ended with their programs.
        stuck_after: How long a video may be in work.
        zone: Returns the time zone by whose days an invoice is overdue.
    """

    def __init__(
        self,
        client: KinescopeClient,
        clock: Clock,
        *,
        requests: Callable[[], Awaitable[Sequence[Exchange]]],
        export: Callable[[], Export[Any] | None] = lambda: None,
        drafts: Callable[[], Awaitable[Sequence[LeftDraft]]] = _none,
        stuck_after: timedelta = STUCK_AFTER,
        zone: Callable[[], tzinfo] = lambda: UTC,
    ) -> None:
        self._client = client
        self._clock = clock
        self._requests = requests
        self._export = export
        self._drafts = drafts
        self.stuck_after = stuck_after
        self._zone = zone
        self._turn = asyncio.Lock()
        self._rounds = 0  # that came to their end
        self._failure: KinescopeError | None = None  # of the last one, if nothing could be read
        self._found: dict[FindingKind, Finding] = {}
        self.unread: dict[str, KinescopeError] = {}
        self.looks: dict[FindingKind, Look] = {}
        self.own_looks: dict[FindingKind, Look] = {}
        self.came_at: datetime | None = None
        self.refusal: KinescopeError | None = None
        self.partly: dict[str, tuple[int, int | None]] = {}
        self._exchanges: dict[FindingKind, Exchange] = {}
        self.left: Sequence[LeftDraft] = ()

    @property
    def findings(self) -> list[Finding]:
        """What was found, the most urgent kind first."""
        found = {**self._found, **_by_kind([self._stopped_export()])}
        return [found[kind] for kind in FindingKind if kind in found]

    @property
    def exchange(self) -> Exchange | None:
        """The last request, in the order of what is asked, that was answered; None before."""
        return next(reversed(self._exchanges.values()), None)

    @property
    def is_asking(self) -> bool:
        """Whether a round is under way."""
        return self._turn.locked()

    # Looking.

    def new(self, finding: Finding) -> int:
        """Return how many of a finding came since somebody looked."""
        return self.look(finding).new_in(finding)

    def look(self, finding: Finding) -> Look:
        """Return what was there of a finding when somebody looked last."""
        return self.looks.get(finding.kind, Look())

    def look_at(self, finding: Finding) -> None:
        """Note that somebody looks at a finding: nothing of it is new any more."""
        self.own_looks = {**self.own_looks, finding.kind: Look.of(finding)}
        self.looks = {**self.looks, **self.own_looks}

    def written(self) -> dict[str, Any]:
        """Return what was looked at, as JSON has it."""
        return {str(kind): look.written() for kind, look in self.looks.items()}

    def restore(self, written: Mapping[str, Any]) -> None:
        """Take what was written for what was looked at."""
        self.looks = looks_of(written)

    # Asking.

    async def refresh(self) -> None:
        """Ask everything once more; one round at a time, whose end all wait for.

        Raises:
            KinescopeError: Nothing at all could be read.
        """
        rounds = self._rounds
        async with self._turn:
            if self._rounds == rounds:  # none was under way, or it was given up
                await self._ask_all()
                self._rounds += 1
        if self._failure is not None:
            raise self._failure

    async def _ask_all(self) -> None:
        questions = self._questions()
        with asking_as("inbox"):
            done = await asyncio.gather(
                *(question() for _, _, question in questions), return_exceptions=True
            )
        self.unread = {}
        for (name, kinds, _), answer in zip(questions, done, strict=True):
            if isinstance(answer, KinescopeError):
                self.unread[name] = answer
            elif isinstance(answer, BaseException):
                raise answer
            else:
                self._found = {k: f for k, f in self._found.items() if k not in kinds}
                self._found |= _by_kind(answer)
        await self._take_requests()
        await self._take_drafts()
        has_failed = len(self.unread) == len(questions)
        self._failure = next(iter(self.unread.values())) if has_failed else None
        if not has_failed:
            self.came_at = self._clock.utc_now()

    async def find(self, *kinds: FindingKind, depth: Depth | None = None) -> list[Finding]:
        """Return what there is of some kinds, asking for no others.

        Args:
            kinds: Which.
            depth: How far lists are read; None for a page of each. `partly` has what is left.

        Raises:
            KinescopeError: Something could not be read.
        """
        questions = [q for _, of, q in self._questions(depth) if set(of) & set(kinds)]
        answers = await together(*(question() for question in questions))
        found = _by_kind(finding for answer in answers for finding in answer)
        return [found[kind] for kind in kinds if kind in found]

    def _questions(
        self, depth: Depth | None = None
    ) -> list[tuple[str, tuple[FindingKind, ...], "_Question"]]:
        failures: list[tuple[str, tuple[FindingKind, ...], _Question]] = [
            (f"{kind} videos", (kind,), partial(self._failures, kind, depth)) for kind in FAILURES
        ]
        invoices = (FindingKind.OVERDUE, FindingKind.INVOICES)
        return [
            *failures,
            ("videos in progress", (FindingKind.STUCK,), self._stuck),
            ("invoices", invoices, partial(self._invoices, depth)),
            ("live events", (FindingKind.LATE_LIVE,), partial(self._late_events, depth)),
        ]

    async def _failures(
        self, kind: FindingKind, depth: Depth | None = None
    ) -> list[Finding | None]:
        status = FAILURES[kind]

        def fetch(number: int, size: int) -> Awaitable[Page[Video]]:
            return self._client.videos(
                page=number,
                per_page=size,
                order=_NEWEST_FIRST,
                statuses=[status],
                priority=Priority.BULK,
            )

        def is_past(page: Page[Video]) -> bool:
            oldest = oldest_of(map(_made, page.items))
            is_known = depth is not None and oldest is not None and oldest < depth.since
            return is_known and stand_by_age(page, _NEWEST_FIRST)

        def is_enough(page: Page[Video]) -> bool:
            if depth is None or is_past(page):
                return True
            made = (_made(video) for video in page.items if video.status == status)
            return sum(at is not None and at >= depth.since for at in made) >= depth.enough

        try:
            page = await read_on(fetch, _ROWS, is_enough)
        except KinescopeError as error:
            if kind is FindingKind.SUSPENDED and error.status in _UNFIT:
                return []  # no document has this status among the filters
            raise
        self._take_exchange(kind, page)
        videos = [video for video in page.items if video.status == status]
        _check_tells(is_whole=page.is_whole or is_past(page), is_found=bool(videos))
        is_filtered = len(videos) == len(page.items)
        total = page.total if is_filtered else None
        self._note_part(f"{kind} videos", page, total, is_enough=is_enough(page))
        is_sorted = stand_by_age(page, _NEWEST_FIRST)
        videos.sort(key=lambda video: _made(video) or _NEVER, reverse=True)
        horizon = oldest_of(map(_made, page.items)) if is_sorted else self._clock.utc_now()
        return [
            _finding(
                kind,
                videos,
                lambda video: video.title,
                _made,
                count=total,
                is_whole=page.is_whole,
                is_newest_known=page.is_whole or is_sorted,
                is_oldest_known=page.is_whole,
                horizon=None if page.is_whole else horizon,
                view=View(_NEWEST_FIRST).filtered("status[]", (status,)),
            )
        ]

    async def _stuck(self) -> list[Finding | None]:
        page = await self._client.videos(
            per_page=_ROWS, order=_OLDEST_FIRST, statuses=WORKING, priority=Priority.BULK
        )
        self._take_exchange(FindingKind.STUCK, page)
        limit = self._clock.utc_now() - self.stuck_after
        stuck = [
            video
            for video in page.items
            if video.status in WORKING and (at := _made(video)) is not None and at < limit
        ]
        is_filtered = all(video.status in WORKING for video in page.items)
        is_sorted = stand_by_age(page, _OLDEST_FIRST)
        # Those that come after one that is new enough are newer still.
        is_past = is_sorted and is_filtered and len(stuck) < len(page.items)
        is_whole = page.is_whole or is_past
        _check_tells(is_whole=is_whole, is_found=bool(stuck))
        stuck.sort(key=lambda video: _made(video) or limit)
        found = _finding(
            FindingKind.STUCK,
            stuck[::-1],
            lambda video: video.title,
            _made,
            is_whole=is_whole,
            is_newest_known=is_whole,
            is_oldest_known=is_whole or is_sorted,
            view=View(_OLDEST_FIRST).filtered("status[]", WORKING),
        )
        return [found]

    async def _invoices(self, depth: Depth | None = None) -> list[Finding | None]:
        def fetch(number: int, size: int) -> Awaitable[Page[Invoice]]:
            return self._client.invoices(page=number, per_page=size, priority=Priority.BULK)

        try:
            page = await read_on(fetch, PER_PAGE, lambda _page: depth is None)
        except KinescopeError as error:
            if is_refused_list(error) and not isinstance(error, StoppedError):
                self.refusal = error
                return []  # no document has this list
            raise
        self.refusal = None
        self._take_exchange(FindingKind.INVOICES, page)
        self._note_part("invoices", page, page.total)
        now = self._clock.utc_now()
        invoices = sorted(page.items, key=lambda one: _issued(one) or now, reverse=True)
        today = local_day(now, self._zone())
        late = [invoice for invoice in invoices if is_late(invoice, today)]
        overdue = partial(_overdue, today=today)
        late.sort(key=lambda one: overdue(one) or now, reverse=True)
        first = now - _NEW_INVOICE
        new = [one for one in invoices if (at := _issued(one)) is not None and at >= first]
        return [
            _finding(
                kind,
                found,
                lambda invoice: invoice.number,
                moment,
                is_whole=page.is_whole,
                is_newest_known=True,
                is_oldest_known=page.is_whole,
                place="invoices",
                view=_named("number", [invoice.number for invoice in found]),
            )
            for kind, found, moment in (
                (FindingKind.OVERDUE, late, overdue),
                (FindingKind.INVOICES, new, _issued),
            )
        ]

    async def _late_events(self, depth: Depth | None = None) -> list[Finding | None]:
        def fetch(number: int, size: int) -> Awaitable[Page[LiveEvent]]:
            return self._client.page(
                "/v2/live/events",
                LiveEvent,
                page=number,
                per_page=size,
                order=_NEWEST_FIRST,
                priority=Priority.BULK,
            )

        page = await read_on(fetch, PER_PAGE, lambda _page: depth is None)
        self._take_exchange(FindingKind.LATE_LIVE, page)
        self._note_part("live events", page, page.total)
        limit = self._clock.utc_now() - _LATE_AFTER
        late = [
            event
            for event in page.items
            if not has_begun(event) and (at := planned(event)) is not None and at < limit
        ]
        late.sort(key=lambda event: planned(event) or limit, reverse=True)
        return [
            _finding(
                FindingKind.LATE_LIVE,
                late,
                lambda event: event.name,
                planned,
                is_whole=page.is_whole,
                is_newest_known=True,
                is_oldest_known=page.is_whole,
                place="live-events",
                view=_named("name", [event.name for event in late]),
            )
        ]

    def _note_part(
        self, name: str, page: Page[Any], total: int | None, *, is_enough: bool = False
    ) -> None:
        self.partly.pop(name, None)
        if not (page.is_whole or is_enough):
            seen = len(page.items), total
            self.partly = as_asked({**self.partly, name: seen}, _LISTS)

    def _take_exchange(self, kind: FindingKind, page: Page[Any]) -> None:
        self._exchanges = as_asked({**self._exchanges, kind: page.exchange}, FindingKind)

    # What nobody has to be asked for.

    async def _take_requests(self) -> None:
        first = self._clock.utc_now() - _REQUESTS_OF
        failed = [
            one
            for one in await self._requests()
            if one.error is not None
            and not isinstance(one.error, StoppedError)
            and (utc(one.started_at) or first) >= first
        ]
        failed.sort(key=lambda one: utc(one.started_at) or first, reverse=True)
        found = _finding(
            FindingKind.REQUESTS,
            [_Request(one) for one in failed],
            lambda one: one.told,
            lambda one: utc(one.exchange.started_at),
            place="requests",
        )
        self._found = {k: f for k, f in self._found.items() if k is not FindingKind.REQUESTS}
        self._found |= _by_kind([found])

    async def _take_drafts(self) -> None:
        self.left = await self._drafts()
        found = _finding(
            FindingKind.LEFT,
            [_Left(one) for one in self.left],
            lambda one: one.name,
            lambda one: one.begun_at,
            place="export",
        )
        self._found.pop(FindingKind.LEFT, None)
        self._found |= _by_kind([found])

    def _stopped_export(self) -> Finding | None:
        export = self._export()
        if export is None or export.state not in {State.STOPPED, State.FAILED}:
            return None
        name = export.path.name
        return Finding(FindingKind.EXPORT, 1, name, ids={str(export.path): None}, place="export")


_Question = Callable[[], Awaitable[list[Finding | None]]]


class _Left:
    """An export of an earlier run, known by where its rows are."""

    def __init__(self, draft: LeftDraft) -> None:
        self.id, self.name = draft.draft, Path(draft.path).name
        try:
            self.begun_at = utc(datetime.fromisoformat(draft.begun_at))
        except ValueError:
            self.begun_at = None


class _Request:
    """An exchange, known by what its programs call it."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.id = exchange.sent_id or exchange.id
        status = exchange.status or "no response"
        self.told = f"{exchange.method} {exchange.path} · {status}"


def _finding(
    kind: FindingKind,
    newest_first: Sequence[Any],
    name_of: Callable[[Any], str],
    moment_of: Callable[[Any], datetime | None],
    *,
    count: int | None = None,
    is_whole: bool = True,
    is_newest_known: bool = True,
    is_oldest_known: bool = True,
    horizon: datetime | None = None,
    place: str = "videos",
    view: View | None = None,
) -> Finding | None:
    """Return what was found of a kind; None if that is nothing.

    Args:
        kind: Which.
        newest_first: What was seen.
        name_of: Its name.
        moment_of: When it came.
        count: How many the server says there are.
        is_whole: Whether all was seen.
        is_newest_known: Whether the newest was seen.
        is_oldest_known: Whether the oldest was.
        horizon: As `Finding` has it.
        place: As `Finding` has it.
        view: As `Finding` has it.
    """
    if not newest_first:
        return None
    moments = [moment_of(one) for one in newest_first]
    return Finding(
        kind,
        max(count or 0, len(newest_first)),
        name_of(newest_first[0]) if is_newest_known else "",
        newest_of(moments) if is_newest_known else None,
        oldest_of(moments) if is_oldest_known else None,
        is_more=not is_whole and count is None,
        ids={one.id: at for one, at in zip(newest_first, moments, strict=True) if one.id},
        seen=[
            Found(one.id, name_of(one), at, getattr(one, "project_id", None) or "")
            for one, at in zip(newest_first, moments, strict=True)
        ],
        horizon=horizon,
        place=place,
        view=view or View(),
    )


def _check_tells(*, is_whole: bool, is_found: bool) -> None:
    """Return if an answer tells of what was asked for, be it that there is nothing.

    Raises:
        UnexpectedShapeError: There are more rows, and what came is nothing of that.
    """
    if not is_whole and not is_found:
        told = "The server did not filter or sort the videos, so the others are unknown."
        raise UnexpectedShapeError(told)


def _by_kind(findings: Iterable[Finding | None]) -> dict[FindingKind, Finding]:
    return {finding.kind: finding for finding in findings if finding is not None}


def _named(column: str, names: Iterable[str]) -> View:
    """Return those with some names in a column, unless they are many; all of it is done here."""
    values = tuple((column, name) for name in dict.fromkeys(filter(None, names)))
    order = _NEWEST_FIRST if column == "number" else Order()
    return View(here=Here(order, values=values if len(values) <= _MAX_NAMED else ()))


def _made(video: Video) -> datetime | None:
    return utc(video.created_at)


def _issued(invoice: Invoice) -> datetime | None:
    day = invoice.issued.on
    return None if day is None else utc(datetime.combine(day, time(), UTC))


def _overdue(invoice: Invoice, today: date) -> datetime | None:
    """Return the first day on which an invoice was overdue; of one not due yet when it came."""
    due = invoice.due.on
    if due is None or due >= today:  # the server says so all the same
        return _issued(invoice)
    return utc(datetime.combine(due + timedelta(days=1), time(), UTC))
