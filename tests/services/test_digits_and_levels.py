"""Numbers keep their digits to the sum, and what is left out of a level is a zero."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usage_answers import usage_answer

from kinescope_tui.api.decode import decode_json, decode_page, read_page
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import RawModel, UsageRow
from kinescope_tui.presentation.billing.usage_chart import UsageChart
from kinescope_tui.presentation.billing.usage_words import (
    projection_told,
    used,
    whole_told,
)
from kinescope_tui.services.billing.invoice_sums import Agreement, check, sums
from kinescope_tui.services.billing.usage import (
    CDN,
    ENCODING,
    STORAGE,
    Series,
    projection,
    usage_of,
)
from kinescope_tui.services.files.records import FileFormat, written

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 20)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def row(day: int, product: str, used_: str, project: str | None = None) -> UsageRow:
    return UsageRow(datetime(2026, 11, day, tzinfo=UTC), product, Decimal(used_), project)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("12.3456", "12.3456 min"),
        ("9007199254740993", "9 007 199 254 740 993 min"),
        ("0.30000000000000004", "0.30000000000000004 min"),
        ("1234567.10", "1 234 567.10 min"),
        ("100", "100 min"),
        ('"7.25"', "7.25 min"),
        ("1e3", "1 000 min"),
        ("1e400", ""),
        ("1e1000000", ""),
        ("-1e-1000000", ""),
        ("1e-400", ""),
        ('"NaN"', ""),
        ("true", ""),
    ],
)
def test_every_digit_comes_from_the_wire_to_the_screen(written: str, told: str) -> None:
    body = (
        f'{{"data":[{{"date":"2026-11-01T00:00:00Z","product":"encoding","usage":{written}}}]}}'
    ).encode()
    quick, slow = decode_page(body, UsageRow), read_page(decode_json(body), UsageRow)
    for page in (quick, slow):
        if page is None:
            continue  # the slow way is left
        usage = usage_of(page.items, FIRST, LAST)
        series = usage.of(ENCODING)
        assert plain(whole_told(series, is_exact=True) if series is not None else "") == told
        assert usage.unread == (not told)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(0, 10**15, places=6), min_size=1, max_size=20))
def test_a_flow_is_the_exact_sum_of_its_days(values: list[Decimal]) -> None:
    series = Series(CDN, FIRST, values)
    assert series.total == sum(values)
    told = plain(used(CDN, series.total, is_exact=True)).removesuffix(" B").replace(" ", "")
    assert Decimal(told) == series.total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**16), st.integers(1, 40), st.integers(0, 3))
def test_a_mean_is_exact_or_has_two_places(whole: int, count: int, places: int) -> None:
    values = [Decimal(whole).scaleb(-places), *[Decimal()] * (count - 1)]
    mean = Series(STORAGE, FIRST, values).mean
    assert mean is not None
    true = Fraction(values[0]) / count
    has_end = 10**60 % true.denominator == 0
    assert (
        Fraction(mean) == true
        if has_end
        else abs(mean - true.numerator / Decimal(true.denominator)) <= Decimal("0.005")
    )
    assert has_end or mean.as_tuple().exponent == -2


def test_a_project_that_had_none_on_some_days_has_its_share_of_all_days() -> None:
    rows = [row(day, "storage", "1000", "a") for day in (1, 2)]
    rows += [row(day, "storage", "100", "b") for day in range(1, 21)]
    usage = usage_of(rows, FIRST, LAST)
    wholes = {project.id: project.whole(STORAGE) for project in usage.projects}
    assert wholes == {"a": 100, "b": 100}  # half each, as is true
    storage = usage.of(STORAGE)
    assert storage is not None
    assert storage.mean == sum(filter(None, wholes.values()))


def test_a_day_of_which_nothing_came_counts_for_nobody() -> None:
    usage = usage_of([row(1, "storage", "30", "a"), row(3, "storage", "10", "b")], FIRST, LAST)
    wholes = {project.id: project.whole(STORAGE) for project in usage.projects}
    assert wholes == {"a": 15, "b": 5}
    storage = usage.of(STORAGE)
    assert storage is not None
    assert storage.mean == 20
    assert len(storage.known) == 2


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 10**12), st.sampled_from(["a", "b", "c"])),
        min_size=1,
        max_size=40,
    )
)
def test_what_projects_used_adds_up_to_what_the_workspace_used(
    rows: list[tuple[int, int, str]],
) -> None:
    made = [row(day, product, str(n), p) for day, n, p in rows for product in ("storage", "cdn")]
    usage = usage_of(made, FIRST, LAST)
    for product in (STORAGE, CDN):
        series = usage.of(product)
        assert series is not None
        parts = [float(project.whole(product) or 0) for project in usage.projects]
        assert sum(parts) == pytest.approx(float(series.whole or 0), abs=0.02)  # means are rounded


def test_a_month_of_which_most_is_missing_is_not_projected() -> None:
    today = date(2026, 11, 21)
    some = usage_of([row(day, "encoding", "100", "p") for day in (3, 10)], FIRST, today)
    assert projection(some.series[0], today) is None
    most = usage_of([row(day, "encoding", "100") for day in range(1, 19)], FIRST, today)
    told = projection_told(most.series[0], projection(most.series[0], today))
    assert told.endswith("18 complete days ÷ 18 × 30; no data for 2 more")


def test_a_day_that_is_not_over_is_not_compared() -> None:
    now = [Decimal(100)] * 4 + [Decimal(40)]
    then = [Decimal(100)] * 5
    series, before = Series(CDN, date(2026, 11, 16), now), Series(CDN, date(2026, 11, 11), then)
    answer = usage_answer(series, complete=4)
    assert (answer.complete, answer.is_final) == (4, False)
    chart = UsageChart(answer, usage_answer(before), compares=True, is_exact=True)
    assert [card.change and card.change.text for card in chart.cards] == ["= 0.0 %"]
    assert chart.compared == (4, datetime(2026, 11, 11, tzinfo=UTC))
    *_, yesterday, today = chart.bars(10)
    assert [cell.text for cell in chart.reading(today)] == [
        "Fri 20 Nov 2026, so far", "40 B", "before 100 B", "in progress",
    ]  # fmt: skip
    assert chart.reading(yesterday)[-1].text == "= 0.0 %"
    assert chart.exact_text(chart.bars(1)[0]) == "88 B"


def test_the_day_before_has_every_digit_too_and_so_has_what_is_copied_and_saved() -> None:
    digits = ["9007199254740993.10", "12.30"]
    now, then = ([Decimal(text) for text in texts] for texts in (["1.5", "2"], digits))
    series = Series(ENCODING, date(2026, 11, 3), now)
    before = Series(ENCODING, FIRST, then)
    chart = UsageChart(usage_answer(series), usage_answer(before), compares=True, is_exact=True)
    told = [plain(chart.reading(bar)[2].text) for bar in chart.bars(9)]
    assert told == ["before 9 007 199 254 740 993.10 min", "before 12.30 min"]
    assert plain(chart.reading(chart.bars(1)[0])[3].text) == "before 4 503 599 627 370 502.70 min"
    days = UsageChart(usage_answer(before))
    assert [plain(days.exact_text(bar)) for bar in days.bars(9)] == [
        "9 007 199 254 740 993.10 min", "12.30 min",
    ]  # fmt: skip
    assert written(FileFormat.CSV, days.rows, RawModel).splitlines()[1:] == [
        f"2026-11-01,{digits[0]}", f"2026-11-02,{digits[1]}",
    ]  # fmt: skip
    assert written(FileFormat.JSON_LINES, days.rows, RawModel).splitlines() == [
        f'{{"date":"2026-11-01","encoding":{digits[0]}}}',
        f'{{"date":"2026-11-02","encoding":{digits[1]}}}',
    ]


@pytest.mark.parametrize(
    ("now", "then", "complete", "told"),
    [
        ([100, 100, 100], [100, None, 100], None, "= 0.0 %, 2 d"),
        ([100, None, 100], [100, 100, 100], 2, "= 0.0 %, 1 d"),
        ([100, None, 100], [100, 100, 100], None, "= 0.0 %, 2 d"),
        ([100, 100, 100], [None, None, None], None, "—"),
        ([150, 100, 50], [100, 100, 100], None, "= 0.0 %"),
        ([300, 300, 1], [100, 100, 100, 100], 2, "▲ 200.0 %"),
    ],
)
def test_days_are_compared_that_came_in_both_windows(
    now: list[float | None], then: list[float | None], complete: int | None, told: str
) -> None:
    series, before = Series(CDN, FIRST, now), Series(CDN, FIRST, then)
    answer = usage_answer(series, complete=complete)
    (card,) = UsageChart(answer, usage_answer(before), compares=True).cards
    assert card.change is not None
    assert card.change.text == told


def invoice(text: str) -> Invoice:
    return read_page(decode_json(f'{{"data": [{text}]}}'.encode()), Invoice).items[0]


@pytest.mark.parametrize(
    "noise",
    ["0.30000000000000004", "3.0000000000000004e-1", "0.1000000000000000055511151231257827"],
)
def test_amounts_with_the_noise_of_binary_fractions_are_added_too(noise: str) -> None:
    made = invoice(f'{{"id":1,"currency":"EUR","total":{noise}}}')
    added = sums([made.total, made.total, invoice('{"id":2,"total":1,"currency":"EUR"}').total])
    assert added.unread == 0
    assert Fraction(added.by_currency["EUR"]) == 2 * Fraction(noise) + 1


@pytest.mark.parametrize(
    ("total", "more", "agreement"),
    [
        ("0.30000000000000004", "", Agreement.EQUAL),
        ("0.36000000000000004", ',"tax":0.06', Agreement.WITH_TAX),
        ("0.31000000000000005", "", Agreement.DIFFERENT),
        ("0.3001", "", Agreement.DIFFERENT),
    ],
)
def test_noise_is_no_difference_between_lines_and_total(
    total: str, more: str, agreement: Agreement
) -> None:
    lines = '[{"amount":0.1},{"amount":0.2}]'
    made = invoice(f'{{"id":1,"currency":"EUR","total":{total},"items":{lines}{more}}}')
    assert check(made).agreement is agreement
