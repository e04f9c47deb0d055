"""Usage of one range: its cards, the days of one product, and where they lead."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from kinescope_tui.api.models import RawModel
from kinescope_tui.presentation.analytics.bars import Bar, bars, resampled
from kinescope_tui.presentation.analytics.cards import Card, ghost_card
from kinescope_tui.presentation.analytics.hue import HUES, Hue
from kinescope_tui.presentation.billing.usage_words import (
    forecast,
    grown,
    label,
    nature,
    projection_told,
    title,
    used,
    whole_told,
)
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.moments import long_moment, short_moment
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.billing.usage import (
    PRODUCTS,
    Kind,
    Product,
    Projection,
    Quantity,
    Series,
    UsageAnswer,
    compared,
    projection,
)
from kinescope_tui.services.time.time_range import Bucket

_SATURDAY = 5


def usage_ghosts() -> list[Card]:
    """Return cards for the products that are known, before their numbers are here."""
    return [
        ghost_card(title(one), label(one).split(" ")[0], HUES[n % len(HUES)])
        for n, one in enumerate(PRODUCTS.values())
    ]


class UsageChart:
    """An answer, beside the one to the window before, with one product charted.

    Args:
        answer: Of which something came.
        before: The answer to the window before; None if it is not wanted, or not here.
        product: What is charted; the first one that came where that did not.
        compares: Whether the window before is wanted.
        is_exact: Whether numbers are shown to their last digit.

    Attributes:
        usage: What came.
        series: The days of the product.
    """

    def __init__(
        self,
        answer: UsageAnswer,
        before: UsageAnswer | None = None,
        product: Product | None = None,
        *,
        compares: bool = False,
        is_exact: bool = False,
    ) -> None:
        self.usage = answer.usage
        found = self.usage.of(product) if product is not None else None
        self.series = found or self.usage.series[0]
        self._answer = answer
        self._before = before
        self._compares = compares
        self._is_exact = is_exact

    @property
    def product(self) -> Product:
        """What is charted."""
        return self.series.product

    @property
    def products(self) -> list[Product]:
        """All that came."""
        return [one.product for one in self.usage.series]

    def hue(self, product: Product) -> Hue:
        """Return the hue of a product: each has its own as long as there are some."""
        return HUES[self.products.index(product) % len(HUES)]

    @property
    def cards(self) -> list[Card]:
        """What each product comes to, and how its days that are over compare with those before."""
        return [
            Card(
                title(one.product),
                label(one.product).split(" ")[0],
                whole_told(one, is_exact=self._is_exact),
                self._growth(one) if self._compares else None,
                self.hue(one.product),
                _course(one, self._answer.complete),
                _span(one),
                forecast(one, self._projection(one)),
            )
            for one in self.usage.series
        ]

    def bars(self, most: int) -> list[Bar]:
        """Return the days as at most so many bars; several days in one are its mean."""
        before = self._series_before(self.product)
        return bars(
            len(self.series.values),
            most=most,
            value=_mean(self.series),
            before=_mean(before) if before is not None else lambda _first, _count: None,
            label=self._label,
            is_running=self._is_running,
            is_weekend=lambda number: self.series.day(number).weekday() >= _SATURDAY,
        )

    def _is_running(self, number: int) -> bool:
        return number >= self._answer.complete

    def _label(self, number: int) -> str:
        start = self._start(number)
        is_today = self._is_running(number) and start.date() == self._answer.came_at.date()
        return "today" if is_today else short_moment(start, Bucket.DAY, UTC)

    def reading(self, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how much, and how that compares."""
        last = min(bar.first + bar.count, len(self.series.values)) - 1
        when = long_moment(self._start(bar.first), Bucket.DAY, UTC)
        if bar.count > 1:
            when = f"{self.series.day(bar.first)} → {self.series.day(last)}"
        is_over = not bar.is_running
        value = _value(self.series, bar)
        cells = [Cell(when if is_over else f"{when}, so far"), Cell(self._used(value))]
        if value is None:
            cells[-1] = Cell("no data for this day", Tone.MUTED)
        if bar.count > 1:
            cells.append(Cell("daily average", Tone.MUTED))
        if self._compares:
            before = self._series_before(self.product)
            earlier = _value(before, bar) if before is not None else None
            cells.append(Cell(f"before {self._used(earlier)}"))
            is_part = value is not None and earlier is not None and not is_over
            cells.append(Cell("in progress", Tone.MUTED) if is_part else grown(value, earlier))
        return cells

    def exact_text(self, bar: Bar) -> str:
        """Return what a bar stands for, with every digit."""
        return used(self.product, _value(self.series, bar), is_exact=True)

    @property
    def projection_text(self) -> str:
        """Where the month leads; of other ranges how their days make a whole."""
        found = self._projection(self.series)
        told = projection_told(self.series, found, is_exact=self._is_exact)
        return told or nature(self.product)

    @property
    def compared(self) -> tuple[int, datetime | None] | None:
        """How many days are compared, and when the first of those before begins; None for all."""
        if self._before is None or self._answer.is_final:
            return None
        return self._answer.complete, self._before.question.range.edges(UTC)[0]

    @property
    def rows(self) -> list[RawModel]:
        """The days as rows: a column for each product, nothing where nothing came."""
        days = range(len(self.series.values))
        return [
            RawModel(
                raw={
                    "date": str(self.series.day(day)),
                    **{one.product.name: exact(one.values[day]) for one in self.usage.series},
                }
            )
            for day in days
        ]

    def _projection(self, series: Series) -> Projection | None:
        return projection(series, self._answer.came_at.astimezone(UTC).date())

    def _used(self, value: Quantity | None) -> str:
        return used(self.product, value, is_exact=self._is_exact)

    def _start(self, number: int) -> datetime:
        return datetime.combine(self.series.day(number), time.min, UTC)

    def _series_before(self, product: Product) -> Series | None:
        return self._before.usage.of(product) if self._before is not None else None

    def _growth(self, series: Series) -> Cell:
        """Return how a product compares; where fewer days do than are over, how many is said."""
        found = compared(series, self._answer, self._before) if self._before is not None else None
        if found is None:
            return Cell(MISSING, Tone.MUTED)
        now, then, days = found
        cell, is_of_all = grown(now.whole, then.whole), days in {0, self._answer.complete}
        return cell if is_of_all else Cell(f"{cell.text}, {days} d", cell.tone)


def _value(series: Series, bar: Bar) -> Quantity | None:
    """Return what a bar stands for: of one day what came, of several the mean to two places."""
    part = series.part(bar.first, bar.count)
    return next(iter(part.values), None) if bar.count == 1 else part.mean


def _mean(series: Series) -> Callable[[int, int], float | None]:
    """Return what makes the mean of so many days from one on, for a chart."""
    return lambda first, many: series.mean_of(first, first + many)


def _span(series: Series) -> str:
    """Return from where to where a level went, which is far from zero; of what adds up nothing."""
    known = [value for value in series.known if value.is_finite()]
    if series.product.kind is not Kind.LEVEL or not known:
        return ""
    return f"{used(series.product, min(known))} – {used(series.product, max(known))}"


def _course(series: Series, complete: int) -> Callable[[int], list[float | None]]:
    """Return what makes the course of the days that are over; today would look like a fall."""
    return lambda width: resampled(complete or len(series.values), width, _mean(series))
