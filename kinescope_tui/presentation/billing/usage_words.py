"""What was used, as people write it."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import partial

from kinescope_tui.presentation.analytics.bars import Bar, bars
from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.moments import long_moment, short_moment
from kinescope_tui.presentation.text.numbers import compact, count, plural, short, size
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.billing.usage import (
    Kind,
    Product,
    Projection,
    Quantity,
    Series,
    Unit,
    decimal_of,
)
from kinescope_tui.services.time.time_range import Bucket

_MAX = 10**18
_MAX_PERCENT = 9_999
_LONGEST = 20


def label(product: Product) -> str:
    """Return what a product is called; one that nobody knows as it came."""
    return one_line(product.label)[:_LONGEST] or "(no name)"


def title(product: Product) -> str:
    """Return what a number that a range comes to is called."""
    name = label(product)
    return f"{name}, mean" if product.kind is Kind.LEVEL else name


def used(product: Product, value: Quantity | None, *, is_exact: bool = False) -> str:
    """Return how much of a product was used: `84.1 TB`, `18 402 min`; `—` if nothing came.

    Exactly is with every digit that came.
    """
    if value is None:
        return MISSING
    number = decimal_of(value)
    if not number.is_finite() or not abs(number) < _MAX:
        return "?"
    if is_exact or product.unit is Unit.UNKNOWN:
        whole = exact(number)
        told = count(whole) if isinstance(whole, int) else f"{number:,f}".replace(",", "\u00a0")
        return f"{told} {_units(product)}".rstrip()
    rounded = float(number)
    if product.unit is Unit.BYTES:
        return size(rounded) if rounded >= 0 else f"−{size(-rounded)}"
    return f"{short(round(rounded, 1))} min"


def tick(product: Product, value: float) -> str:
    """Return a value beside an axis, in few cells."""
    ends = {Unit.BYTES: "B", Unit.MINUTES: "m"}
    return f"{compact(value)}{ends.get(product.unit, '')}"


def whole_told(series: Series, *, is_exact: bool = False) -> str:
    """Return what a range comes to: a sum, or of a level its mean."""
    tell = partial(used, series.product, is_exact=is_exact)
    if series.product.kind is Kind.LEVEL:
        return tell(series.mean)
    if series.product.kind is Kind.UNKNOWN:
        return f"{tell(series.total)} in all"
    return tell(series.total)


def grown(value: Quantity | None, earlier: Quantity | None) -> Cell:
    """Return how a use differs from the one before; more of it is neither good nor bad."""
    if value is None or earlier is None:
        return Cell(MISSING, Tone.MUTED)
    now, before = float(value), float(earlier)
    if not math.isfinite(now - before):
        return Cell(MISSING, Tone.MUTED)
    if before == 0:
        return Cell("= 0" if now == 0 else "▲ from 0", Tone.MUTED if now == 0 else Tone.PLAIN)
    percent = (now - before) / abs(before) * 100
    told = f"{abs(percent):.1f} %" if abs(percent) < _MAX_PERCENT else "> 9 999 %"
    if round(percent, 1) == 0:
        return Cell(f"= {told}", Tone.MUTED)
    return Cell(f"{'▲' if percent > 0 else '▼'} {told}", Tone.PLAIN)


def usage_card(
    series: Series,
    before: Series | None,
    *,
    compares: bool,
    is_exact: bool,
    complete: int | None = None,
) -> Card:
    """Return the card of a product.

    Args:
        series: Its days.
        before: Those of the window before, if they came.
        compares: Whether a change is wanted at all.
        is_exact: Whether numbers are shown to their last digit.
        complete: How many of its days are over, and compared with as many; all if None.
    """
    product = series.product

    def sparkline_values(most: int) -> list[float | None]:
        return [bar.value for bar in bars(len(series.values), most=most, value=_mean(series))]

    change = _growth(series, before, complete) if compares else None
    value = whole_told(series, is_exact=is_exact)
    return Card(title(product), label(product).split(" ")[0], value, change, sparkline_values)


def usage_bars(series: Series, before: Series | None, most: int) -> list[Bar]:
    """Return the days as at most so many bars; several days in one are its mean."""
    return bars(
        len(series.values),
        most=most,
        value=_mean(series),
        before=_mean(before) if before is not None else lambda _first, _count: None,
        label=lambda number: short_moment(_moment(series.day(number)), Bucket.DAY, UTC),
    )


def bar_value(series: Series, bar: Bar) -> Quantity | None:
    """Return what a bar stands for: of one day what came, of several the mean to two places."""
    if bar.count == 1:
        return series.values[bar.first]
    return round(bar.value, 2) if bar.value is not None else None


def reading(
    series: Series, bar: Bar, *, is_exact: bool, compares: bool, complete: int | None = None
) -> list[Cell]:
    """Return what stands under the cursor: when, how much, and how that compares.

    Args:
        series: The days.
        bar: What is under the cursor.
        is_exact: Whether numbers are shown to their last digit.
        compares: Whether the window before is wanted.
        complete: How many of the days are over; all if None.
    """
    last = min(bar.first + bar.count, len(series.values)) - 1
    first_day, last_day = series.day(bar.first), series.day(last)
    when = long_moment(_moment(first_day), Bucket.DAY, UTC)
    if bar.count > 1:
        when = f"{first_day} → {last_day}"
    is_over = complete is None or last < complete
    if not is_over:
        when += ", so far"
    cells = [Cell(when), Cell(used(series.product, bar_value(series, bar), is_exact=is_exact))]
    if bar.value is None:
        cells[-1] = Cell("nothing came for this day", Tone.MUTED)
    if bar.count > 1:
        cells.append(Cell("a day on the average", Tone.MUTED))
    if compares:
        cells.append(Cell(f"before {used(series.product, bar.before, is_exact=is_exact)}"))
        is_known = bar.value is not None and bar.before is not None
        is_part = is_known and not is_over
        cells.append(Cell("not over", Tone.MUTED) if is_part else grown(bar.value, bar.before))
    return cells


def projection_told(series: Series, found: Projection | None, *, is_exact: bool = False) -> str:
    """Return where the month leads, and how that was reckoned."""
    if found is None:
        return ""
    days = plural(found.days, "complete day")
    rest = f"; nothing came for {found.silent} more" if found.silent else ""
    value = used(series.product, round(found.value), is_exact=is_exact)
    if series.product.kind is Kind.LEVEL:
        how = f"mean of {days}, then the last level stays; ÷ {found.length} days{rest}"
        return f"projected mean of the month {value}, reckoned here: {how}"
    how = f"{days} ÷ {found.days} × {found.length}{rest}"
    return f"projected by {found.end:%d %b} {value}, reckoned here: {how}"


def nature(product: Product) -> str:
    """Return how the days of a product make a whole."""
    return {
        Kind.FLOW: "days add up",
        Kind.LEVEL: "a level once a day: mean, never a sum",
        Kind.UNKNOWN: "a product that no document names, as it came",
    }[product.kind]


def strip_line(series: Sequence[Series], told: str) -> str:
    """Return some products on one line, where there is no room for more."""
    parts = [f"{title(one.product)} {whole_told(one)}" for one in series]
    return f" {told}: {' · '.join(parts)}" if parts else f" {told}: nothing came"


def _growth(series: Series, before: Series | None, complete: int | None) -> Cell:
    """Return how a product's days that are over compare with those before.

    Days are compared that came in both windows; where those are fewer, how many is said. A month
    that is over is compared with a month, whatever their lengths.
    """
    count = len(series.values) if complete is None else complete
    if before is None:
        return Cell(MISSING, Tone.MUTED)
    if count == len(series.values) and None not in {*series.values, *before.values}:
        return grown(series.whole, before.whole)
    now, then = series.beside(before, count), before.beside(series, count)
    cell, shared = grown(now.whole, then.whole), len(now.known)
    return cell if shared in {0, count} else Cell(f"{cell.text}, {shared} d", cell.tone)


def _mean(series: Series) -> Callable[[int, int], float | None]:
    """Return what makes the mean of so many days from one on."""
    return lambda first, many: series.mean_of(first, first + many)


def _units(product: Product) -> str:
    return {Unit.BYTES: "B", Unit.MINUTES: "min"}.get(product.unit, "")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
