"""The requests of a session, and of earlier, as a list."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.requests.causes import Cause, cause_key, causes
from kinescope_tui.services.requests.kept_request import KeptEntry, Request, exchange_of, is_same
from kinescope_tui.services.time.zones import LocalZone, start_of_day
from kinescope_tui.services.workspace.journal import Journal

_DAY = timedelta(days=1)

FEW = 500
"""Requests that are made, or written, between two keys."""


class DayHeading(msgspec.Struct, frozen=True):
    """The line above the requests of a day before this session.

    Attributes:
        count: How many stand below it.
        failed: How many of these failed.
    """

    day: date
    count: int
    failed: int
    id: str = ""


Row = Request | DayHeading | Cause


def request_of(row: Row | None) -> Exchange | None:
    """Return the request in a row; None if another thing stands there."""
    return exchange_of(row) if isinstance(row, Request) else None


class RequestList:
    """What a journal holds, newest first, and under it what was kept: all of it, or a part.

    What was kept is mostly listed as it lies there. What is searched, sorted or grouped is made
    into requests before, which of thousands of them takes a while.

    Attributes:
        journal: The journal.
        only_failures: Whether only what failed is listed.
        search: A part of an id or a path; empty lists all.
        order: How it is sorted; without levels the newest stand first, in days.
        is_by_cause: Whether causes of failures are listed instead.
        cause: The cause whose requests alone are listed.
        marking: What is marked.
        keys: What is sorted by, for each field.
    """

    def __init__(
        self, journal: Journal, keys: Mapping[str, Callable[[Exchange], Any]] | None = None
    ) -> None:
        self.journal = journal
        self.only_failures = False
        self.search = ""
        self.order = Order()
        self.is_by_cause = False
        self.cause: Cause | None = None
        self.marking: Marking[Any] = Marking()
        self.keys = keys or {}
        self._kept: Sequence[Request] = ()
        self._made: Sequence[Request] = ()
        self._of_file: tuple[Sequence[Request], list[Exchange]] = ((), [])
        self._listed_kept: tuple[object, list[Request]] = (None, [])
        self._headings: list[int] = []  # the rows that they stand in

    @property
    def kept(self) -> Sequence[Request]:
        """What was kept, the newest first; it may hold what the journal does."""
        return self._kept

    @kept.setter
    def kept(self, kept: Sequence[Request]) -> None:
        self._kept = kept
        self._listed_kept = (None, [])

    @property
    def is_ready(self) -> bool:
        """Whether nothing of this takes long; else `make` comes before it."""
        is_plain = not (self.search or self.order or self.is_by_cause or self.cause)
        return self.is_made or (is_plain and len(self.journal) > 0)

    @property
    def is_made(self) -> bool:
        """Whether requests were made of all that was kept, or it is so little that they can be."""
        return self._made is self._kept or len(self._kept) <= FEW

    def make(self) -> None:
        """Make requests of all that was kept; in whatever thread."""
        kept = self._kept
        for one in kept:
            exchange_of(one)
        self._made = kept

    @property
    def of_session(self) -> list[Exchange]:
        """What was asked in this session, the oldest first; all of a file, always one list."""
        if len(self.journal):
            return list(self.journal)
        if self._of_file[0] is not self._kept:
            self._of_file = self._kept, [exchange_of(one) for one in reversed(self._kept)]
        return self._of_file[1]

    @property
    def exchanges(self) -> list[Exchange]:
        """What is listed now."""
        listed = (exchange_of(one) for one in [*self._own, *self._older])
        return in_order(listed, self.order, self.keys)

    @property
    def _own(self) -> list[Exchange]:
        """What of the journal is listed."""
        sought = self.search.casefold()
        return [one for one in self.journal.newest_first if self._is_listed(one, sought)]

    @property
    def causes(self) -> list[Cause]:
        """The causes of the failures among what is listed now."""
        failed = [one for one in self.exchanges if one.had_trouble]
        return causes(sorted(failed, key=lambda one: one.started_at, reverse=True))

    @property
    def count(self) -> int:
        """The number of requests that there are, listed or not."""
        return len(self.journal) or len(self._kept)

    @property
    def lists_earlier(self) -> bool:
        """Whether some of what is listed now was asked before this session."""
        return bool(self._older)

    @property
    def mixes_days(self) -> bool:
        """Whether requests of several days are listed among each other, below no day."""
        listed = [*self._own, *self._older] if self.order else []
        return len(_by_day([*listed[:1], *listed[-1:]])) > 1

    def marked(self, under_cursor: Row | None) -> list[Request]:
        """Return the marked requests, the newest first; else those of the cause under the cursor.

        Args:
            under_cursor: What the cursor stands on.
        """
        chosen: list[Row] = list(self.marking.marks.items)
        if not chosen and isinstance(under_cursor, Cause):
            chosen = [under_cursor]
        found: dict[str, Request] = {}
        for row in chosen:
            of_row = row.exchanges if isinstance(row, Cause) else (row,)
            found |= {one.id: one for one in of_row if isinstance(one, Request)}
        return sorted(found.values(), key=_asked_s, reverse=True)

    def rows(self, *wanted: Row | None, otherwise: int = 0) -> tuple[InMemoryRows[Any], int]:
        """Return what is listed now, and the row of the first wanted one that is.

        Args:
            wanted: What the cursor is to stand on, the one wanted most first.
            otherwise: A row; of what is no longer kept the place stays.
        """
        self._headings = []
        items: list[Row] = [*self.causes] if self.is_by_cause else self._with_days()
        # Looked for from the top, where it mostly is: to note the rows of all of them takes longer.
        ids = [one.id for one in wanted if one is not None and one.id]
        found = (next((r for r, one in enumerate(items) if one.id == i), None) for i in ids)
        last = max(0, min(otherwise, len(items) - 1))
        if items and isinstance(items[last], DayHeading):
            last += 1  # one at least stands below it
        return InMemoryRows(items), next((row for row in found if row is not None), last)

    def place_of(self, row: int) -> int:
        """Return which a row is, from 1, of those that are no headings.

        Args:
            row: One of those that were returned last, from 0; past the end for their number, and 1.
        """
        return row + 1 - bisect_left(self._headings, row)

    def row_of(self, place: int) -> int:
        """Return the row, from 0, of what has such a place."""
        row = place - 1
        for heading in self._headings:
            row += heading <= row
        return row

    def _with_days(self) -> list[Row]:
        if self.order:
            return [*self.exchanges]
        made: list[Row] = [*self._own]
        for day, same in _by_day(self._older).items():
            self._headings.append(len(made))
            made += [DayHeading(day, len(same), sum(map(has_failed, same))), *same]
        return made

    @property
    def _older(self) -> list[Request]:
        """What was kept, is listed, and is not in the journal."""
        key = (self.only_failures, self.search, self.cause, self.journal.changes)
        if self._listed_kept[0] != key:
            sought = self.search.casefold()
            known = {is_same(exchange) for exchange in self.journal} if self._kept else set()
            listed = [
                one
                for one in self._kept
                if self._is_listed(one, sought) and is_same(one) not in known
            ]
            self._listed_kept = (key, listed)
        return self._listed_kept[1]

    def _is_listed(self, request: Request, sought: str) -> bool:
        if self.only_failures and not request.had_trouble:
            return False
        if self.cause is not None and cause_key(exchange_of(request)) != self.cause.key:
            return False
        return not sought or _is_found(sought, exchange_of(request))


def _is_found(sought: str, exchange: Exchange) -> bool:
    """Tell whether a text, its case folded, stands in what may be searched for."""
    if sought in exchange.path.casefold():  # what is found mostly is there
        return True
    # A text a line: nobody types the end of one.
    return sought in "\n".join((exchange.target, *exchange.ids)).casefold()


def has_failed(request: Request) -> bool:
    """Tell whether a request failed."""
    return request.has_failed if isinstance(request, KeptEntry) else request.error is not None


def _asked_s(request: Request) -> float:
    return request.asked_s if isinstance(request, KeptEntry) else request.started_at.timestamp()


def _by_day(requests: Iterable[Request]) -> dict[date, list[Request]]:
    days: dict[date, list[Request]] = {}
    day, begin_s, end_s = date.min, 0.0, 0.0
    for one in requests:
        if not isinstance(one, KeptEntry):
            days.setdefault(one.started_at.date(), []).append(one)
            continue
        if not begin_s <= one.asked_s < end_s:  # to look for the day of each takes longer
            day = datetime.fromtimestamp(one.asked_s, UTC).astimezone().date()
            begin_s, end_s = _midnight_s(day), _midnight_s(day + _DAY)
        days.setdefault(day, []).append(one)
    return days


def _midnight_s(day: date) -> float:
    return start_of_day(day, LocalZone()).timestamp()
