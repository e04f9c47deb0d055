"""Invoices and usage in words."""

from datetime import date
from decimal import Decimal

import pytest
from usage_answers import usage_answer

from kinescope_tui.api import errors
from kinescope_tui.api.invoice import Amount, Day, Invoice, Period
from kinescope_tui.presentation.billing.invoice_page import invoice_sections, period_cell
from kinescope_tui.presentation.billing.invoice_status import invoice_badge
from kinescope_tui.presentation.billing.refused_list import refused_list
from kinescope_tui.presentation.billing.usage_chart import UsageChart
from kinescope_tui.presentation.billing.usage_words import (
    grown,
    projection_told,
    used,
)
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.money import amount_cell, exact, sums_text
from kinescope_tui.services.billing.due import is_late
from kinescope_tui.services.billing.invoice_list import is_refused_list
from kinescope_tui.services.billing.invoice_sums import Totals
from kinescope_tui.services.billing.usage import (
    CDN,
    ENCODING,
    STORAGE,
    Projection,
    Series,
    product_of,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.1", "0.1"), ("1234567.89", "1 234 567.89"), ("-4200.00", "−4 200.00"), ("0", "0"),
     ("1E+3", "1 000"), ("10.50", "10.50")],
)  # fmt: skip
def test_amounts_keep_their_digits(number: str, text: str) -> None:
    assert plain(exact(Decimal(number))) == text


def test_what_is_no_amount_is_shown_as_such() -> None:
    assert amount_cell(Amount(None, "abc\n[b]")).text == "? abc [b]"
    assert amount_cell(Amount()).text == "—"


def test_sums_stand_beside_each_other() -> None:
    totals = Totals({"EUR": Decimal("10.00"), "": Decimal(5)}, 2)
    told = plain(sums_text(totals, "all"))
    assert told == "Σ all: 10.00 EUR, 5 (no currency) (2 invoices without an amount)"
    assert sums_text(Totals({}, 3)) == ""


@pytest.mark.parametrize(
    ("status", "text"),
    [("paid", "✓ paid"), ("OVERDUE", "! overdue"), ("void", "⊘ void"), ("[/]", "· [/]"), ("", "—")],
)
def test_a_status_has_a_sign_and_a_word(status: str, text: str) -> None:
    assert invoice_badge(status).text == text


def test_a_period_is_a_month_or_its_days() -> None:
    def days(first: str, last: str) -> Period:
        ends = date.fromisoformat(first), date.fromisoformat(last)
        return Period(Day(ends[0], first), Day(ends[1], last))

    assert period_cell(days("2026-07-01", "2026-07-31")).text == "Jul 2026"
    assert period_cell(days("2026-07-01", "2026-07-30")).text == "2026-07-01 → 2026-07-30"
    assert period_cell(days("9999-12-01", "9999-12-31")).text
    assert period_cell(Period(text="Q3")).text == "Q3"
    assert period_cell(Period()).text == "—"


def test_an_invoice_is_late_when_its_day_is_over_and_it_is_not_paid() -> None:
    today = date(2026, 11, 25)
    assert is_late(Invoice(raw={"status": "pending", "due_date": "2026-11-24"}), today)
    assert not is_late(Invoice(raw={"status": "pending", "due_date": "2026-11-25"}), today)
    assert not is_late(Invoice(raw={"status": "paid", "due_date": "2020-01-01"}), today)


def test_a_page_tells_a_difference_and_what_nobody_knows() -> None:
    raw = {
        "id": "7", "total": "10.00", "currency": "EUR", "contract": "K-1",
        "items": [{"product": "[b]CDN", "amount": "9.99", "project_id": "p"}],
    }  # fmt: skip
    sections = invoice_sections(Invoice(id="7", raw=raw), {"p": "Academy"}, date(2026, 11, 25))
    told = {row[0].text: row[1] for row in sections[0].rows}
    assert told["Lines"].text == "! add up to 9.99, 0.01 less than the total of 10.00"
    assert told["Lines"].tone is Tone.WARNING
    assert sections[1].rows[1][0].text == "[b]CDN"
    assert "Academy" in [cell.text for cell in sections[1].rows[1]]
    assert [cell.text for cell in sections[2].rows[0]] == ["contract", "K-1"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (errors.NotFoundError("", status=404, code=404404), "does not list invoices (NO_SUCH"),
        (errors.ApiError("", status=405, code=400405), "does not list invoices"),
        (errors.ForbiddenError("", status=403), "token cannot list invoices (403)"),
        (errors.InvalidRequestError("", status=400, code=400208), "no billing account"),
    ],
)
def test_a_refused_list_is_explained(error: errors.ApiError, told: str) -> None:
    assert is_refused_list(error)
    assert told in refused_list(error)
    assert ":invoice 123" in refused_list(error)


def test_other_failures_are_no_refusal() -> None:
    for error in (errors.ServerError("", status=500), errors.UnauthorizedError("", status=401)):
        assert not is_refused_list(error)


def test_usage_is_told_in_its_unit_rounded_or_to_the_last_digit() -> None:
    assert used(CDN, 84_123_456_789) == "84.1 GB"
    assert plain(used(CDN, 84_123_456_789, is_exact=True)) == "84 123 456 789 B"
    assert plain(used(ENCODING, 18_402.25)) == "18 402.2 min"
    assert plain(used(product_of("drm"), 1_234.0)) == "1 234"
    assert used(STORAGE, None) == "—"
    assert used(STORAGE, float("nan")) == used(STORAGE, 1e300) == "?"


def test_days_without_an_answer_are_no_zero() -> None:
    series = Series(CDN, date(2026, 11, 1), [5e9, None])
    chart = UsageChart(usage_answer(series))
    one, other = chart.bars(10)
    assert (one.value, other.value) == (5e9, None)
    assert chart.reading(other)[1].text == "no data for this day"


def test_more_use_is_neither_good_nor_bad() -> None:
    assert grown(11, 10).text == "▲ 10.0 %"
    assert grown(11, 10).tone is Tone.PLAIN
    assert grown(9, 10).text == "▼ 10.0 %"
    assert grown(None, 10).text == "—"
    assert grown(1, 0).text == "▲ from 0"


def test_a_projection_names_its_formula() -> None:
    found = Projection(3e12, date(2026, 11, 30), 24, 30)
    told = plain(projection_told(Series(CDN, date(2026, 11, 1), []), found))
    assert told == "≈ by 30 Nov 3.0 TB, estimated here: 24 complete days ÷ 24 × 30"
    assert "average of 24 complete days" in projection_told(
        Series(STORAGE, date(2026, 11, 1), []), found
    )
