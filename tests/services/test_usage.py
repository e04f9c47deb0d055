"""Usage: flows add up, levels do not, and what did not come is no zero."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.models import UsageRow
from kinescope_tui.services.billing.usage import (
    CDN,
    ENCODING,
    STORAGE,
    Kind,
    Series,
    decimal_of,
    product_of,
    projection,
    usage_of,
)

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 4)


def row(day: int, product: str, usage: float | None, project: str | None = None) -> UsageRow:
    used = decimal_of(usage) if usage is not None else None
    return UsageRow(datetime(2026, 11, day, tzinfo=UTC), product, used, project)


def test_flows_add_up_and_levels_are_averaged() -> None:
    usage = usage_of(
        [
            row(1, "storage", 100, "a"), row(1, "storage", 10, "b"), row(2, "storage", 130, "a"),
            row(1, "cdn", 5, "a"), row(2, "cdn", 7, "b"), row(2, "encoding", 0),
        ],
        FIRST, LAST,
    )  # fmt: skip
    storage, cdn, encoding = (usage.of(product) for product in (STORAGE, CDN, ENCODING))
    assert storage is not None
    assert cdn is not None
    assert encoding is not None
    assert storage.total is None
    assert storage.mean == storage.whole == 120
    assert storage.last == 130
    assert cdn.whole == 12
    assert list(cdn.values) == [5, 7, None, None]
    assert encoding.whole == 0
    wholes = {project.id: project.whole(STORAGE) for project in usage.projects}
    assert wholes == {"a": 115, "b": 5}  # b had none on the second day


def test_a_product_that_nobody_knows_is_kept_under_its_own_name() -> None:
    usage = usage_of([row(1, "drm [b]", 3), row(1, "CDN", 1)], FIRST, LAST)
    assert [series.product.name for series in usage.series] == ["cdn", "drm [b]"]
    assert product_of("drm [b]").kind is Kind.UNKNOWN


def test_rows_that_say_nothing_are_counted_and_make_no_zero() -> None:
    odd = [
        row(1, "cdn", None), row(1, "cdn", 1e308), row(1, "cdn", float("inf")),
        row(1, "", 3), row(20, "cdn", 3), UsageRow(None, "cdn", Decimal(3)),
        UsageRow(datetime(1, 1, 1, tzinfo=UTC), "cdn", Decimal(1)),
    ]  # fmt: skip
    usage = usage_of([*odd, row(2, "cdn", 4)], FIRST, LAST)
    assert (usage.unread, usage.strays) == (len(odd) - 1, 1)
    assert [list(series.values) for series in usage.series] == [[None, 4, None, None]]
    assert usage.projects == []


def test_a_flow_is_projected_by_its_complete_days() -> None:
    series = Series(CDN, FIRST, [10, 20, None, 5])
    found = projection(series, LAST)  # the fourth day is not over
    assert found is not None
    assert (found.value, found.days, found.end) == (15 * 30, 2, date(2026, 11, 30))


def test_a_level_is_projected_to_stay_as_it_is() -> None:
    found = projection(Series(STORAGE, FIRST, [10, 20, 30, 99]), LAST)
    assert found is not None
    assert found.value == pytest.approx((20 * 3 + 30 * 27) / 30)


@pytest.mark.parametrize(
    ("series", "today"),
    [
        (Series(CDN, FIRST, [1]), FIRST),
        (Series(CDN, FIRST + timedelta(days=1), [1, 1]), LAST),
        (Series(CDN, FIRST, [1, 1]), date(2026, 12, 3)),
        (Series(CDN, FIRST, [None, None, 5]), date(2026, 11, 3)),
        (Series(product_of("drm"), FIRST, [1, 1]), LAST),
    ],
)
def test_nothing_is_projected_without_a_past_or_out_of_another_range(
    series: Series, today: date
) -> None:
    assert projection(series, today) is None


async def test_usage_is_asked_for_by_days_and_by_project(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [
        answer({"data": [{"date": "2023-06-14T00:00:00Z", "usage": 800, "product": "encoding"},
                         {"date": "nonsense", "usage": "12", "product": 3, "project_id": None}]})
    ]  # fmt: skip
    page = await client.usage(DateRange(date(2026, 11, 1), date(2026, 11, 30)), by_project=True)
    assert server.requests[0].target == (
        "/v1/billing/usage?from=2026-11-01&to=2026-11-30&group_by=project_id"
    )
    assert [(r.product, r.usage, r.project_id) for r in page.items] == [
        ("encoding", Decimal(800), None), ("3", Decimal(12), None),
    ]  # fmt: skip
    assert page.items[1].date is None
