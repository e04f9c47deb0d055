"""What the audits found: how many videos, how large they are, and what they cost a month."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from kinescope_tui.services.index.audit import AUDITS, Audit
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_search import IndexSearch, Sums
from kinescope_tui.services.index.storage_price import monthly_cost
from kinescope_tui.services.index.view_counts import CountedSpan, ViewCounts, view_counts_in
from kinescope_tui.services.lists.view import View


class AuditAnswer(msgspec.Struct, frozen=True):
    """What one audit found.

    Attributes:
        audit: Which.
        sums: How many videos, how long and how large they are; None if that is not known.
        whole: The same of all videos.
        strangers: How many watched videos are not in the index; 0 where views do not matter.
        views: What is known of the views and the price; None if nobody asked.
        trouble: Why nothing is known, for people.
    """

    audit: Audit
    sums: Sums | None
    whole: Sums
    strangers: int = 0
    views: ViewCounts | None = None
    trouble: str = ""

    @property
    def span(self) -> CountedSpan | None:
        """The days whose views it is about; None if it is about none, or they are not known."""
        if self.views is None or not self.audit.needs_views:
            return None
        is_ever = any(field == "all_views" for field, _ in self.audit.view.filters)
        return self.views.ever if is_ever else self.views.lately

    @property
    def cost(self) -> Decimal | None:
        """What the found ones cost a month, in the price's currency; None if that is not known."""
        sums, price = self.sums, self.views.price if self.views is not None else None
        if sums is None or price is None or (sums.count and not sums.sized):
            return None
        return monthly_cost(price, sums.size_bytes)


def audit_answers(base: sqlite3.Connection, now: datetime) -> list[AuditAnswer]:
    """Return what all audits found, over a connection that reads."""
    return list(_answers(IndexSearch(base, now), base))


def _answers(search: IndexSearch, base: sqlite3.Connection) -> Iterator[AuditAnswer]:
    views, whole = view_counts_in(base), search.sums(View())
    unknown = "SELECT count(*) FROM watched WHERE id NOT IN (SELECT id FROM fact)"
    (strangers,) = base.execute(unknown).fetchone()
    for audit in AUDITS:
        try:
            sums = search.sums(audit.view)
        except QueryError as error:
            yield AuditAnswer(audit, None, whole, views=views, trouble=error.message)
            continue
        yield AuditAnswer(audit, sums, whole, strangers if audit.needs_views else 0, views)
