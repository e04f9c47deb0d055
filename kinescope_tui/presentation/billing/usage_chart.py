"""Usage of one range: its cards, the days of one product, and where they lead."""

from datetime import UTC, datetime

from kinescope_tui.api.models import RawModel
from kinescope_tui.presentation.analytics.bars import Bar
from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.billing.usage_words import (
    bar_value,
    nature,
    projection_told,
    reading,
    tick,
    usage_bars,
    usage_card,
    used,
)
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.billing.usage import (
    Product,
    Series,
    UsageAnswer,
    projection,
)
from kinescope_tui.services.files.records import FileFormat, written


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
        before: UsageAnswer | None,
        product: Product,
        *,
        compares: bool,
        is_exact: bool,
    ) -> None:
        self.usage = answer.usage
        self.series = self.usage.of(product) or self.usage.series[0]
        self._answer = answer
        self._before = before
        self._compares = compares
        self._is_exact = is_exact

    def _series_before(self, product: Product) -> Series | None:
        return self._before.usage.of(product) if self._before is not None else None

    @property
    def product(self) -> Product:
        """What is charted."""
        return self.series.product

    @property
    def products(self) -> list[Product]:
        """All that came."""
        return [one.product for one in self.usage.series]

    @property
    def cards(self) -> list[Card]:
        """A card for each product."""
        return [
            usage_card(
                one,
                self._series_before(one.product),
                compares=self._compares,
                is_exact=self._is_exact,
                complete=self._answer.complete,
            )
            for one in self.usage.series
        ]

    def bars(self, most: int) -> list[Bar]:
        """Return the days as at most so many bars."""
        return usage_bars(self.series, self._series_before(self.product), most)

    def tick(self, value: float) -> str:
        """Return a value beside the axis."""
        return tick(self.product, value)

    def reading(self, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how much, and how that compares."""
        return reading(
            self.series,
            self._series_before(self.product),
            bar,
            is_exact=self._is_exact,
            compares=self._compares,
            complete=self._answer.complete,
        )

    def exact_text(self, bar: Bar) -> str:
        """Return what a bar stands for, with every digit."""
        return used(self.product, bar_value(self.series, bar), is_exact=True)

    @property
    def projection_text(self) -> str:
        """Where the month leads; of other ranges how their days make a whole."""
        found = projection(self.series, self._answer.came_at.astimezone(UTC).date())
        told = projection_told(self.series, found, is_exact=self._is_exact)
        return told or nature(self.product)

    @property
    def compared(self) -> tuple[int, datetime | None] | None:
        """How many days are compared, and when the first of those before begins; None for all."""
        before, answer = self._before, self._answer
        if before is None or answer.is_final:
            return None
        return answer.complete, before.question.range.edges(UTC)[0]

    def rows(self, form: FileFormat) -> str:
        """Return the days as rows: a column for each product, nothing where nothing came."""
        rows = [
            RawModel(
                raw={
                    "date": str(self.series.day(number)),
                    **{one.product.name: exact(one.values[number]) for one in self.usage.series},
                }
            )
            for number in range(len(self.series.values))
        ]
        return written(form, rows, RawModel)
