"""Whatever the index is asked, what comes is an answer in digits as they are, or a QueryError."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from indexing import NOW, file, index_of, video

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.text.money import exact
from kinescope_tui.resources.audits import audit_row
from kinescope_tui.resources.indexed_videos import INDEX, group_resource, sql_rows
from kinescope_tui.services.index.audit import AUDITS
from kinescope_tui.services.index.audit_answers import AuditAnswer
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_filter import FIELDS
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.index.index_search import Sums
from kinescope_tui.services.index.storage_price import monthly_cost, price_in
from kinescope_tui.services.index.view_counts import (
    CountedSpan,
    StoragePrice,
    ViewCounts,
    view_counts_in,
    write_view_counts,
)
from kinescope_tui.services.lists.view import View

LONG = "9" * 30
ODD = ["\udcff", "\0", "٣", f"{LONG}:00:00", f"{'9' * 5_000}:00:00", LONG, f"{LONG}GB", "9999", "²"]
SIGNS = ["", ">", "<=", "!="]


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexQuery]:
    films = [video(1, duration_s=4_699, assets=[file(7)]), video(2, duration_s=12, tags=["x"])]
    kept = index_of(tmp_path_factory.mktemp("index"), films)
    span = CountedSpan("2026-05-03", "2026-08-01")
    with kept.writing() as base:
        write_view_counts(base, ViewCounts(1, span, span), {"v0001": 12.0}, {"v0001": 120.5})
    made = IndexQuery(kept, lambda: NOW)
    yield made
    made.close()
    kept.close()


async def found(query: IndexQuery, view: View) -> int:
    """Return how many videos a view has; none where it is refused."""
    with suppress(QueryError):
        return await query.count(view)
    return 0


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_any_text_is_a_filter_or_is_refused(query: IndexQuery, text: str) -> None:
    views = [View(filters=((field, sign + text),)) for field in FIELDS for sign in SIGNS]
    for view in [*views, View(search=text)]:
        assert await found(query, view) in range(3)


@given(st.sampled_from(list(FIELDS)), st.sampled_from(SIGNS), st.text(max_size=20))
@settings(max_examples=2_000 if FULL else 30, deadline=None)
async def test_so_is_what_nobody_thought_of(
    query: IndexQuery, field: str, sign: str, text: str
) -> None:
    assert await found(query, View(filters=((field, sign + text),))) in range(3)


async def test_rows_of_sql_have_the_digits_that_were_counted_and_nothing_a_terminal_obeys(
    query: IndexQuery,
) -> None:
    asked = "SELECT views_90_days a, views_ever b, total(duration) c, 0.04 d, char(27) || '[31m' e"
    (row,), fields, _ = await sql_rows(query, f"{asked} FROM videos WHERE a IS NOT NULL")
    assert [repr(row.raw[name]) for name in fields[:4]] == ["12", "120.5", "4699", "0.04"]
    assert row.raw["e"] == "␛[31m"
    _, fields, _ = await sql_rows(query, 'SELECT 1 AS "\x1b[31m"')
    assert fields == ["␛[31m"]
    with pytest.raises(QueryError):
        await sql_rows(query, "SELECT '\udcff'")


def test_the_length_of_what_an_audit_found_has_no_fraction_that_nobody_counted() -> None:
    whole = Sums(2, 2, 4_711.0, 9)
    row = audit_row(AuditAnswer(AUDITS[2], whole, whole), None)
    assert repr(row.raw["duration"]) == "4711"


def test_whose_days_a_filter_is_of_is_said() -> None:
    filters = (("created", ">=2026-08"), ("created", "<2026-08-21"), ("created", "<-90d"))
    assert INDEX.chips(View(filters=filters), {}) == [
        "created: >=2026-08 UTC, <2026-08-21 UTC, <-90d"
    ]
    assert group_resource(View(), "month").heading.endswith("by month of UTC")


SPAN: dict[str, Any] = {"first": "2026-05-03", "last": "2026-08-01"}
PRICE: dict[str, Any] = {
    "amount": "1", "quantity": "2", "unit": "GB", "unit_bytes": 10**9, "currency": "EUR",
    "product": "Storage", "invoice": "1", "period": "",
}  # fmt: skip
DAMAGED = [
    "", "null", "[]", "{", '"x"', "{}" * 2, "[" * 10_000, "Infinity",
    *(json.dumps({"at": at}) for at in ("x", -1, 10**20, None)),
    *(json.dumps({"at": 1, "lately": span}) for span in ("x", {}, {**SPAN, "views": "x"})),
    *(
        json.dumps({"at": 1, "price": PRICE | {name: value}})
        for name in ("amount", "quantity") for value in ("x", "NaN", "0", "-1", "Infinity", 1)
    ),
    *(json.dumps({"at": 1, "price": PRICE | {"unit_bytes": value}}) for value in (0, "x", None)),
    *(json.dumps({"at": 1, "price": PRICE | {"days": value}}) for value in (0, -1, "x")),
]  # fmt: skip


def test_counts_that_were_damaged_are_asked_for_anew(tmp_path: Path) -> None:
    kept = index_of(tmp_path, [video(1)])
    sound = ViewCounts(1, CountedSpan(**SPAN), None, {"ever": "no"}, StoragePrice(**PRICE))
    with kept.writing() as base:
        write_view_counts(base, sound, {}, {})
        assert view_counts_in(base) == sound
        for text in DAMAGED:
            base.execute("REPLACE INTO meta VALUES ('views', ?)", (text,))
            found = view_counts_in(base)
            if found is not None and found.price is not None:
                assert monthly_cost(found.price, 10**12).is_finite(), text
    kept.close()


NUMBERS = st.decimals(Decimal("1e-40"), Decimal("1e17"), allow_nan=False, allow_infinity=False).map(
    lambda number: f"{number:f}"
)


def invoice(amount: Any, quantity: Any, unit: str) -> Invoice:
    line = {"product": "Storage", "amount": amount, "quantity": quantity, "unit": unit}
    return Invoice(id="i", raw={"items": [line], "from": str(date(2026, 1, 1)), "to": "2026-12-31"})


@given(NUMBERS, NUMBERS, st.sampled_from(["B", "TiB"]), st.integers(0, 2**63))
@settings(max_examples=2_000 if FULL else 30, deadline=None)
def test_storage_costs_something_whatever_an_invoice_says(
    amount: str, quantity: str, unit: str, size: int
) -> None:
    price = price_in(invoice(amount, quantity, unit))
    if price is not None:
        cost = monthly_cost(price, size)
        assert cost.as_tuple().exponent == -2
        assert exact(cost)


def test_it_costs_something_at_the_edge_too() -> None:
    price = price_in(invoice("99999999999999999", "0." + "0" * 39 + "1", "B"))
    assert price is not None
    assert monthly_cost(price, 2**63) > 0
