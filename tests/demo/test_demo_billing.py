"""What the demo bills: usage follows the videos, invoices follow the usage."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any

import pytest
from plain_client import complaint, get

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
USAGE, INVOICES = "/v1/billing/usage", "/v1/billing/invoices"
CENT, GRAM = Decimal("0.01"), Decimal("0.001")


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(300, now=NOW, zone="UTC"), limits=False) as running:
        yield running


@pytest.fixture(scope="module")
def invoices(server: DemoServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(server, f"{INVOICES}?per_page=100").data
    return found


def of(rows: list[dict[str, Any]], product: str) -> dict[str, int]:
    """Return the usage of a product, by day."""
    days: dict[str, int] = {}
    for row in rows:
        if row["product"] == product:
            days[row["date"]] = days.get(row["date"], 0) + row["usage"]
    return days


def test_projects_use_together_what_the_workspace_uses(server: DemoServer) -> None:
    span = "from=2026-06-01&to=2026-06-30"
    whole = get(server, f"{USAGE}?{span}").json
    grouped = get(server, f"{USAGE}?{span}&group_by=project_id").data
    assert set(whole) == {"data"}
    assert len(whole["data"]) == 3 * 30
    assert not any("project_id" in row for row in whole["data"])
    projects = get(server, "/v1/projects?per_page=100").data
    for product in ("cdn", "encoding", "storage"):
        assert of(grouped, product) == of(whole["data"], product)
        alone = [
            get(server, f"{USAGE}?{span}&project_id={project['id']}").data for project in projects
        ]
        for day, usage in of(whole["data"], product).items():
            assert usage >= sum(of(rows, product)[day] for rows in alone)
    assert all(bool(row["usage"]) == ("project_id" in row) for row in grouped)
    assert any(row["usage"] == 0 for row in grouped)


def test_dates_are_midnights_of_utc_up_to_today() -> None:
    with DemoServer(Workspace(9, now=NOW, zone="Asia/Tokyo"), limits=False) as server:
        rows = get(server, f"{USAGE}?from=2026-08-20&to=2026-08-31").data
    assert [row["date"] for row in rows[::3]] == [
        "2026-08-20T00:00:00Z", "2026-08-21T00:00:00Z", "2026-08-22T00:00:00Z",
    ]  # fmt: skip


def test_storage_grows_to_the_size_of_all_projects(server: DemoServer) -> None:
    levels = list(
        of(get(server, f"{USAGE}?from=2023-08-01&to=2026-08-22").data, "storage").values()
    )
    assert levels == sorted(levels)
    assert levels[0] == 0
    projects = [
        project
        for catalog in ("vod", "live")
        for project in get(server, f"/v1/projects?catalog_type={catalog}&per_page=100").data
    ]
    assert levels[-1] == sum(project["size"] for project in projects) > 0


def test_encoding_follows_the_length_of_what_was_made_that_day(server: DemoServer) -> None:
    videos = [
        video
        for page in (1, 2, 3)
        for video in get(server, f"/v1/videos?per_page=100&page={page}").data
    ]
    minutes: dict[str, int] = {}
    for video in videos:
        day = f"{video['created_at'][:10]}T00:00:00Z"
        minutes[day] = minutes.get(day, 0) + ceil(video["duration"] / 60)
    used = of(get(server, f"{USAGE}?from=2023-08-01&to=2026-08-22").data, "encoding")
    assert {d: n for d, n in used.items() if n} == {d: n for d, n in minutes.items() if n}


def test_traffic_follows_what_was_watched(server: DemoServer) -> None:
    span = "from=2026-05-01&to=2026-08-22"
    used = of(get(server, f"{USAGE}?{span}").data, "cdn")
    watched = get(server, f"/v1/analytics/overview?{span}").data["timeline"]
    rates = {used[p["date"]] / p["watch_time"] for p in watched if p["watch_time"]}
    assert len(rates) == 1
    assert all(used[p["date"]] == 0 for p in watched if not p["watch_time"])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("to=2026-01-01", (400, 400400, "from", "required")),
        ("from=2026-01-01", (400, 400400, "to", "required")),
        ("from=2026-02-01&to=2026-01-01", (400, 400400, "to", "gtefield")),
        ("from=x&to=2026-01-01", (400, 400400, "from", "datetime")),
        ("from=2026-01-01&to=2026-01-02&group_by=day", (400, 400400, "group_by", "oneof")),
        ("from=2026-01-01&to=2026-01-02&project_id=x", (400, 400301, "", "")),
        (f"from=2026-01-01&to=2026-01-02&project_id={'1' * 8}-1111-4111-8111-{'1' * 12}",
         (404, 404404, "", "")),
    ],
)  # fmt: skip
def test_usage_that_cannot_be_answered_is_refused(
    server: DemoServer, query: str, wanted: tuple[int, int, str, str]
) -> None:
    assert complaint(get(server, f"{USAGE}?{query}")) == wanted


def test_a_months_invoice_is_for_what_was_used_in_it(
    server: DemoServer, invoices: list[dict[str, Any]]
) -> None:
    for invoice in invoices[:3]:
        rows = get(server, f"{USAGE}?from={invoice['period_from']}&to={invoice['period_to']}").data
        levels = of(rows, "storage").values()
        quantities = {item["product"]: Decimal(str(item["quantity"])) for item in invoice["items"]}
        gigabyte = 1_000_000_000
        assert quantities["CDN"] == round(Decimal(sum(of(rows, "cdn").values())) / gigabyte, 3)
        assert quantities["Encoding"] == sum(of(rows, "encoding").values())
        mean = Decimal(sum(levels)) / len(levels) / gigabyte
        assert quantities["Хранение"] == mean.quantize(GRAM, ROUND_HALF_UP)


def test_lines_and_totals_add_up_but_for_one_cent(invoices: list[dict[str, Any]]) -> None:
    off = []
    for invoice in invoices:
        for item in invoice["items"]:
            product = Decimal(str(item["quantity"])) * Decimal(str(item["price"]))
            assert Decimal(item["amount"]) == product.quantize(CENT, ROUND_HALF_UP)
        lines = sum(Decimal(item["amount"]) for item in invoice["items"])
        if lines != Decimal(invoice["total"]):
            off.append(Decimal(invoice["total"]) - lines)
    assert off == [CENT]


def test_invoices_come_month_after_month_and_some_are_not_paid(
    invoices: list[dict[str, Any]],
) -> None:
    assert [i["status"] for i in invoices[:3]] == ["pending", "overdue", "paid"]
    assert {i["status"] for i in invoices[3:]} == {"paid"}
    for invoice in invoices:
        assert (invoice["paid_at"] is None) == (invoice["status"] != "paid")
        due = date.fromisoformat(invoice["due_date"])
        assert due == date.fromisoformat(invoice["created_at"][:10]) + timedelta(days=30)
        assert (invoice["status"] == "overdue") <= (due < NOW.date())
    months = [i["period"] for i in invoices if not i["total"].startswith("-")]
    assert months == sorted(months, reverse=True)
    assert (months[0], len(set(months))) == ("2026-07", 36)
    assert [i["currency"] for i in invoices] == sorted(i["currency"] for i in invoices)
    assert {i["currency"] for i in invoices} == {"EUR", "RUB"}
    (credit,) = [i for i in invoices if i["total"].startswith("-")]
    assert credit["number"].startswith("CN-")
    assert {"contract_number", "manager"} <= set(credit)


def test_an_invoice_alone_is_that_of_the_list_and_its_csv_says_the_same(
    server: DemoServer, invoices: list[dict[str, Any]]
) -> None:
    for invoice in invoices[::12]:
        assert get(server, f"{INVOICES}/{invoice['id']}").data == invoice
        told = get(server, f"{INVOICES}/{invoice['id']}.csv")
        assert told.headers["Content-Type"].startswith("text/csv")
        head, *lines, last = told.body.decode().splitlines()
        assert head == "Продукт;Количество;Ед.;Цена;Сумма"
        assert [line.split(";")[-1] for line in lines] == [i["amount"] for i in invoice["items"]]
        assert last.startswith("=SUM(")
        assert last.endswith(f";{invoice['total']}")
    assert get(server, f"{INVOICES}/999").code == 404404


@pytest.mark.parametrize(
    ("quirk", "refusal"), [("no-invoice-list", (404, 404404)), ("invoice-list-405", (405, 400405))]
)
def test_the_list_can_be_refused_while_its_invoices_are_there(
    quirk: str, refusal: tuple[int, int]
) -> None:
    with DemoServer(Workspace(9, now=NOW), limits=False, quirks=[quirk]) as server:
        refused = get(server, INVOICES)
        assert (refused.status, refused.code) == refusal
        assert get(server, f"{INVOICES}/101").status == 200


def test_csv_can_be_answered_with_json_as_the_guidelines_allow() -> None:
    with DemoServer(Workspace(9, now=NOW), limits=False, quirks=["no-csv"]) as server:
        told = get(server, f"{INVOICES}/101.csv")
        assert told.headers["Content-Type"] == "application/json"
        assert told.json == get(server, f"{INVOICES}/101").json
