"""A workspace that is signed in to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.api.funnel import DEADLINE_S
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.api.retry import RetryPolicy
from kinescope_tui.api.token import Token
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.services.setup.settings import PER_PAGE, STUCK_AFTER_H
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.state_store import StateStore

if TYPE_CHECKING:
    from kinescope_tui.api.client import KinescopeClient
    from kinescope_tui.api.exchange import Exchange
    from kinescope_tui.api.models import Identified
    from kinescope_tui.services.analytics.overview import Analytics
    from kinescope_tui.services.billing.invoice_files import SaveChoice
    from kinescope_tui.services.billing.usage import UsageMeter
    from kinescope_tui.services.files.export import Export
    from kinescope_tui.services.inbox.inbox import Inbox
    from kinescope_tui.services.inbox.watch_list import WatchList

_MAX_OPENED = 100  # of a kind
_DISK_LIMIT_S = 5.0


class TokenSource(StrEnum):
    """The source of a token."""

    KEYRING = "from the keyring"
    ENVIRONMENT = "from the environment"
    TYPED = "for this session only"
    DEMO = "invented data"


@dataclass(frozen=True, slots=True)
class Profile:
    """A name for a workspace, and the API's address."""

    name: str
    base_url: str


@dataclass(slots=True)
class ClientFactory:
    """Makes the client of every session, so that all of them share one pacer and one clock."""

    profile: Profile
    pacer: Pacer = None  # type: ignore[assignment]  # without one it is made of the clock, below
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    deadline_s: float = DEADLINE_S
    clock: Clock = field(default_factory=Clock)
    views: ViewStore = field(default_factory=ViewStore)
    state_store: StateStore = field(default_factory=StateStore)
    clipboard: Clipboard = field(default_factory=Clipboard)
    per_page: int = PER_PAGE
    stuck_after_h: int = STUCK_AFTER_H

    def __post_init__(self) -> None:
        self.pacer = self.pacer or Pacer(clock=self.clock)

    def client(self, token: Token, journal: Journal) -> "KinescopeClient":
        """Return a client for a token whose exchanges the journal keeps."""
        from kinescope_tui.api.client import KinescopeClient

        return KinescopeClient(
            token,
            base_url=self.profile.base_url,
            pacer=self.pacer,
            retry=self.retry,
            deadline_s=self.deadline_s,
            on_change=journal.record,
            clock=self.clock,
        )


class Session:
    """One token's access to its workspace, and the journal of what was asked with it.

    Another token is another session: nothing of the old one is shown any more.
    """

    def __init__(self, client_factory: ClientFactory, token: Token, source: TokenSource) -> None:
        # Not before somebody is signed in: the first frame needs none of them.
        from kinescope_tui.services.lists.loaded_things import LoadedThings
        from kinescope_tui.services.lists.project_names import ProjectNames
        from kinescope_tui.services.workspace.token_access import TokenAccess

        self.profile = client_factory.profile
        self.source = source
        self.journal = Journal()
        self.clock = client_factory.clock
        self.pacer = client_factory.pacer
        self.gone: set[str] = set()  # ids that lists still show, and that turned out not to exist
        self.client = client_factory.client(token, self.journal)
        self.project_names = ProjectNames(self.client)
        self.loaded: LoadedThings[Any] = LoadedThings()
        self.token_access = TokenAccess(self.client, client_factory.clock)
        self.views = client_factory.views
        self.per_page = client_factory.per_page  # what is asked for next
        self._stuck_after = timedelta(hours=client_factory.stuck_after_h)
        self.state_store = client_factory.state_store.another()
        self._open_memory = partial(self.state_store.open_for, token, self.profile.base_url)
        self._opened: dict[str, dict[str, Any]] = {}
        self.clipboard = client_factory.clipboard
        self.export: Export[Any] | None = None
        self._exporting: asyncio.Task[None] | None = None

    # Made when they are wanted: the first request needs none of them.

    @cached_property
    def analytics(self) -> "Analytics":
        """What was watched."""
        from kinescope_tui.services.analytics.overview import Analytics

        return Analytics(self.client, self.clock.utc_now)

    @cached_property
    def usage(self) -> "UsageMeter":
        """What was used."""
        from kinescope_tui.services.billing.usage import UsageMeter

        return UsageMeter(self.client, self.clock.utc_now)

    @cached_property
    def save_choice(self) -> "SaveChoice":
        """How invoices were saved last."""
        from kinescope_tui.services.billing.invoice_files import SaveChoice

        return SaveChoice()

    @cached_property
    def inbox(self) -> "Inbox":
        """What needs somebody."""
        from kinescope_tui.services.inbox.inbox import Inbox

        return Inbox(
            self.client,
            self.clock,
            requests=self._lately,
            export=lambda: self.export,
            stuck_after=self._stuck_after,
        )

    @cached_property
    def watch_list(self) -> "WatchList":
        """What somebody is told of when it ends."""
        from kinescope_tui.services.inbox.watch_list import WatchList

        return WatchList(self.client, self.clock)

    async def _lately(self) -> "Sequence[Exchange]":
        """Return what was asked in this session."""
        return list(self.journal)

    async def open_memory(self) -> None:
        """Begin to remember, with what is known from before; a disk that hangs is not waited for.

        Commands without a screen leave it alone: they may run with other tokens.
        """
        try:
            await call_in_daemon(self._open_memory, limit_s=_DISK_LIMIT_S)
        except TimeoutError:
            told = f"The disk did not answer in {_DISK_LIMIT_S:g} s; nothing is remembered."
            self.state_store = StateStore(told=told)
        except asyncio.CancelledError:
            self.state_store.close()  # who leaves now has not seen a start fail
            raise

    @property
    def can_hurry(self) -> bool:
        """Whether something pauses that could go now."""
        under_way = self.journal.under_way
        pauses = any(exchange.outcome is Outcome.RETRYING for exchange in under_way)
        return pauses or (bool(under_way) and self.pacer.pace.is_paused)

    def remember(self, kind: str, item: "Identified") -> None:
        """Note that a thing was opened, for lists that the API does not give."""
        opened = self._opened.setdefault(kind, {})
        opened.pop(item.id, None)
        opened[item.id] = item
        while len(opened) > _MAX_OPENED:
            del opened[next(iter(opened))]

    def opened(self, kind: str) -> list[Any]:
        """Return the things of a kind that were opened, the last one first."""
        return list(self._opened.get(kind, {}).values())[::-1]

    def begin_export(self, export: "Export[Any]", on_end: Callable[[], None]) -> bool:
        """Write an export in the background, or go on with one, and tell whether that is done.

        It is not while another one has rows that are not saved.

        Args:
            export: Which.
            on_end: Called when it is done, or stands.
        """
        other = self.export
        if other is not None and other is not export:
            if other.is_at_stake:
                return False
            other.discard()
        self.export = export

        async def run() -> None:
            await export.run()
            on_end()

        self._exporting = asyncio.get_running_loop().create_task(run())
        return True

    async def aclose(self) -> None:
        """End every request of the session, and an export that is not done."""
        if self.export is not None:
            self.export.discard()
        if self._exporting is not None:
            await asyncio.gather(self._exporting, return_exceptions=True)
        self.state_store.close()
        if "watch_list" in self.__dict__:
            self.watch_list.close()
        await self.token_access.aclose()
        await self.client.aclose()
