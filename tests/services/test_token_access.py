"""What a token may read, asked of the demo with answers that go wrong."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kinescope_tui.api import KinescopeClient, RetryPolicy, Token
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.presentation.settings_page import reason
from kinescope_tui.services.workspace.token_access import AREAS, Access, TokenAccess


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(12)


@pytest.fixture
async def reach(demo: DemoServer) -> AsyncIterator[TokenAccess]:
    quick = RetryPolicy(base_s=0.0)
    token = Token.parse(demo.token)
    async with KinescopeClient(token, base_url=demo.base_url, retry=quick) as client:
        yield TokenAccess(client)


async def checked(reach: TokenAccess) -> None:
    """Return when everything is answered."""
    ended = asyncio.Event()
    deaf = reach.subscribe(lambda: None if reach.is_checking else ended.set())
    reach.check()
    await ended.wait()
    deaf()


@pytest.mark.parametrize(
    ("fault", "area", "expected"),
    [
        ("403@/v1/videos", "videos", (Access.FORBIDDEN, "403 100103 ACCESS_DENIED")),
        ("402@/v1/analytics", "analytics", (Access.FORBIDDEN, "402")),
        ("401@/v1/projects", "projects", (Access.FORBIDDEN, "401 100102 UNAUTHORIZED")),
        ("404@/v1/billing/invoices", "invoices", (Access.ABSENT, "not available")),
        ("405@/v1/billing/invoices", "invoices", (Access.ABSENT, "not available")),
        ("403@/v1/billing/invoices", "invoices", (Access.FORBIDDEN, "403")),
        ("503@/v1/analytics", "analytics", (Access.UNKNOWN, "503")),
        ("reset@/v1/videos", "videos", (Access.UNKNOWN, "cut")),
        ("html@/v1/billing/usage", "billing", (Access.UNKNOWN, "Got a web page")),
    ],
)
async def test_each_area_is_judged_by_itself(
    reach: TokenAccess, demo: DemoServer, fault: str, area: str,
    expected: tuple[Access, str],
) -> None:  # fmt: skip
    access, told = expected
    demo.faults.append(Fault.parse(fault))
    await checked(reach)
    found = reach.findings[area]
    assert found.access is access
    assert told in reason(found)
    assert (area in reach.unreadable) == (access in {Access.FORBIDDEN, Access.ABSENT})
    assert list(reach.findings) == list(AREAS)  # whichever answer came first
    assert {reach.findings[other].access for other in {"projects", "videos"} - {area}} == {
        Access.OPEN
    }


async def test_a_check_under_way_is_not_begun_twice(reach: TokenAccess, demo: DemoServer) -> None:
    reach.check()
    await checked(reach)
    assert len(demo.requests) == len(AREAS)


async def test_a_check_that_is_given_up_tells_nobody(reach: TokenAccess) -> None:
    reach.check()
    heard: list[str] = []
    reach.subscribe(lambda: heard.append("something"))
    await reach.aclose()
    assert heard == []
    assert reach.checked_at is None


async def test_a_fault_is_a_finding_and_ends_the_check(
    reach: TokenAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(KinescopeClient, "projects", breaks)
    await checked(reach)
    assert str(reach.findings["projects"].error) == "A bug in this program (KeyError)."
    assert reach.checked_at is not None
