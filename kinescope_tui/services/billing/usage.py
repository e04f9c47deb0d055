"""Usage of a workspace: by product and by project, day by day.

Traffic and encoding flow: their days add up. Storage is a level that is taken once a day: its days
are averaged, and never added. Days are those of UTC. Numbers keep their digits.
"""

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal, Inexact
from enum import StrEnum
from functools import reduce
from typing import TypeGuard

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import UsageRow
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.time.range_source import Question, RangeSource
from kinescope_tui.services.time.time_range import Bucket, RangeError, TimeRange

_DAY = timedelta(days=1)
_MAX_ANSWERS = 20
_MAX = 10**18  # a larger number is no usage, and would swallow the others
_FINEST = -30  # the power of ten of the last digit of one
_EXACT = Context(prec=60)  # more than all digits of any sum

Quantity = Decimal | float
"""How much was used; what the API said is a decimal."""


class Kind(StrEnum):
    """The kind of a product: how its days make a whole."""

    FLOW = "flow"  # they add up
    LEVEL = "level"  # the last one and the mean say what there is
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """The unit of a product."""

    BYTES = "bytes"
    MINUTES = "min"
    UNKNOWN = ""


class Product(msgspec.Struct, frozen=True):
    """Something that is used, and billed.

    Attributes:
        name: As the API calls it.
        label: As people call it.
    """

    name: str
    label: str
    kind: Kind
    unit: Unit


ENCODING = Product("encoding", "Encoding", Kind.FLOW, Unit.MINUTES)
STORAGE = Product("storage", "Storage", Kind.LEVEL, Unit.BYTES)
CDN = Product("cdn", "CDN traffic", Kind.FLOW, Unit.BYTES)
PRODUCTS = {product.name: product for product in (CDN, STORAGE, ENCODING)}
"""What is documented; whatever else comes is shown as it comes."""


def product_of(name: str) -> Product:
    """Return what is known of a product."""
    known = PRODUCTS.get(name.strip().casefold())
    return known or Product(name, name, Kind.UNKNOWN, Unit.UNKNOWN)


class Series(msgspec.Struct, frozen=True):
    """The series of one product, a value for each day of a range.

    Attributes:
        first: The first day.
        values: None for a day of which nothing came.
    """

    product: Product
    first: date
    values: Sequence[Quantity | None]

    @property
    def known(self) -> list[Decimal]:
        """The values that came."""
        return [decimal_of(value) for value in self.values if value is not None]

    @property
    def total(self) -> Decimal | None:
        """The sum of the days; None for what does not add up, or where nothing came."""
        if self.product.kind is Kind.LEVEL or not self.known:
            return None
        return _sum(self.known)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the days that came; to two places where it has no end."""
        known = self.known
        if not known:
            return None
        context = _EXACT.copy()
        context.clear_flags()
        mean = context.divide(_sum(known), Decimal(len(known)))
        return round(mean, 2) if context.flags[Inexact] else mean

    @property
    def last(self) -> Decimal | None:
        """The value of the last day that came."""
        return self.known[-1] if self.known else None

    @property
    def whole(self) -> Decimal | None:
        """The value of the range: the sum of a flow, the mean of a level."""
        return self.mean if self.product.kind is Kind.LEVEL else self.total

    def day(self, number: int) -> date:
        """Return a day by its number, from 0."""
        return self.first + number * _DAY

    def part(self, first: int, count: int) -> "Series":
        """Return those of so many days from one on."""
        return Series(self.product, self.day(first), self.values[first : first + count])

    def mean_of(self, first: int, end: int) -> float | None:
        """Return the mean of the days from one number to before another, for a chart."""
        known = [float(value) for value in self.values[first:end] if value is not None]
        return sum(known) / len(known) if known else None

    def beside(self, other: "Series", count: int) -> "Series":
        """Return those of its first so many days that the other series has a value of too."""
        pairs = zip(self.values[:count], other.values, strict=False)
        shared = [own if its is not None else None for own, its in pairs]
        return Series(self.product, self.first, shared)


class ProjectUsage(msgspec.Struct, frozen=True):
    """The usage of one project.

    Attributes:
        id: The project's id; empty for what came without one.
        by_product: By the product's name.
    """

    id: str
    by_product: dict[str, Series]

    def whole(self, product: Product) -> Decimal | None:
        """Return what it used of a product in the range."""
        series = self.by_product.get(product.name)
        return series.whole if series is not None else None


class Usage(msgspec.Struct, frozen=True):
    """The usage in a range.

    Attributes:
        series: One for each product, the documented ones first.
        projects: What each project used; those that used nothing are not told of.
        unread: How many rows had no day, or no number.
        strays: How many rows were of other days than those of the range.
    """

    first: date
    last: date
    series: list[Series]
    projects: list[ProjectUsage]
    unread: int = 0
    strays: int = 0

    def of(self, product: Product) -> Series | None:
        """Return the series of a product."""
        return next((series for series in self.series if series.product == product), None)


def usage_of(rows: Iterable[UsageRow], first: date, last: date) -> Usage:
    """Return rows as usage by product, and by project.

    A day on which a level came for somebody is one on which the other projects had none of it: of
    those that use nothing, no row names the project.

    Args:
        rows: What the API said; several of a day and product are those of several projects.
        first: The first day of the range.
        last: The last one.
    """
    count = (last - first).days + 1
    every: dict[str, list[Decimal | None]] = defaultdict(lambda: [None] * count)
    projects: dict[str, dict[str, list[Decimal | None]]] = defaultdict(
        lambda: defaultdict(lambda: [None] * count)
    )
    unread = strays = 0
    for row in rows:
        number = _number(row, first)
        used = decimal_of(row.usage) if row.usage is not None else None
        if number is None or not _is_quantity(used) or not row.product:
            unread += 1
            continue
        if not 0 <= number < count:
            strays += 1
            continue
        name = product_of(row.product).name
        _add(every[name], number, used)
        if row.project_id or used:
            _add(projects[row.project_id or ""][name], number, used)
    ranks = {name: place for place, name in enumerate(PRODUCTS)}
    names = sorted(every, key=lambda name: (ranks.get(name, len(ranks)), name))
    series = [Series(product_of(name), first, every[name]) for name in names]
    shares = [
        ProjectUsage(
            key,
            {n: Series(product_of(n), first, _filled(n, v, every[n])) for n, v in found.items()},
        )
        for key, found in projects.items()
    ]
    has_projects = any(share.id for share in shares)
    return Usage(first, last, series, shares if has_projects else [], unread, strays)


def _number(row: UsageRow, first: date) -> int | None:
    if row.date is None:
        return None
    moment = row.date
    try:
        day = moment.astimezone(UTC).date() if moment.tzinfo is not None else moment.date()
    except OverflowError:  # the first and last days of the calendar
        return None
    return (day - first).days


def _add(values: list[Decimal | None], number: int, value: Decimal) -> None:
    before = values[number]
    values[number] = value if before is None else _EXACT.add(before, value)


def _filled(
    name: str, values: list[Decimal | None], of_all: list[Decimal | None]
) -> list[Decimal | None]:
    """Return a project's level with 0 on the days on which only others had one."""
    if product_of(name).kind is not Kind.LEVEL:
        return values
    days = zip(values, of_all, strict=True)
    return [Decimal() if own is None and every is not None else own for own, every in days]


def decimal_of(value: Quantity) -> Decimal:
    """Return a number in the digits in which it was written."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _is_quantity(value: Decimal | None) -> TypeGuard[Decimal]:
    if value is None or not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return value.copy_abs() < _MAX and isinstance(exponent, int) and exponent >= _FINEST


def _sum(values: Iterable[Decimal]) -> Decimal:
    return reduce(_EXACT.add, values, Decimal())


class Projection(msgspec.Struct, frozen=True):
    """The projection of a month, if it goes on as it did.

    Attributes:
        value: A sum of what flows, the month's mean of a level.
        end: The month's last day.
        days: How many complete days it is made of.
        length: How many days the month has.
        silent: How many more complete days there were, of which nothing came.
    """

    value: float
    end: date
    days: int
    length: int
    silent: int = 0


def projection(series: Series, today: date) -> Projection | None:
    """Return where a month leads that is under way; None for other ranges, and without a past.

    Of a past of which more days are missing than came nothing is made.

    What flows goes on at the mean of the complete days; a level stays as it was last.
    """
    first = series.first
    if first.day != 1 or (first.year, first.month) != (today.year, today.month):
        return None
    complete = series.values[: (today - first).days]
    known = [float(value) for value in complete if value is not None]
    length = calendar.monthrange(first.year, first.month)[1]
    silent = len(complete) - len(known)
    if not known or silent > len(known) or series.product.kind is Kind.UNKNOWN:
        return None
    mean = sum(known) / len(known)
    if series.product.kind is Kind.LEVEL:
        left = length - len(complete)
        value = (mean * len(complete) + known[-1] * left) / length
    else:
        value = mean * length
    return Projection(value, first.replace(day=length), len(known), length, silent)


class UsageAnswer(msgspec.Struct, frozen=True):
    """The API's answer about a range.

    Attributes:
        question: What it answers.
        came_at: When it came.
        drift: How many fields could not be read.
    """

    question: Question
    usage: Usage
    exchange: Exchange
    came_at: datetime
    drift: int = 0

    @property
    def complete(self) -> int:
        """The number of its days that were over when it came."""
        first, last = self.usage.first, self.usage.last
        today = self.came_at.astimezone(UTC).date()
        return max(0, min((last - first).days + 1, (today - first).days))

    @property
    def is_final(self) -> bool:
        """Whether all its days were over when it came."""
        return self.usage.last < self.came_at.astimezone(UTC).date()


def compared(
    series: Series, answer: UsageAnswer, before: UsageAnswer
) -> tuple[Series, Series, int] | None:
    """Return the days of a product that compare with those of the window before, and those.

    Days are compared that are over and came in both windows. A window that is over and lacks no
    day is compared as a whole, whatever the lengths: a month with a month.

    Args:
        series: The product's days.
        answer: What they are of.
        before: The answer to the window before.

    Returns:
        The days, those before, and how many there are; None without the product before.
    """
    earlier, count = before.usage.of(series.product), answer.complete
    if earlier is None:
        return None
    if count == len(series.values) and None not in {*series.values, *earlier.values}:
        return series, earlier, count
    now = series.beside(earlier, count)
    return now, earlier.beside(series, count), len(now.known)


class UsageMeter(RangeSource[UsageAnswer]):
    """Asks what was used in UTC days, and remembers the last answers."""

    def __init__(self, client: KinescopeClient, utc_now: Callable[[], datetime]) -> None:
        super().__init__(utc_now, room=_MAX_ANSWERS)
        self._client = client
        self._quiet: set[Question] = set()

    def question(self, wanted: TimeRange, _steps: str = "") -> Question:
        """Return the question of all UTC days of which a range has a part."""
        return Question(wanted.in_days(UTC), Bucket.DAY)

    async def before(self, question: Question) -> UsageAnswer | None:
        """Return the answer to the window before, asked once and after everything else.

        None if there is none: nothing is to hang on it.
        """
        try:
            asked = question.before
        except RangeError:
            return None
        if asked in self._quiet and self.remembered(asked) is None:
            return None
        self._quiet.add(asked)
        try:
            return await self.answer(asked)
        except KinescopeError:
            return None
        except BaseException:  # nobody waits any more: whoever comes back asks again
            self._quiet.discard(asked)
            raise

    def forget(self) -> None:
        """Ask anew from now on."""
        super().forget()
        self._quiet.clear()

    async def _ask(self, question: Question) -> UsageAnswer:
        first, last = question.range.first_day, question.range.last_day
        priority = Priority.AHEAD if question in self._quiet else Priority.LOOKED_AT
        page = await self._client.usage(DateRange(first, last), by_project=True, priority=priority)
        usage = usage_of(page.items, first, last)
        usage = replace(usage, unread=usage.unread + page.lacking)
        drift = len(page.drift) + page.dropped
        return UsageAnswer(question, usage, page.exchange, self.utc_now(), drift)
