"""Audits: what they find, what that costs, and every reason why it may not be so."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from indexing import NOW, Workspace, database, file, reader, video
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeError, Page
from kinescope_tui.api.errors import ForbiddenError, InvalidRequestError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import ReportRow
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.audit_words import doubts, formula
from kinescope_tui.services.index.audit import AUDITS, find_audit
from kinescope_tui.services.index.audit_answers import AuditAnswer, audit_answers
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.index.storage_price import monthly_cost, price_in
from kinescope_tui.services.index.view_counter import ViewCounter

MADE = NOW - timedelta(days=200)
EXCHANGE = Exchange("GET", "/v1", (), NOW)
STORAGE = {"product": "Хранение", "quantity": 2000, "unit": "GB", "amount": "60.00"}
INVOICE = {"id": "7", "number": "INV-7", "currency": "EUR", "total": "60.00", "items": [STORAGE],
           "period_from": "2026-06-01", "period_to": "2026-06-30"}  # fmt: skip


class Server:
    """Views by video and day, and invoices.

    Attributes:
        views: Of each video on some days.
        said: The total of the overview; the true one without it.
        most_rows: An answer with more is refused.
        limit: Rows beyond it are left out of an answer.
        zone: Whose days it says that they are.
    """

    def __init__(self) -> None:
        self.views: list[tuple[str, date, float | None]] = []
        self.said: float | None = -1.0
        self.zone = ""
        self.most_rows = self.limit = 10**9
        self.invoice_rows: list[dict[str, Any]] = [INVOICE]
        self.asked: list[tuple[object, object]] = []

    def _within(self, dates: Any) -> list[tuple[str, date, float | None]]:
        return [row for row in self.views if dates.start <= row[1] <= dates.end]

    async def overview(self, dates: Any, *, bucket: str) -> Any:
        del bucket
        views = sum(number or 0 for _, _, number in self._within(dates))
        said = views if self.said == -1 else self.said
        total = SimpleNamespace(views=said)
        return SimpleNamespace(value=SimpleNamespace(total=total), zone=self.zone)

    async def report(self, dates: Any, **_options: object) -> Page[ReportRow]:
        self.asked.append((dates.start, dates.end))
        found = self._within(dates)
        if len(found) > self.most_rows:
            raise InvalidRequestError("too many rows")
        rows = [ReportRow(video_id=one, view=number) for one, _, number in found[: self.limit]]
        return Page(rows, 1, 100, None, Order(), EXCHANGE)

    async def invoices(self) -> Page[Invoice]:
        if not self.invoice_rows:
            raise ForbiddenError("not yours")
        rows = [Invoice(raw=row) for row in self.invoice_rows]
        return Page(rows, 1, 100, None, Order(), EXCHANGE)


@pytest.fixture
async def kept(tmp_path: Path) -> IndexDatabase:
    """Ten videos of 100 GB that are 200 days old, the last of them without a size."""
    made = [
        video(n, created_at=MADE, assets=[file(100 * 10**9)] if n < 9 else None) for n in range(10)
    ]
    found = database(tmp_path)
    await reader(Workspace(made), found).read()
    return found


async def counted(server: Server, kept: IndexDatabase, now: datetime = NOW) -> None:
    counter: Any = ViewCounter(server, kept, TurnedClock(now))  # type: ignore[arg-type]  # stands in
    await counter.read()


def answers(kept: IndexDatabase) -> dict[str, AuditAnswer]:
    base = kept.reading_connection()
    try:
        return {one.audit.name: one for one in audit_answers(base, NOW)}
    finally:
        base.close()


def told(kept: IndexDatabase, name: str = "unwatched") -> str:
    return " ".join(doubts(answers(kept)[name], kept.load()))


def seen(*numbers: int, days: int = 10, views: float | None = 3) -> list[Any]:
    return [(f"v{n:04}", NOW.date() - timedelta(days=days), views) for n in numbers]


@pytest.mark.parametrize(
    ("zone", "hour", "days"),
    [("Pacific/Kiritimati", 12, 1), ("", 12, 0), ("Pacific/Pago_Pago", 0, -1)],
)
async def test_today_is_counted_which_may_be_tomorrow_there(
    kept: IndexDatabase, zone: str, hour: int, days: int
) -> None:
    server = Server()
    server.zone, server.views = zone, seen(0, days=-days)
    await counted(server, kept, NOW + timedelta(hours=hour))
    found = answers(kept)["unwatched"]
    assert found.sums is not None
    assert found.sums.count == 9
    assert found.span is not None
    assert found.span.last == str(NOW.date() + timedelta(days=days))


async def test_the_unwatched_are_those_without_a_view_for_90_days(kept: IndexDatabase) -> None:
    server = Server()
    server.views = [*seen(0, 1), *seen(2, 3, days=120)]
    await counted(server, kept)
    found = answers(kept)
    lately, ever = found["unwatched"], found["never-watched"]
    assert lately.sums is not None
    assert ever.sums is not None
    assert (lately.sums.count, ever.sums.count) == (8, 6)
    assert lately.sums.size_bytes == 700 * 10**9
    assert str(lately.cost) == "21.00"
    assert "700.000 GB × 60.00 EUR ÷ 2000 GB = 21.00 EUR a month" in formula(lately)
    assert "INV-7" in formula(lately)
    assert "Sizes are unknown for 1 video" in told(kept)
    assert "average" in told(kept)


async def test_before_anybody_asked_nothing_is_said_of_views(kept: IndexDatabase) -> None:
    found = answers(kept)
    assert found["unwatched"].sums is None
    assert ":audit" in told(kept)
    assert found["public"].sums is not None
    assert found["public"].sums.count == 10
    assert "no invoice has been loaded" in told(kept, "public")


@pytest.mark.parametrize("limit", ["most_rows", "limit"])
async def test_an_answer_at_its_limit_is_asked_for_in_parts(
    kept: IndexDatabase, limit: str
) -> None:
    server = Server()
    server.views = [
        (f"v{n % 7:04}", NOW.date() - timedelta(days=n % 80), 1.0) for n in range(2_600)
    ]
    setattr(server, limit, 1_000)
    await counted(server, kept)
    unwatched = answers(kept)["unwatched"]
    assert unwatched.sums is not None
    assert unwatched.sums.count == 3
    assert unwatched.span is not None
    assert unwatched.span.views == 2_600
    assert "matched to a video" not in told(kept)


async def test_what_did_not_come_is_told(kept: IndexDatabase) -> None:
    server = Server()
    server.views = [*seen(0), *seen(1, views=None), *seen(77), ("", NOW.date(), 4.0)]
    server.said = 40.0
    await counted(server, kept)
    said = told(kept)
    unwatched = answers(kept)["unwatched"]
    assert unwatched.sums is not None
    assert unwatched.sums.count == 8  # one without a number may have been watched
    assert "counts 40 views, but only 6 could be matched" in said
    assert "4 views had no video id" in said
    assert "1 video had no view count" in said
    assert "1 video with views not in the index: deleted" in said


async def test_more_views_than_the_server_counted_leave_no_doubt(kept: IndexDatabase) -> None:
    server = Server()
    server.views = seen(0)
    server.said = 1.0  # it was asked first, and somebody watches
    await counted(server, kept)
    assert "could be matched" not in told(kept)


@pytest.mark.parametrize("said", [5.0, None])
async def test_an_answer_without_rows_makes_nothing_unwatched(
    kept: IndexDatabase, said: float | None
) -> None:
    server = Server()
    server.said = said
    with pytest.raises(IndexFaultError, match="no row"):
        await counted(server, kept)
    assert answers(kept)["unwatched"].sums is None


async def test_a_refusal_keeps_what_was_known(kept: IndexDatabase) -> None:
    server = Server()
    server.views = seen(0)
    await counted(server, kept)
    server.most_rows = 0
    with pytest.raises(KinescopeError):
        await counted(server, kept)
    assert answers(kept)["unwatched"].sums is not None


@pytest.mark.parametrize(
    "invoices",
    [[], [{**INVOICE, "items": []}], [{**INVOICE, "items": [{**STORAGE, "unit": "GB·day"}]}],
     [{**INVOICE, "items": [{**STORAGE, "amount": "-1"}]}], [{**INVOICE, "status": "draft"}]],
)  # fmt: skip
async def test_without_a_price_no_cost_is_made_up(
    kept: IndexDatabase, invoices: Sequence[dict[str, Any]]
) -> None:
    server = Server()
    server.views = seen(0)
    server.invoice_rows = list(invoices)
    server_any: Any = server
    server_any.invoice = _same_invoice(server)
    await counted(server, kept)
    unwatched = answers(kept)["unwatched"]
    assert unwatched.cost is None
    assert formula(unwatched) == ""
    assert "The cost is unknown" in told(kept)


def _same_invoice(server: Server) -> Any:
    async def invoice(_id: str) -> Any:
        return SimpleNamespace(value=Invoice(raw=server.invoice_rows[0]))

    return invoice


def test_an_invoice_of_other_days_is_reckoned_to_a_month() -> None:
    price = price_in(Invoice(raw={**INVOICE, "period_to": "2026-06-15"}))
    assert price is not None
    assert str(monthly_cost(price, 100 * 10**9)) == "6.00"


def test_audits_are_found_by_any_spelling() -> None:
    assert {find_audit(audit.name.upper().replace("-", " ")) for audit in AUDITS} == set(AUDITS)
    assert find_audit("no such") is None
