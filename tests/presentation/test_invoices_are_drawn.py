"""Invoices in words and bars: when they are due, how they compare, what their year was."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usage_answers import usage_answer

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_days import due_words, paid_words
from kinescope_tui.presentation.billing.invoice_page import invoice_sections
from kinescope_tui.presentation.billing.invoice_preview import invoice_preview
from kinescope_tui.presentation.billing.project_bars import ROWS, projects_section
from kinescope_tui.presentation.billing.status_tabs import status_tabs
from kinescope_tui.presentation.billing.usage_chart import UsageChart
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.sections import Slots
from kinescope_tui.services.billing.amount_scale import AmountScale
from kinescope_tui.services.billing.usage import CDN, STORAGE, ProjectUsage, Series, Usage
from kinescope_tui.services.billing.year_sums import year_sums

TODAY = date(2026, 8, 22)


def invoice(number: int = 1, **fields: Any) -> Invoice:
    raw = {
        "id": str(number), "number": f"INV-{number}", "status": "paid", "currency": "EUR",
        "total": "10.00", **fields,
    }  # fmt: skip
    return Invoice(id=str(number), raw=raw)


def monthly(number: int, month: str, total: str, currency: str = "EUR") -> Invoice:
    return invoice(number, period=month, total=total, currency=currency, issued_at=f"{month}-02")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def fits(lines: Sequence[Slots], width: int) -> bool:
    return all(sum(max(0, slot.width) for slot in line) <= width for line in lines)


# Words.


@pytest.mark.parametrize(
    ("status", "due", "text", "tone"),
    [
        ("pending", "2026-08-31", "in 9 d", Tone.WARNING),
        ("pending", "2026-08-22", "today", Tone.WARNING),
        ("overdue", "2026-07-31", "22 d late", Tone.BAD),
        ("pending", "2026-12-31", "31 Dec", Tone.MUTED),
        ("paid", "2026-07-01", "1 Jul", Tone.MUTED),
        ("paid", "2025-07-01", "1 Jul 25", Tone.MUTED),
        ("pending", "soon", "? soon", Tone.WARNING),
        ("pending", "", "—", Tone.MUTED),
    ],
)
def test_due_is_told_in_words(status: str, due: str, text: str, tone: Tone) -> None:
    cell = due_words(invoice(status=status, due_date=due), TODAY)
    assert (cell.text, cell.tone) == (text, tone)


@pytest.mark.parametrize(
    ("paid", "text"),
    [("2026-06-04", "27 d early"), ("2026-07-01", "on time"), ("2026-07-03", "2 d late"),
     ("", "")],
)  # fmt: skip
def test_a_payment_is_told_beside_its_day(paid: str, text: str) -> None:
    assert paid_words(invoice(due_date="2026-07-01", paid_at=paid)) == text


def test_tabs_have_what_is_late_first_and_every_invoice_once() -> None:
    statuses = ["paid"] * 3 + ["overdue", "pending", "credit", "", "unheard-of"]
    tabs = status_tabs([invoice(n, status=status) for n, status in enumerate(statuses)])
    assert tabs[0] == ("All 8", "")
    assert [title for title, _ in tabs[1:4]] == ["! overdue 1", "○ pending 1", "✓ paid 3"]
    assert sum(int(title.rsplit(" ", 1)[1]) for title, _ in tabs[1:]) == 7  # one has none


# Amounts.


def test_amounts_compare_with_the_greatest_of_their_currency() -> None:
    scale = AmountScale()
    euros, more, roubles = (
        invoice(1, total="5"), invoice(2, total="10"), invoice(3, total="1000", currency="RUB"),
    )  # fmt: skip
    nothing, credit = invoice(4, total="abc"), invoice(5, total="-3")
    everything = [euros, more, roubles, nothing, credit]
    assert scale.take(everything)
    assert not scale.take(everything)
    assert [scale.share(one) for one in everything] == [0.5, 1.0, 1.0, 0.0, 0.0]
    assert scale.share(invoice(6, total="7", currency="USD")) == 0.0


def test_a_year_has_the_months_of_its_currency() -> None:
    others = [monthly(n, f"2026-{n:02}", f"{n}.50") for n in range(1, 8)]
    others += [monthly(20, "2026-03", "1000", "RUB"), monthly(21, "2026-03", "-1.00")]
    year = year_sums(others[2], others)
    assert year is not None
    assert year.months[-1] == date(2026, 7, 1)
    assert year.months[year.chosen] == date(2026, 3, 1)
    assert [str(one) for one in year.sums[-7:]] == [
        "1.50", "2.50", "2.50", "4.50", "5.50", "6.50", "7.50",
    ]  # fmt: skip
    assert year.sums[0] is None
    assert year_sums(others[0], []) is None
    assert year_sums(invoice(total="abc"), others) is None
    draft = [invoice(40, period="2026-03", total="900", status=word) for word in ("draft", "void")]
    assert year_sums(others[2], [*others, *draft]) == year
    of_draft = year_sums(draft[0], others)  # which stands beside what was billed
    assert of_draft is not None
    assert of_draft.sums == year.sums
    assert year_sums(draft[0], draft) is None
    scale = AmountScale()
    scale.take([*others, *draft])
    assert scale.share(others[6]) == 1.0
    old = year_sums(monthly(30, "2024-01", "5"), [*others, monthly(31, "2023-12", "4")])
    assert old is not None
    assert old.months[-1] == date(2024, 1, 1)


LINES = [
    {"product": "CDN", "quantity": "99541.2", "unit": "GB", "price": "0.03", "amount": "7"},
    {"product": "Хранение", "quantity": "5", "unit": "GB", "price": "0.03", "amount": "3"},
    {"product": "", "quantity": "x", "unit": "", "price": "", "amount": "-1"},
]


@given(st.integers(24, 200), st.integers(0, 30))
def test_lines_and_year_are_drawn_in_any_room(width: int, height: int) -> None:
    others = [monthly(n, f"2026-{n:02}", f"{n}.50") for n in range(1, 8)]
    one = invoice(3, period="2026-03", total="9.00", items=LINES)
    sections = invoice_sections(one, {}, TODAY, others)
    drawn = {s.title: s.drawing.lines(width, height) for s in sections if s.drawing is not None}
    assert set(drawn) == {"Lines", "12 months"}
    if width >= 40:
        assert fits(drawn["Lines"], width)
    assert fits(drawn["12 months"], width)


def test_a_page_has_what_is_known_and_the_check_beside_its_lines() -> None:
    one = invoice(3, period="2026-03", total="9.00", items=LINES, manager={"name": "A"})
    sections = {s.title: s for s in invoice_sections(one, {}, TODAY)}
    assert list(sections) == ["Invoice", "Lines", "Manager"]
    assert sections["Lines"].state.text == "✓ add up"
    assert "Paid" not in [row[0].text for row in sections["Invoice"].rows]
    assert all(row[1].text != "—" for row in sections["Invoice"].rows)


def test_a_preview_has_lines_and_the_year() -> None:
    others = [monthly(n, f"2026-{n:02}", f"{n}.50") for n in range(1, 8)]
    one = invoice(3, period="2026-03", total="9.00", items=LINES)
    lines = preview_lines(invoice_preview(one, TODAY, others), 36)
    told = "\n".join("".join(cell.text for cell in line) for line in lines)
    assert "✓ add up" in told
    assert "12 MONTHS" in told
    assert all(sum(len(cell.text) for cell in line) <= 36 for line in lines)


# Usage.


def test_a_card_tells_its_change_and_where_the_month_leads() -> None:
    now = Series(CDN, date(2026, 11, 1), [2e12] * 10)
    before = Series(CDN, date(2026, 10, 1), [1e12] * 10)
    (card,) = UsageChart(usage_answer(now), usage_answer(before), compares=True).cards
    assert card.change is not None
    assert card.change.text == "▲ 100.0 %"
    level = Series(STORAGE, date(2026, 11, 1), [2e12, 4e12])
    (other,) = UsageChart(usage_answer(level)).cards
    assert other.foot(100).startswith(other.span)
    assert other.foot(len(other.span)) == other.span
    assert other.foot(3) == ""


def test_projects_are_few_bars_that_make_the_whole() -> None:
    def project(key: str, used: float) -> ProjectUsage:
        return ProjectUsage(key, {CDN.name: Series(CDN, TODAY, [used])})

    projects = [project(str(n), n * 1e9) for n in range(1, 8)]
    usage = Usage(TODAY, TODAY, [Series(CDN, TODAY, [28e9])], projects)
    section = projects_section(usage, {"7": "Academy\n"}, is_waiting=False)
    assert [row[0].text for row in section.rows] == ["Academy", "6", "5", "4 others"]
    assert section.drawing is not None
    shares = [float(line[-1].text.split(" ")[0]) for line in section.drawing.lines(100)]
    assert round(sum(shares)) == 100
    assert fits(section.drawing.lines(80), 80)
    for one in (section, projects_section(None, {}, is_waiting=True)):
        assert one.drawing is not None
        assert len(one.drawing.lines(100)) == ROWS
    assert "not available" in projects_section(None, {}, is_waiting=False).rows[0][0].text
