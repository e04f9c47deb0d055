"""Where there is room a workspace tells what its numbers come to, what is owed, and its token."""

from datetime import UTC, date, datetime
from decimal import Decimal

from kinescope_tui.api.errors import ForbiddenError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.workspace_page import workspace_page
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_access import Finding
from kinescope_tui.services.workspace.workspaces import WorkspaceRow

TODAY = datetime(2026, 8, 22, tzinfo=UTC).date()


def invoice(number: str, status: str, issued: str, due: str, total: object = "10.00") -> Invoice:
    raw = {
        "id": number, "number": number, "status": status, "issued_at": issued, "due_date": due,
        "total": total, "currency": "EUR",
    }  # fmt: skip
    return Invoice(id=number, raw=raw)


def workspace(name: str = "acme", **facts: object) -> WorkspaceRow:
    row = WorkspaceRow(Profile(name, "https://api.example"), has_token=True)
    for key, value in facts.items():
        setattr(row, key, value)
    return row


def page(row: WorkspaceRow, *others: WorkspaceRow, today: date = TODAY) -> dict[str, Section]:
    return {section.title: section for section in workspace_page(row, [row, *others], today)}


def rows(section: Section) -> list[tuple[str, str]]:
    """Return the first and the last text of each row."""
    return [(row[0].text, row[-1].text) for row in section.rows]


def test_numbers_come_to_something() -> None:
    told = page(workspace(videos=200, failed=3, views=(900.0, 1000.0), storage=Decimal(10**9)))
    assert dict(rows(told["acme"])) == {
        "Address": "https://api.example",
        "Failed": "1.5 % of all videos",
        "Storage": "5.0 MB per video",
        "Views": "4.5 per video",
    }
    assert rows(told["Views"]) == [("last 28 days", "900"), ("previous period", "1\u00a0000")]
    assert not any("by workspace" in title for title in told)  # one is compared with none


def test_unpaid_invoices_stand_first() -> None:
    found = [
        invoice("3", "paid", "2026-08-01", "2026-08-15"),
        invoice("2", "unpaid", "2026-07-01", "2026-08-31", None),
        invoice("1", "unpaid", "2026-06-01", "2026-07-15"),
    ]
    told = page(workspace(invoices=found, has_more_invoices=True))["Invoices"]
    assert [(row[0].text, row[1].text) for row in told.rows] == [
        ("2", "due in 9 d"),
        ("1", "38 d late"),
        ("3", "✓ paid"),
    ]
    assert told.state.text == "3 of 3+"


def test_a_token_tells_what_it_reads_and_why_not() -> None:
    error = ForbiddenError("no", status=403)
    error.request_id = "req-1"
    told = page(workspace(findings={"videos": Finding(3), "invoices": Finding(error=error)}))
    reads = dict(rows(told["The token reads"]))
    assert reads["videos"] == "✓"
    assert "req-1" in reads["invoices"]
    assert reads["usage"] == "loading …"
    assert "Press enter" in rows(page(workspace(has_token=False))["Token"])[0][1]


def test_several_are_compared() -> None:
    told = page(
        workspace(videos=30, storage=Decimal(5)), workspace("second", videos=70), workspace("third")
    )
    assert rows(told["Videos by workspace"]) == [
        ("second", "70 % · 70"),
        ("acme", "30 % · 30"),
        ("third", "—"),  # its videos were not counted
    ]
    assert told["Videos by workspace"].state.text == "2 of 3 workspaces"
    assert not {"Views by workspace", "Storage by workspace"} & set(told)
    told = page(workspace(videos=30), workspace("second", videos=0))
    assert rows(told["Videos by workspace"])[1] == ("second", "0 % · 0")
    assert told["Videos by workspace"].state.text == "of 2 workspaces"


def test_nothing_known_claims_nothing() -> None:
    odd = workspace(videos=0, failed=0, views=(float("inf"), float("nan")), storage=Decimal("NaN"))
    for told in (page(workspace()), page(odd, workspace("b", videos=-1))):
        assert not {"Views", "Invoices", "Videos by workspace"} & set(told)
