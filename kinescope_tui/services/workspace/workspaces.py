"""All workspaces side by side: a few small requests each, every one with its own token and pace."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.token_pacers import TOKEN_PACERS
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.sums import added
from kinescope_tui.services.billing.usage import STORAGE, usage_of
from kinescope_tui.services.time.zones import DayZone, local_day
from kinescope_tui.services.together import as_asked
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.session import Profile, Session
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_access import Finding
from kinescope_tui.services.workspace.token_store import TokenStoreError

if TYPE_CHECKING:
    from kinescope_tui.api.pacing import Pacer

AREAS = ("videos", "failed", "views", "storage", "invoices")
"""What is asked about each workspace, in the order in which it is told."""

WINDOW = timedelta(days=28)
"""Of how many days views are told, beside as many before them."""

FAILED = ("error", "aborted")
"""The statuses of videos that nobody can watch, and nobody works on."""

_STORAGE_DAYS = timedelta(days=2)  # storage is counted once a day, some time after its end


class WorkspaceRow(msgspec.Struct):
    """A workspace, as far as it is known by now.

    Attributes:
        profile: Its name and address.
        is_open: Whether it is the one that is shown.
        is_asking: Whether something of it is waited for.
        has_token: Whether there is a token; None while nobody knows.
        trouble: Why the token could not be found out.
        findings: By area, in the order of `AREAS`, what came of asking; areas that were not asked
            for yet are missing.
        videos: How many there are.
        failed: How many of them failed, or were aborted.
        views: Of the last whole days, and of as many days before.
        storage: Bytes, on the last day that is counted.
        invoices: The latest ones; None if they did not come.
        has_more_invoices: Whether there are older ones, which were not read.
    """

    profile: Profile
    is_open: bool = False
    is_asking: bool = False
    has_token: bool | None = None
    trouble: TokenStoreError | None = None
    findings: dict[str, Finding] = msgspec.field(default_factory=dict)
    videos: int | None = None
    failed: int | None = None
    views: tuple[float | None, float | None] = (None, None)
    storage: Decimal | None = None
    invoices: Sequence[Invoice] | None = None
    has_more_invoices: bool = False

    @property
    def id(self) -> str:
        """The name, by which it is found again."""
        return self.profile.name

    def note(self, area: str, finding: Finding) -> None:
        """Keep what came of asking: the order is the areas', whichever answer comes first."""
        self.findings = as_asked({**self.findings, area: finding}, AREAS)

    @property
    def failures(self) -> dict[str, KinescopeError]:
        """Why areas could not be read."""
        return {name: found.error for name, found in self.findings.items() if found.error}

    @property
    def closed(self) -> list[str]:
        """The areas that the token may not read."""
        return [name for name, found in self.findings.items() if found.is_shut]


class Workspaces:
    """The rows of all profiles, filled as answers come; one that fails holds up no other.

    What was asked is kept among the requests of the profile whose token asked, and of no other.

    Attributes:
        rows: In the order of the profiles.
        on_change: Called when one of them changed.
        on_asking: Called before one is asked with a client of its own, with what tells of the
            requests and what gives them their turns.

    Args:
        sign_in: The way to every profile's token.
        session: The open one, whose client and pace are its own; None without a screen.
    """

    def __init__(self, sign_in: SignIn, session: Session | None = None) -> None:
        self._sign_in = sign_in
        self._session = session
        self._clock = sign_in.client_factory.clock
        self.rows: list[WorkspaceRow] = []
        self.on_change: Callable[[], None] = lambda: None
        self.on_asking: Callable[[Journal, Pacer], object] = lambda _journal, _pacer: None

    async def look(self) -> None:
        """Ask about every workspace; what was known stays until the answer is here."""
        known = {row.profile: row for row in self.rows}
        self.rows = [known.get(p) or WorkspaceRow(p) for p in self._sign_in.choices]
        for row in self.rows:
            row.is_open = self._session is not None and row.profile == self._session.profile
            row.is_asking, row.trouble = True, None
        self.on_change()
        trouble: TokenStoreError | None = None
        async with asyncio.TaskGroup() as asking:
            # One after the other: a keyring asks its user to unlock it, and not once for each.
            for row in self.rows:
                found: FoundToken | None = None
                if not row.is_open:
                    try:
                        found = await self._token(row.profile, trouble)
                    except TokenStoreError as error:
                        row.trouble = trouble = error
                row.has_token = row.is_open or found is not None
                if row.has_token:
                    asking.create_task(self._fill(row, found))
                else:
                    row.is_asking = False
                    self.on_change()

    async def _token(self, profile: Profile, trouble: TokenStoreError | None) -> FoundToken | None:
        """Return the token of a profile; a keyring that gave no answer is not asked again.

        Raises:
            TokenStoreError: The keyring gives no answer.
        """
        known = self._sign_in.known_tokens.get(profile)
        if known is None and trouble is not None:
            raise trouble
        return known or await self._sign_in.for_profile(profile).find()

    async def _fill(self, row: WorkspaceRow, found: FoundToken | None) -> None:
        """Ask about a workspace, with a client of its own unless it is the open one."""
        if found is None:
            if self._session is not None:
                await self._ask(row, self._session.client)
            return
        factory = self._sign_in.for_profile(row.profile).client_factory
        pacer = TOKEN_PACERS.of(found.token, row.profile.base_url, self._clock)
        journal = Journal()
        self.on_asking(journal, pacer)
        client = replace(factory, pacer=pacer).client(found.token, journal)
        keeper = factory.keeper(found.token, journal, "screen")
        try:
            await self._ask(row, client)
        finally:
            await client.aclose()
            if keeper is not None:
                await keeper.aclose()

    async def _ask(self, row: WorkspaceRow, client: KinescopeClient) -> None:
        async def ask(name: str, question: Coroutine[Any, Any, int | None]) -> None:
            try:
                row.note(name, Finding(await question))
            except KinescopeError as error:
                row.note(name, Finding(error=error))
            self.on_change()

        with asking_as("workspaces"):
            await asyncio.gather(
                ask("videos", self._videos(row, client)),
                ask("failed", self._failed(row, client)),
                ask("views", self._views(row, client)),
                ask("storage", self._storage(row, client)),
                ask("invoices", self._invoices(row, client)),
            )
        row.is_asking = False
        self.on_change()

    async def _videos(self, row: WorkspaceRow, client: KinescopeClient) -> int | None:
        row.videos = (await client.videos(per_page=1)).total
        return row.videos

    async def _failed(self, row: WorkspaceRow, client: KinescopeClient) -> int | None:
        page = await client.videos(per_page=1, statuses=FAILED)
        is_heeded = all(video.status in FAILED for video in page.items)
        row.failed = page.total if is_heeded else None
        return row.failed

    async def _views(self, row: WorkspaceRow, client: KinescopeClient) -> None:
        # West of UTC it may be the day before still, and both windows begin a day earlier.
        first = self._today - 2 * WINDOW - timedelta(days=1)
        item = await client.overview(DateRange(first, self._today))
        zone = DayZone.of(item.zone, "").zone
        today = local_day(self._clock.utc_now(), zone)
        days = [
            (local_day(moment.date, zone), moment)
            for moment in Course.of(item.value.timeline).moments
            if moment.date is not None
        ]
        first, middle = today - 2 * WINDOW, today - WINDOW
        row.views = (
            added(moment for day, moment in days if middle <= day < today).views,
            added(moment for day, moment in days if first <= day < middle).views,
        )

    async def _storage(self, row: WorkspaceRow, client: KinescopeClient) -> None:
        first, last = self._today - _STORAGE_DAYS, self._today
        usage = usage_of((await client.usage(DateRange(first, last))).items, first, last)
        series = usage.of(STORAGE)
        row.storage = series.last if series is not None else None

    async def _invoices(self, row: WorkspaceRow, client: KinescopeClient) -> int | None:
        page = await client.invoices()
        row.invoices = page.items
        row.has_more_invoices = not page.is_whole
        return page.total

    @property
    def _today(self) -> date:
        return self._clock.utc_now().date()
