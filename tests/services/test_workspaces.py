"""Each workspace has a row, a token, a pace and failures of its own; none holds up another."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from keyring_in_memory import MemoryStore
from turned_clock import TurnedClock

from kinescope_tui.api import RetryPolicy, Token
from kinescope_tui.api.errors import ForbiddenError
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.presentation.workspace_words import (
    WORKSPACE_FIELDS,
    access_cell,
    change_cell,
    failed_cell,
    owed_cell,
    storage_cell,
    videos_cell,
    views_cell,
    workspace_record,
    workspace_section,
)
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_access import Finding
from kinescope_tui.services.workspace.token_store import KeyringLockedError
from kinescope_tui.services.workspace.workspaces import AREAS, WorkspaceRow, Workspaces

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
OTHER_TOKEN = "00000000-0000-4000-8000-00000000beef"
hours = [0.0]
"""By which the servers count requests: each test has one of its own."""
CELLS = (videos_cell, failed_cell, views_cell, change_cell, storage_cell, owed_cell, access_cell)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[DemoServer, DemoServer]]:
    def hour() -> float:
        return hours[0]

    one, other = Workspace(230, now=NOW), Workspace(40, now=NOW, seed=7)
    with (
        DemoServer(one, clock=hour) as first,
        DemoServer(other, token=OTHER_TOKEN, clock=hour) as second,
    ):
        yield first, second


class Stand:
    """A way in with profiles of two servers, of one that is not there, and of one without token."""

    def __init__(self, servers: tuple[DemoServer, DemoServer], folder: Path) -> None:
        self.first, self.second = servers
        hours[0] += 3600
        for server in servers:
            server.renew()
        self.store = MemoryStore()
        profiles = ProfileStore(folder)
        self.profiles = {
            name: Profile(name, url)
            for name, url in (
                ("acme", self.first.base_url),
                ("second", self.second.base_url),
                ("gone", "http://127.0.0.1:9"),
                ("bare", self.first.base_url),
            )
        }
        for profile in self.profiles.values():
            profiles.add(profile)
        for name, text in (
            ("acme", self.first.token), ("second", OTHER_TOKEN), ("gone", OTHER_TOKEN),
        ):  # fmt: skip
            profile = self.profiles[name]
            self.store.kept[name, profile.base_url] = Token.parse(text)
        factory = ClientFactory(
            self.profiles["acme"], clock=TurnedClock(NOW), retry=RetryPolicy(attempts=1)
        )
        self.sign_in = SignIn(factory, self.store, None, profiles)

    def rows(self, workspaces: Workspaces) -> dict[str, WorkspaceRow]:
        return {row.id: row for row in workspaces.rows}


@pytest.fixture
def stand(servers: tuple[DemoServer, DemoServer], tmp_path: Path) -> Stand:
    return Stand(servers, tmp_path)


def told(row: WorkspaceRow) -> list[str]:
    return [cell(row).text for cell in CELLS]


async def test_five_small_requests_fill_a_row_each(stand: Stand) -> None:
    workspaces = Workspaces(stand.sign_in)
    await workspaces.look()
    rows = stand.rows(workspaces)
    for server in (stand.first, stand.second):
        assert len(server.requests) == 5
        assert not server.refused
        sizes = [arrival.target for arrival in server.requests if "/v1/videos" in arrival.target]
        assert all("per_page=1" in target for target in sizes)
    assert (rows["acme"].videos, rows["second"].videos) == (230, 40)
    for name in ("acme", "second"):
        row = rows[name]
        assert row.failed is not None
        assert 0 < row.failed < (row.videos or 0)
        assert None not in row.views
        assert row.storage
        assert access_cell(row).text == "✓ all"
        record = workspace_record(row)
        assert tuple(record) == WORKSPACE_FIELDS
        assert None not in [record[field] for field in WORKSPACE_FIELDS[:-1]]
        assert record["problem"] is None
    # Unpaid invoices add up by currency.
    assert owed_cell(rows["acme"]).text.endswith("EUR")
    assert told(rows["bare"])[-1] == "○ no token"
    assert workspace_record(rows["bare"])["problem"] == "no token"
    assert rows["gone"].failures.keys() == rows["acme"].findings.keys()
    assert not any(row.is_asking for row in rows.values())
    for row in rows.values():
        assert workspace_section(row).rows


async def test_what_a_token_may_not_read_is_told_in_its_row_alone(stand: Stand) -> None:
    stand.first.faults.append(Fault.parse("403@/v1/billing"))
    stand.first.faults.append(Fault.parse("500@/v1/analytics"))
    workspaces = Workspaces(stand.sign_in)
    await workspaces.look()
    rows = stand.rows(workspaces)
    row = rows["acme"]
    assert row.closed == ["storage", "invoices"]
    assert [storage_cell(row).text, owed_cell(row).text] == ["⊘", "⊘"]
    assert access_cell(row).text == "all except views, storage, invoices"  # whichever came first
    assert workspace_record(row)["owed"] is None
    error = row.failures["views"]
    section = workspace_section(row)
    assert any(str(error.request_id) in cell.text for line in section.rows for cell in line)
    assert access_cell(rows["second"]).text == "✓ all"


def test_areas_are_told_in_their_order_whichever_answer_comes_first() -> None:
    row = WorkspaceRow(Profile("acme", "https://api.example"), has_token=True)
    error = ForbiddenError("Forbidden.")
    for area in reversed(AREAS):
        row.note(area, Finding() if area in {"videos", "failed"} else Finding(error=error))
    assert row.closed == ["views", "storage", "invoices"]
    assert access_cell(row).text == "all except views, storage, invoices"


async def test_a_refused_token_closes_its_own_row(stand: Stand) -> None:
    profile = stand.profiles["second"]
    stand.store.kept["second", profile.base_url] = Token.parse(stand.first.token)
    workspaces = Workspaces(stand.sign_in)
    await workspaces.look()
    rows = stand.rows(workspaces)
    assert access_cell(rows["second"]).text.startswith("✗ ")
    assert rows["acme"].videos == 230


async def test_a_keyring_that_gives_no_answer_is_asked_once_and_the_open_one_needs_none(
    stand: Stand,
) -> None:
    found = FoundToken(Token.parse(stand.first.token), TokenSource.KEYRING)
    session = stand.sign_in.open(found)
    stand.store.trouble = KeyringLockedError()
    asked: list[str] = []
    read = stand.store.read

    async def counted(profile: str, base_url: str) -> Token | None:
        asked.append(profile)
        return await read(profile, base_url)

    stand.store.read = counted  # type: ignore[method-assign]  # counts
    workspaces = Workspaces(stand.sign_in, session)
    await workspaces.look()
    rows = stand.rows(workspaces)
    assert (rows["acme"].is_open, rows["acme"].videos) == (True, 230)
    assert asked == ["second"]
    assert [rows[name].trouble is not None for name in ("second", "gone", "bare")] == [True] * 3
    assert len(session.journal) == 5
    # Once it does, the next look fills the rows.
    stand.store.trouble = None
    await workspaces.look()
    assert stand.rows(workspaces)["second"].videos == 40
    await session.aclose()


async def test_answers_show_as_they_come(stand: Stand) -> None:
    workspaces = Workspaces(stand.sign_in)
    seen: list[list[str]] = []
    stand.second.held.set()
    is_here = asyncio.Event()

    def look() -> None:
        rows = stand.rows(workspaces)
        seen.append(told(rows["acme"]))
        if not rows["acme"].is_asking and not rows["gone"].is_asking:
            is_here.set()

    workspaces.on_change = look
    asking = asyncio.create_task(workspaces.look())
    await is_here.wait()
    rows = stand.rows(workspaces)
    assert rows["second"].is_asking
    assert told(rows["second"]) == ["░░"] * 7
    assert access_cell(rows["acme"]).text == "✓ all"
    assert seen[0] == ["░░"] * 7
    stand.second.held.clear()
    await asking
    assert videos_cell(rows["second"]).text == "40"


async def test_what_was_asked_stands_among_the_requests_of_whose_token_asked(
    stand: Stand, tmp_path: Path
) -> None:
    stand.sign_in.profiles.state_folder = tmp_path / "state"
    stand.sign_in.client_factory.ledger_days = 99_999  # it goes by this computer's clock
    await Workspaces(stand.sign_in).look()
    for name, text in (("acme", stand.first.token), ("second", OTHER_TOKEN)):
        factory = stand.sign_in.for_profile(stand.profiles[name]).client_factory
        assert factory.ledger_path is not None
        assert text.encode() not in factory.ledger_path.read_bytes()
        for token, count in ((text, 5), ("00000000-0000-4000-8000-00000000dead", 0)):
            url = factory.profile.base_url
            kept = RequestLedger(factory.ledger_path, Token.parse(token), url, days=9, entries=99)
            assert [one.asker for one in kept.read()] == ["workspaces"] * count
            kept.close()
