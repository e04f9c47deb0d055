"""The requests of a session, and of earlier, as a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.requests.causes import Cause, cause_key, causes
from kinescope_tui.services.requests.kept_request import is_same
from kinescope_tui.services.workspace.journal import Journal


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


Row = Exchange | DayHeading | Cause


class RequestList:
    """What a journal holds, newest first, and under it what was kept: all of it, or a part.

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
        self._kept: Sequence[Exchange] = ()
        self._listed_kept: tuple[object, list[Exchange]] = (None, [])

    @property
    def kept(self) -> Sequence[Exchange]:
        """What was kept, the newest first; it may hold what the journal does."""
        return self._kept

    @kept.setter
    def kept(self, kept: Sequence[Exchange]) -> None:
        self._kept = kept
        self._listed_kept = (None, [])

    @property
    def exchanges(self) -> list[Exchange]:
        """What is listed now."""
        sought = self.search.casefold()
        own = [one for one in self.journal.newest_first if self._is_listed(one, sought)]
        return in_order([*own, *self._older], self.order, self.keys)

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

    def marked(self, under_cursor: Row | None) -> list[Exchange]:
        """Return the marked requests, the newest first; else those of the cause under the cursor.

        Args:
            under_cursor: What the cursor stands on.
        """
        chosen: list[Row] = list(self.marking.marks.items)
        if not chosen and isinstance(under_cursor, Cause):
            chosen = [under_cursor]
        found: dict[str, Exchange] = {}
        for row in chosen:
            of_row = row.exchanges if isinstance(row, Cause) else (row,)
            found |= {one.id: one for one in of_row if isinstance(one, Exchange)}
        return sorted(found.values(), key=lambda one: one.started_at, reverse=True)

    def rows(self, *wanted: Row | None, otherwise: int = 0) -> tuple[InMemoryRows[Any], int]:
        """Return what is listed now, and the row of the first wanted one that is.

        Args:
            wanted: What the cursor is to stand on, the one wanted most first.
            otherwise: A row; of what is no longer kept the place stays.
        """
        items: list[Row] = [*self.causes] if self.is_by_cause else self._with_days()
        # Looked for from the top, where it mostly is: to note the rows of all of them takes longer.
        ids = [one.id for one in wanted if one is not None and one.id]
        found = (next((r for r, one in enumerate(items) if one.id == i), None) for i in ids)
        last = max(0, min(otherwise, len(items) - 1))
        if items and isinstance(items[last], DayHeading):
            last += 1  # one at least stands below it
        return InMemoryRows(items), next((row for row in found if row is not None), last)

    def _with_days(self) -> list[Row]:
        exchanges: list[Row] = [*self.exchanges]
        if self.order:
            return exchanges
        older = self._older
        made: list[Row] = exchanges[: len(exchanges) - len(older)]
        for day, same in _by_day(older).items():
            failed = sum(one.error is not None for one in same)
            made += [DayHeading(day, len(same), failed), *same]
        return made

    @property
    def _older(self) -> list[Exchange]:
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

    def _is_listed(self, exchange: Exchange, sought: str) -> bool:
        if self.only_failures and not exchange.had_trouble:
            return False
        if self.cause is not None and cause_key(exchange) != self.cause.key:
            return False
        return not sought or _is_found(sought, exchange)


def _is_found(sought: str, exchange: Exchange) -> bool:
    """Tell whether a text, its case folded, stands in what may be searched for."""
    if sought in exchange.path.casefold():  # what is found mostly is there
        return True
    # A text a line: nobody types the end of one.
    return sought in "\n".join((exchange.target, *exchange.ids)).casefold()


def _by_day(exchanges: Iterable[Exchange]) -> dict[date, list[Exchange]]:
    days: dict[date, list[Exchange]] = {}
    for exchange in exchanges:
        days.setdefault(exchange.started_at.date(), []).append(exchange)
    return days
