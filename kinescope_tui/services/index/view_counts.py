"""How often videos were watched, as the index keeps it, and what is not sure of that."""

import json
import sqlite3
from collections.abc import Mapping

import msgspec

from kinescope_tui.api.invoice import number_of
from kinescope_tui.services.index.index_errors import QueryError

LATELY_DAYS = 90
"""What "lately" means."""

_NAME = "views"
_LATEST_MS = 253_402_300_800_000  # when the calendar ends, since 1970


class CountedSpan(msgspec.Struct, frozen=True):
    """What came of asking for the views of a span of days, by video.

    Attributes:
        first: The first day, `2026-01-31`.
        last: The last one, which is part of it.
        views: How many came with an id.
        said: How many there were in all, as the overview says; None if it does not.
        unnamed: Views that came without the id of a video.
        uncounted: Videos that came without a number; they count as watched.
        unread: Rows that could not be read at all.
        parts: In how many parts the days were asked for.
    """

    first: str
    last: str
    views: float = 0
    said: float | None = None
    unnamed: float = 0
    uncounted: int = 0
    unread: int = 0
    parts: int = 1


class StoragePrice(msgspec.Struct, frozen=True):
    """What storage costs, by an invoice.

    Attributes:
        amount: Of its line, as it came, a decimal number.
        quantity: The same of what was billed.
        unit: What that is counted in.
        unit_bytes: How many bytes that is.
        currency: Of the amount; empty if nobody said.
        product: What the line is of.
        invoice: The number of the invoice.
        period: The days that it bills; empty if nobody said.
        days: How many they are; None if nobody said.
    """

    amount: str
    quantity: str
    unit: str
    unit_bytes: int
    currency: str
    product: str
    invoice: str
    period: str
    days: int | None = None


class ViewCounts(msgspec.Struct, frozen=True):
    """What is known of the views that the index keeps.

    Attributes:
        at: When they were asked for, in milliseconds since 1970.
        lately: The last `LATELY_DAYS`; None if they could not be read.
        ever: All days since the oldest video was made.
        trouble: What could not be read, and why, by "lately", "ever", "price".
        price: What storage costs; None if no invoice tells it.
    """

    at: int = 0
    lately: CountedSpan | None = None
    ever: CountedSpan | None = None
    trouble: Mapping[str, str] | None = None
    price: StoragePrice | None = None


def view_counts_in(base: sqlite3.Connection) -> ViewCounts | None:
    """Return what a file says of its views; None if nobody asked for them yet."""
    found = base.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
    try:
        counts = msgspec.convert(json.loads(found[0]), ViewCounts)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        return None  # they are asked for anew
    is_sound = 0 <= counts.at < _LATEST_MS and (counts.price is None or _is_price(counts.price))
    return counts if is_sound else None


def _is_price(price: StoragePrice) -> bool:
    """Tell whether something can be reckoned with a price."""
    numbers = (number_of(price.amount), number_of(price.quantity), price.unit_bytes)
    is_of_days = price.days is None or price.days > 0
    return is_of_days and all(number is not None and number > 0 for number in numbers)


def write_view_counts(
    base: sqlite3.Connection,
    counts: ViewCounts,
    lately: Mapping[str, float | None],
    ever: Mapping[str, float | None],
) -> None:
    """Write them, and the views by the ids of videos; for use within a transaction.

    Of a span that could not be read nothing is known afterwards: what was, is of other days.
    """
    base.execute("DELETE FROM watched")
    rows = [
        (video_id, lately.get(video_id, 0), ever.get(video_id, 0))
        for video_id in {**ever, **lately}
    ]
    base.executemany("INSERT INTO watched VALUES (?, ?, ?)", rows)
    base.execute(
        "REPLACE INTO meta VALUES (?, ?)", (_NAME, json.dumps(msgspec.to_builtins(counts)))
    )


def known_span(base: sqlite3.Connection, name: str) -> CountedSpan:
    """Return what is known of the views lately, or ever.

    Raises:
        QueryError: Nothing is; the message says what to do.
    """
    counts = view_counts_in(base)
    found: CountedSpan | None = getattr(counts, name, None)
    if found is None:
        trouble = ((counts.trouble or {}) if counts is not None else {}).get(name, "")
        told = f" {trouble}" if trouble else ""
        raise QueryError(f"View counts are not loaded.{told} `:audit` loads them.")
    return found
