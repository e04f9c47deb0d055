"""Requests of earlier in a list: under this session's, by day, sorted, searched, by cause."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.copyable import exchange_copyables, incident_copyables
from kinescope_tui.presentation.requests.exchange_page import glance
from kinescope_tui.presentation.requests.request_log import no_requests
from kinescope_tui.presentation.requests.support_bundle import incident_bundle, incident_sentence
from kinescope_tui.resources.requests import CAUSE_COLUMNS, REQUEST_COLUMNS, REQUEST_KEYS
from kinescope_tui.services.requests.causes import Cause, causes, endpoint, recovered_from
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.request_list import DayHeading, RequestList

URL = "https://api.kinescope.io"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
VIDEO = "/v1/videos/5b702f88-af1a-4bf9-9028-a02f482fb018"


def asked(name: str, path: str = VIDEO, *, hours_ago: int = 0, status: int = 200) -> KeptRequest:
    """A request that was kept; of a status that is none it recovered from a 502."""
    kept = KeptRequest("GET", path, (("q", "HIDDEN"),), NOON - timedelta(hours=hours_ago))
    kept.id, kept.outcome, kept.duration_s = name, Outcome.DONE, 0.1
    kept.attempts = [Attempt(f"sent-{name}", f"REQ-{name}", status or 502)]
    if status == 0:
        kept.attempts[0].error = errors.ServerError("bad gateway", status=502)
        kept.attempts.append(Attempt(f"sent-{name}-2", f"REQ-{name}-2", 200))
    elif status >= 400:
        error = errors.ForbiddenError("access denied", status=status, code=100103)
        kept.attempts[0].error = kept.error = error
        kept.outcome = Outcome.FAILED
    return kept


@pytest.fixture
def listed() -> RequestList:
    made = RequestList(Journal(), REQUEST_KEYS)
    own = Exchange("GET", "/v1/tags", (), NOON)
    made.journal.record(own)
    own.outcome = Outcome.DONE
    made.journal.record(own)
    made.kept = [
        asked("a", hours_ago=1),
        asked("b", hours_ago=30, status=403),
        asked("c", VIDEO[:-1] + "9", hours_ago=31, status=403),
        asked("d", "/v1/projects", hours_ago=32, status=0),
    ]
    return made


def shown(listed: RequestList) -> list[Any]:
    return [row for _, row in listed.rows()[0].loaded()]


def test_earlier_days_stand_under_this_session_each_with_its_counts(listed: RequestList) -> None:
    found = shown(listed)
    told = [REQUEST_COLUMNS[2].cell(row).text for row in found if isinstance(row, DayHeading)]
    assert told == ["2026-11-28 · 1 request", "2026-11-27 · 3 requests · 2 failed"]
    ids = [row.id for row in found if isinstance(row, KeptRequest)]
    assert ids == ["a", "b", "c", "d"]
    assert all(column.cell(row) for row in found for column in REQUEST_COLUMNS)


def test_what_the_journal_has_is_not_listed_twice(listed: RequestList) -> None:
    own = asked("e")
    listed.journal.record(own)
    listed.kept = [asked("e"), *listed.kept]
    assert [one.id for one in listed.exchanges if isinstance(one, KeptRequest)][:2] == ["e", "a"]


def test_an_id_or_a_piece_of_a_path_finds(listed: RequestList) -> None:
    for text, ids in (("req-B", ["b"]), ("SENT-d-2", ["d"]), ("projects", ["d"]), ("xyz", [])):
        listed.search = text
        assert [one.id for one in listed.exchanges] == ids
    assert no_requests(listed).startswith("No id or path contains “xyz”.")


def test_sorted_rows_stand_without_days(listed: RequestList) -> None:
    listed.order = Order.parse("status.desc")
    found = shown(listed)
    assert not [row for row in found if isinstance(row, DayHeading)]
    assert [row.id for row in found][:2] == ["b", "c"]


def test_causes_are_of_a_status_a_code_and_an_endpoint(listed: RequestList) -> None:
    denied, recovered = listed.causes
    assert denied.key[1:] == ("/v1/videos/{id}", "ForbiddenError", 403, 100103)
    assert (denied.first.id, denied.last.id, denied.ids) == ("c", "b", ["REQ-b", "REQ-c"])
    assert (recovered.key.status, recovered.ids) == (502, ["REQ-d"])
    cells = [column.cell(denied).text for column in CAUSE_COLUMNS]
    assert cells[:4] == ["2", "403", "GET /v1/videos/{id}", "100103 ACCESS_DENIED"]
    listed.cause = denied
    assert [one.id for one in listed.exchanges] == ["b", "c"]
    assert listed.marked(denied) == list(denied.exchanges)
    assert listed.marked(asked("x")) == []
    listed.marking.toggle(recovered)
    assert [one.id for one in listed.marked(denied)] == ["d"]


def test_ids_and_numbers_in_a_path_are_no_endpoint() -> None:
    assert endpoint("/v1/billing/invoices/123/x") == "/v1/billing/invoices/{id}/x"
    assert endpoint("/v1/videos") == "/v1/videos"


def test_what_recovered_quotes_the_attempt_that_failed_first_and_says_so() -> None:
    kept = asked("d", status=0)
    failed = recovered_from(kept)
    assert failed is not None
    assert failed.id == "REQ-d"
    shown = (
        {name: cells for name, *cells in glance(kept).rows} if hasattr(glance(kept), "rows") else {}
    )
    del shown
    quoted = next(one for one in exchange_copyables(kept, URL) if one.kind == "request-id")
    assert (quoted.text, quoted.label) == (
        "REQ-d", "request id of the first failed attempt"
    )  # fmt: skip
    bundle = incident_bundle([kept], URL)
    row = next(line for line in bundle.splitlines() if line.startswith("2026"))
    assert "  REQ-d  " in row
    assert row.endswith(" (failed first, recovered)")
    assert "failed first" in bundle.split("First request in full")[1]
    assert recovered_from(asked("b", status=403)) is None


def test_a_long_request_parts_no_columns_of_a_bundle() -> None:
    long, short = asked("a", path="/v1/" + "x" * 500), asked("b", hours_ago=1)
    lines = incident_bundle([long, short], URL).splitlines()
    head = next(line for line in lines if line.startswith("TIME"))
    rows = [line for line in lines if line.startswith("2026")]
    assert len(head) < 80
    assert [row[head.index("X-REQUEST-ID") :].split()[0] for row in rows] == ["REQ-b", "REQ-a"]
    assert [row.index("GET /v1") for row in rows] == [head.rindex("REQUEST")] * 2


def test_a_bundle_has_a_sentence_a_table_and_both_ends_in_full(listed: RequestList) -> None:
    found = listed.causes[0].exchanges
    (ids, bundle) = incident_copyables(found, URL)
    assert ids.text == "REQ-b\nREQ-c"
    assert bundle.text.splitlines()[0] == incident_sentence(found)
    assert bundle.text.startswith("2 requests failed between 2026-11-27T05:00:00.000+00:00")
    assert "GET /v1/videos/{id} with 403 100103." in bundle.text.splitlines()[0]
    assert bundle.text_for is not None
    text = bundle.text_for("It broke for anna@example.com.\x1b[2J")
    assert text.startswith("It broke for ····@····.")
    table = [line for line in text.splitlines() if line.startswith("2026")]
    assert [line.split()[-3] for line in table] == ["REQ-c", "REQ-b"]
    assert (
        text.index("First request in full")
        < text.index("REQ-c (from")
        < text.index("Last request in")
    )
    assert "versions" in text
    assert "q=HIDDEN" in text
    assert incident_copyables([], URL) == []


def test_what_is_copied_of_hundreds_is_made_when_it_is_chosen(listed: RequestList) -> None:
    found = listed.causes[0].exchanges
    made = incident_copyables(found * 100, URL)
    assert [one.make is not None for one in made] == [True, True]
    assert [one.made().make for one in made] == [None, None]
    assert made[0].made().text == "\n".join(["REQ-b", "REQ-c"] * 100)
    assert made[1].made().text.startswith("200 requests failed between 2026-11-27")


def test_a_cause_is_the_same_whatever_comes_to_it(listed: RequestList) -> None:
    before = listed.causes[0]
    rows_before = Cause(before.key, before.exchanges[:1])
    listed.is_by_cause = True
    rows, row = listed.rows(rows_before)
    assert rows.row(row) == before
    assert causes([]) == []
