"""The access of a token: what it may read, found out with a few cheap requests."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.errors import (
    ForbiddenError,
    KinescopeError,
    PaymentRequiredError,
    UnauthorizedError,
)
from kinescope_tui.api.models import RawModel
from kinescope_tui.services.bug import BugError
from kinescope_tui.services.together import as_asked

if TYPE_CHECKING:
    from datetime import datetime

_NOT_THERE = {404, 405}
AREAS = ("projects", "videos", "analytics", "billing", "invoices")


class Access(Enum):
    """Whether an area can be read."""

    OPEN = "readable"
    FORBIDDEN = "no access"
    ABSENT = "not available to this token"
    UNKNOWN = "could not be checked"


class Finding(msgspec.Struct, frozen=True):
    """The finding about an area.

    Attributes:
        total: How many things of a list are visible; None if it is no list, or not said.
        error: Why it cannot be read.
    """

    total: int | None = None
    error: KinescopeError | None = None

    @property
    def access(self) -> Access:
        """Whether the area can be read; an endpoint that is not there forbids nothing."""
        if self.error is None:
            return Access.OPEN
        if self.error.status in _NOT_THERE:
            return Access.ABSENT
        if isinstance(self.error, UnauthorizedError | ForbiddenError | PaymentRequiredError):
            return Access.FORBIDDEN
        return Access.UNKNOWN

    @property
    def is_shut(self) -> bool:
        """Whether the area cannot be read with this token."""
        return self.access in {Access.FORBIDDEN, Access.ABSENT}


class TokenAccess:
    """The access of a session's token, as far as it was asked; one request an area.

    Attributes:
        findings: By area, in the order of `AREAS`, what came of asking; areas that were not asked
            for are missing.
        checked_at: When the last check ended.
    """

    def __init__(self, client: KinescopeClient, clock: Clock | None = None) -> None:
        self._client = client
        self._clock = clock or Clock()
        self._listeners: list[Callable[[], None]] = []
        self._check: asyncio.Task[None] | None = None
        self.findings: dict[str, Finding] = {}
        self.checked_at: datetime | None = None

    @property
    def is_checking(self) -> bool:
        """Whether answers are waited for."""
        return self._check is not None and not self._check.done()

    @property
    def unreadable(self) -> frozenset[str]:
        """The areas that cannot be read, as far as that is known."""
        return frozenset(area for area, found in self.findings.items() if found.is_shut)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at every finding; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._forget(listener)

    def _forget(self, listener: Callable[[], None]) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def check(self) -> None:
        """Ask for every area in the background, unless that is under way."""
        if not self.is_checking:
            self._check = asyncio.get_running_loop().create_task(self._ask_all())
            self._tell()

    async def aclose(self) -> None:
        """Ask no more, and tell nobody."""
        self._listeners.clear()
        if self._check is not None:
            self._check.cancel()
            await asyncio.gather(self._check, return_exceptions=True)

    async def _ask_all(self) -> None:
        await asyncio.gather(*(self._ask(area) for area in AREAS))
        self.checked_at = self._clock.utc_now()
        self._check = None
        self._tell()

    async def _ask(self, area: str) -> None:
        try:
            finding = Finding(await self._question(area))
        except KinescopeError as error:
            finding = Finding(error=error)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            finding = Finding(error=BugError(error))
        self.findings = as_asked({**self.findings, area: finding}, AREAS)
        self._tell()

    def _question(self, area: str) -> Awaitable[int | None]:
        client, today = self._client, self._clock.utc_now().date()
        dates = DateRange(today, today)

        async def total(page: Awaitable[Page[Any]]) -> int | None:
            return (await page).total

        async def nothing(answer: Awaitable[Any]) -> None:
            await answer

        match area:
            case "projects":
                return total(client.projects(per_page=1))
            case "videos":
                return total(client.videos(per_page=1))
            case "analytics":
                return nothing(client.overview(dates))
            case "billing":
                return nothing(client.get(f"/v1/billing/usage?from={today}&to={today}"))
            case _:
                return total(client.page("/v1/billing/invoices", RawModel, per_page=1))

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
