"""Something that needs somebody: what it is, how many of it there are, and where it is listed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kinescope_tui.api.dates import in_zone, is_at_edge
from kinescope_tui.services.lists.view import View

if TYPE_CHECKING:
    from kinescope_tui.api.client import Page
    from kinescope_tui.api.models import Video
    from kinescope_tui.api.order import Order

_MAX_IDS = 1_000


class FindingKind(StrEnum):
    """The kinds of what needs somebody, the most urgent first."""

    FAILED = "failed"
    ABORTED = "aborted"
    SUSPENDED = "suspended"
    STUCK = "stuck"
    OVERDUE = "overdue"
    INVOICES = "invoices"
    LATE_LIVE = "late-live"
    REQUESTS = "requests"
    EXPORT = "export"
    LEFT = "left-export"


_OF_DAYS = {FindingKind.OVERDUE, FindingKind.INVOICES}
"""Kinds that come with a day, and no time of it."""


class Found(NamedTuple):
    """One of what was found: its id and name, when it came, and the id of its project."""

    id: str
    name: str
    at: datetime | None = None
    place: str = ""


class Finding(msgspec.Struct, frozen=True):
    """What was found of one kind.

    Attributes:
        kind: What it is.
        count: How many there are, as far as they were seen or the server said.
        is_more: Whether there may be more of them than that.
        newest: The name of the newest one; empty if it is not known which that is.
        newest_at: When that came.
        since: When the oldest one came; None if it was not seen.
        ids: Those of the newest ones that were seen.
        seen: The ones that were seen, the newest first as far as that is known.
        horizon: Of what is older it is not known whether it was seen; None if all was.
        place: Where they are listed.
        view: What that list is narrowed to.
    """

    kind: FindingKind
    count: int
    newest: str = ""
    newest_at: datetime | None = None
    since: datetime | None = None
    is_more: bool = False
    ids: Mapping[str, datetime | None] = msgspec.field(default_factory=dict)
    seen: Sequence[Found] = ()
    horizon: datetime | None = None
    place: str = "videos"
    view: View = msgspec.field(default_factory=View)

    @property
    def id(self) -> str:
        """The kind, by which it is found again."""
        return str(self.kind)

    def as_known(self, at: datetime | None) -> date | None:
        """Return a moment of it as exactly as that is known: of an invoice the day alone."""
        return at.astimezone(UTC).date() if at is not None and self.kind in _OF_DAYS else at


class Look(msgspec.Struct, frozen=True):
    """What was there of one kind when somebody looked.

    Attributes:
        ids: Of what was seen.
        horizon: What is older than this was there already; None if all was seen.
    """

    ids: frozenset[str] = frozenset()
    horizon: datetime | None = None

    def new_in(self, finding: Finding) -> int:
        """Return how many of a finding were not there yet."""
        return sum(self.is_new(one, at) for one, at in finding.ids.items())

    def is_new(self, one: str, at: datetime | None) -> bool:
        """Return whether something was not there yet, by its id and when it came."""
        return one not in self.ids and not (self.horizon and at and at < self.horizon)

    def written(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        horizon = self.horizon.isoformat() if self.horizon is not None else None
        return {"ids": sorted(self.ids), "horizon": horizon}

    @classmethod
    def of(cls, finding: Finding) -> "Look":
        """Return the look at a finding."""
        return cls(frozenset(finding.ids), finding.horizon)


def looks_of(written: Mapping[str, Any]) -> dict[FindingKind, Look]:
    """Return the looks that were written, by kind; what does not fit is left out."""
    looks: dict[FindingKind, Look] = {}
    for kind in FindingKind:
        found = written.get(kind)
        if not isinstance(found, dict) or not isinstance(found.get("ids"), list):
            continue
        ids = frozenset(one for one in found["ids"][:_MAX_IDS] if isinstance(one, str))
        try:
            horizon = utc(datetime.fromisoformat(found["horizon"])) if found["horizon"] else None
        except (ValueError, TypeError, KeyError):
            horizon = None
        looks[kind] = Look(ids, horizon)
    return looks


def utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC, which it is taken for if it has no zone; None for no real one."""
    if moment is None or is_at_edge(moment):
        return None
    return in_zone(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC), UTC)


def stand_by_age(page: "Page[Video]", order: "Order") -> bool:
    """Tell whether videos are known to stand in an order of their ages: nothing denies it."""
    moments = [utc(video.created_at) for video in page.items]
    known = [moment for moment in moments if moment is not None]
    is_denied = bool(page.order) and not page.order.begins_with(order)
    is_sorted = known == sorted(known, reverse=order.levels[0].descending)
    return not is_denied and is_sorted and len(known) == len(moments)


def newest_of(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of some moments; None without any."""
    return max((moment for moment in moments if moment is not None), default=None)


def oldest_of(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest of some moments; None without any."""
    return min((moment for moment in moments if moment is not None), default=None)
