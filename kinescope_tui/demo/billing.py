"""What a workspace uses, day by day, and what it is billed for that, month by month.

Usage follows the videos that there are and how they are watched. Nobody documented the fields of
invoices; these are believable.
"""

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import msgspec

from kinescope_tui.demo.audience import Audience, Glanced, Watched
from kinescope_tui.demo.totals import Total
from kinescope_tui.demo.viewers import Viewers
from kinescope_tui.demo.workspace import Workspace

PRODUCTS = ("cdn", "encoding", "storage")

_DAY_S = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_GB = 1_000_000_000
_BYTES_A_SECOND = 340_000  # of what is watched
_FIRST_ID = 101
_MONTHS = 36
_IN_ROUBLES = 14  # of the months, the first ones
_CREDITED = 22  # the month of which a part was given back
_ROUNDED = 27  # the month whose total was rounded another way than its lines
_CENT = Decimal("0.01")
_GOODS = (
    ("storage", "Хранение", "GB", {"EUR": Decimal("0.03"), "RUB": Decimal("2.9")}),
    ("cdn", "CDN", "GB", {"EUR": Decimal("0.03"), "RUB": Decimal("2.9")}),
    ("encoding", "Encoding", "min", {"EUR": Decimal("0.01"), "RUB": Decimal("0.95")}),
)

Row = dict[str, Any]


class _Growth(msgspec.Struct, frozen=True):
    """What was added to a project on each day, from the first day on.

    Attributes:
        minutes: Of new videos, that day.
        bytes: Of all videos, at the end of that day.
    """

    minutes: list[int]
    bytes: list[int]


class Billing:
    """The usage and the invoices of a workspace. Days are those of UTC, as ordinals."""

    def __init__(self, workspace: Workspace, audience: Audience, viewers: Viewers) -> None:
        self._workspace = workspace
        self._audience = audience
        self._viewers = viewers
        self._today = workspace.now.astimezone(UTC).toordinal()

    # Usage.

    def usage(self, first: int, last: int, *, by_project: bool, project: int | None) -> list[Row]:
        """Return the data of `GET /v1/billing/usage`.

        Args:
            first: The first day.
            last: The last day.
            by_project: Whether each project has rows of its own.
            project: Of which project; None for all.
        """
        count = len(self._workspace.project_names)
        chosen = list(range(count)) if project is None else [project]
        days = range(first, min(last, self._today) + 1)
        used = {number: self._used(days, number) for number in chosen}
        ids = {number: self._workspace.ids.of("project", number) for number in chosen}
        rows: list[Row] = []
        for n, day in enumerate(days):
            stamp = f"{date.fromordinal(day)}T00:00:00Z"
            for product in PRODUCTS:
                shares = [(ids[number], used[number][product][n]) for number in chosen]
                split = [
                    {"date": stamp, "usage": share, "product": product, "project_id": project_id}
                    for project_id, share in shares
                    if share and by_project
                ]
                total = sum(share for _, share in shares)
                rows += split or [{"date": stamp, "usage": total, "product": product}]
        return rows

    def _used(self, days: range, project: int) -> dict[str, list[int]]:
        return {
            "cdn": self._delivered(days, self._by_project[project]),
            "encoding": [self._at(self._growth[project].minutes, day, 0) for day in days],
            "storage": [self._stored(project, day) for day in days],
        }

    def _delivered(self, days: range, videos: list[Watched | Glanced]) -> list[int]:
        if not (videos and days):
            return [0] * len(days)
        local, end = self._workspace.local, self._audience.end
        midnights = [(day - _EPOCH) * _DAY_S for day in range(days.start, days.stop + 1)]
        bounds = [local.place(min(midnight, end)) for midnight in midnights]
        watched = self._viewers.counted((), ("watch_time",))
        sums = self._audience.counted(videos, self._audience.spans(bounds), watched)
        return [watched.all(sums.get(n, 0))[1] * _BYTES_A_SECOND for n in range(len(days))]

    def _stored(self, project: int, day: int) -> int:
        levels = self._growth[project].bytes
        stored = self._at(levels, day, levels[-1] if levels else 0)
        return stored + (self._workspace.finished_bytes(project) if day == self._today else 0)

    def _at(self, numbers: list[int], day: int, later: int) -> int:
        place = day - self._first_day
        if place < 0:
            return 0
        return numbers[place] if place < len(numbers) else later

    @cached_property
    def _by_project(self) -> dict[int, list[Watched | Glanced]]:
        found: dict[int, list[Watched | Glanced]] = defaultdict(list)
        for video in self._audience.videos:
            found[video.outline.project].append(video)
        return found

    @cached_property
    def _first_day(self) -> int:
        oldest = self._workspace.outlines([1] if self._workspace.size else [])
        return _day(oldest[0].created_ms) if oldest else self._today

    @cached_property
    def _growth(self) -> dict[int, _Growth]:
        """What was added to each project, from the totals at the end of each day."""
        days = range(self._first_day, self._today + 1)
        ends = [self._workspace.made_before((day + 1 - _EPOCH) * _DAY_S * 1000) for day in days]
        newer = self._workspace.totals([0, *ends])
        growth = {}
        for project in range(len(self._workspace.project_names)):
            whole = newer[0].get(project, Total())
            left = [newer[end].get(project, Total()) for end in ends]
            minutes = [0, *(whole.minutes - total.minutes for total in left)]
            sizes = [whole.bytes - total.bytes for total in left]
            growth[project] = _Growth(
                [later - earlier for earlier, later in pairwise(minutes)], sizes
            )
        return growth

    # Invoices.

    @cached_property
    def invoices(self) -> list[Row]:
        """Three years of monthly invoices, and a credit note; the oldest first."""
        drafts: list[tuple[date, Row]] = []
        for number in range(_MONTHS):
            issued = self._month(number - _MONTHS + 1)
            drafts.append((issued, self._monthly(number, issued)))
            if number == _CREDITED:
                drafts.append((issued + timedelta(days=11), _credit(drafts[-1][1])))
        return [self._issued(place, day, draft) for place, (day, draft) in enumerate(drafts)]

    def invoice(self, invoice_id: str) -> Row | None:
        """Return one invoice."""
        return next((i for i in self.invoices if str(i["id"]) == invoice_id), None)

    def _month(self, shift: int) -> date:
        """Return the first day of the month so many months from now."""
        today = date.fromordinal(self._today)
        months = today.year * 12 + today.month - 1 + shift
        return date(months // 12, months % 12 + 1, 1)

    def _monthly(self, number: int, issued: date) -> Row:
        first = (issued - timedelta(days=1)).replace(day=1)
        currency = "RUB" if number < _IN_ROUBLES else "EUR"
        quantities = self._quantities(range(first.toordinal(), issued.toordinal()))
        items = []
        for product, name, unit, prices in _GOODS:
            price, quantity = prices[currency], quantities[product]
            amount = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
            items.append(
                {"product": name, "quantity": _number(quantity), "unit": unit,
                 "price": float(price), "amount": str(amount)}
            )  # fmt: skip
        total = sum((Decimal(str(item["amount"])) for item in items), Decimal("0.00"))
        if number == _ROUNDED:
            total += _CENT
        return {
            "status": {_MONTHS - 1: "pending", _MONTHS - 2: "overdue"}.get(number, "paid"),
            "period": f"{first:%Y-%m}",
            "period_from": str(first),
            "period_to": str(issued - timedelta(days=1)),
            "currency": currency,
            "total": str(total),
            "items": items,
        }

    def _quantities(self, days: range) -> dict[str, Decimal]:
        """Return a month's usage as it is billed: storage by the average of its days."""
        used = [self._used(days, project) for project in self._growth]
        total = {name: sum(sum(part[name]) for part in used) for name in PRODUCTS}
        return {
            "cdn": _gigabytes(Decimal(total["cdn"])),
            "encoding": Decimal(total["encoding"]),
            "storage": _gigabytes(Decimal(total["storage"]) / len(days)),
        }

    def _issued(self, place: int, day: date, draft: Row) -> Row:
        number = _FIRST_ID + place
        kind = "CN" if draft["total"].startswith("-") else "INV"
        paid = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
        paid += timedelta(days=3 + place * 5 % 17, minutes=place)
        return {
            "id": number,
            "number": f"{kind}-{day:%Y}-{number}",
            **draft,
            "created_at": f"{day}T00:00:00Z",
            "due_date": str(day + timedelta(days=30)),
            "paid_at": f"{paid:%Y-%m-%dT%H:%M:%SZ}" if draft["status"] == "paid" else None,
            "contract_number": f"K-{2020 + self._workspace.seed % 5}/0417",
            "manager": {"department": "Расчёты с клиентами", "extension": 214},
        }


def invoice_csv(invoice: Row) -> str:
    """Return an invoice as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(("Продукт", "Количество", "Ед.", "Цена", "Сумма"))
    writer.writerows(item.values() for item in invoice["items"])
    last = 1 + len(invoice["items"])
    writer.writerow((f"=SUM(E2:E{last})", "", "", "Итого", invoice["total"]))
    return file.getvalue()


def _credit(invoice: Row) -> Row:
    """Return a note that gives a tenth of an invoice's traffic back."""
    line = next(item for item in invoice["items"] if item["product"] == "CDN")
    quantity = -Decimal(str(line["quantity"])) / 10
    quantity = quantity.quantize(Decimal("0.001"), ROUND_HALF_UP)
    amount = (quantity * Decimal(str(line["price"]))).quantize(_CENT, ROUND_HALF_UP)
    item = {**line, "quantity": _number(quantity), "amount": str(amount)}
    return {**invoice, "status": "paid", "total": str(amount), "items": [item]}


def _day(milliseconds: int) -> int:
    return milliseconds // (_DAY_S * 1000) + _EPOCH


def _gigabytes(size: Decimal) -> Decimal:
    return (size / _GB).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == int(quantity) else float(quantity)
