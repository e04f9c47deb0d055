"""Usage, as people write it."""

import math
from collections.abc import Sequence
from functools import partial

from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import axis_text, count, plural, short, size
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

_MAX = 10**18
_MAX_PERCENT = 9_999
_LONGEST = 20

_UNITS = {Unit.BYTES: "B", Unit.MINUTES: "min"}


def label(product: Product) -> str:
    """Return what a product is called; one that nobody knows as it came."""
    return one_line(product.label)[:_LONGEST] or "(no name)"


def title(product: Product) -> str:
    """Return what a number that a range comes to is called."""
    name = label(product)
    return f"{name}, average" if product.kind is Kind.LEVEL else name


def used(product: Product, value: Quantity | None, *, is_exact: bool = False) -> str:
    """Return how much of a product was used: `84.1 TB`, `18 402 min`; `—` if nothing came.

    Exactly is with every digit that came.
    """
    if value is None:
        return MISSING
    number = decimal_of(value)
    if not number.is_finite() or not number.copy_abs() < _MAX:
        return "?"
    if is_exact or product.unit is Unit.UNKNOWN:
        whole = exact(number)
        told = count(whole) if isinstance(whole, int) else f"{number:,f}".replace(",", "\u00a0")
        return f"{told} {_UNITS.get(product.unit, '')}".rstrip()
    rounded = float(number)
    if product.unit is Unit.BYTES:
        return size(rounded) if rounded >= 0 else f"−{size(-rounded)}"
    return f"{short(round(rounded, 1))} min"


def tick(product: Product, value: float, end: float) -> str:
    """Return a value beside an axis that ends at another one, in few cells."""
    ends = {Unit.BYTES: "B", Unit.MINUTES: " min"}
    return axis_text(value, end, ends.get(product.unit, ""))


def whole_told(series: Series, *, is_exact: bool = False) -> str:
    """Return what a range comes to: a sum, or of a level its mean."""
    tell = partial(used, series.product, is_exact=is_exact)
    if series.product.kind is Kind.LEVEL:
        return tell(series.mean)
    if series.product.kind is Kind.UNKNOWN:
        return f"{tell(series.total)} in total"
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


def projection_told(series: Series, found: Projection | None, *, is_exact: bool = False) -> str:
    """Return where the month leads, and how that was reckoned."""
    if found is None:
        return ""
    days = plural(found.days, "complete day")
    rest = f"; no data for {found.silent} more" if found.silent else ""
    value = used(series.product, round(found.value), is_exact=is_exact)
    if series.product.kind is Kind.LEVEL:
        how = f"average of {days}, then the latest level; ÷ {plural(found.length, 'day')}{rest}"
        return f"estimated monthly average {value}, calculated here: {how}"
    how = f"{days} ÷ {found.days} × {found.length}{rest}"
    return f"≈ by {found.end.day} {found.end:%b} {value}, estimated here: {how}"


def forecast(series: Series, found: Projection | None) -> str:
    """Return the same in a few words: `≈ 70.8 TB by 31 Aug`, of a level `≈ 65.4 TB for August`."""
    if found is None:
        return ""
    value = used(series.product, round(found.value))
    is_level = series.product.kind is Kind.LEVEL
    return (
        f"≈ {value} for {found.end:%B}"
        if is_level
        else f"≈ {value} by {found.end.day} {found.end:%b}"
    )


def nature(product: Product) -> str:
    """Return how the days of a product make a whole."""
    return {
        Kind.FLOW: "daily values add up",
        Kind.LEVEL: "measured daily, averaged",
        Kind.UNKNOWN: "undocumented product; shown as received",
    }[product.kind]


def strip_line(series: Sequence[Series], told: str) -> str:
    """Return some products on one line, where there is no room for more."""
    parts = [f"{title(one.product)} {whole_told(one)}" for one in series]
    return f" {told}: {' · '.join(parts)}" if parts else f" {told}: no data"
