"""A workspace that is signed in to."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from errno import ETIMEDOUT
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.api.funnel import DEADLINE_S
from kinescope_tui.api.left_out import looked_for_once
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.api.retry import RetryPolicy
from kinescope_tui.api.shared_limits import SharedLimits
from kinescope_tui.api.token import Token
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.setup.settings import (
    INDEX_MB,
    LEDGER_DAYS,
    LEDGER_ENTRIES,
    PER_PAGE,
    STUCK_AFTER_H,
)
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.state_database import erase_base, owner_mark
from kinescope_tui.services.workspace.state_store import StateStore

if TYPE_CHECKING:
    from pathlib import Path

    from kinescope_tui.api.client import KinescopeClient
    from kinescope_tui.api.exchange import Exchange
    from kinescope_tui.api.models import Identified
    from kinescope_tui.services.analytics.overview import Analytics
    from kinescope_tui.services.analytics.video_days import VideoDays
    from kinescope_tui.services.billing.invoice_files import SaveChoice
    from kinescope_tui.services.billing.usage import UsageMeter
    from kinescope_tui.services.files.export import Export
    from kinescope_tui.services.files.left_drafts import LeftDraft, LeftDrafts
    from kinescope_tui.services.inbox.inbox import Inbox
    from kinescope_tui.services.inbox.watch_list import WatchList
    from kinescope_tui.services.index.workspace_index import WorkspaceIndex
    from kinescope_tui.services.lists.rows_beside import RowsBeside
    from kinescope_tui.services.pictures.posters import Posters
    from kinescope_tui.services.requests.kept_request import KeptEntry, KeptRequest
    from kinescope_tui.services.requests.request_keeper import RequestKeeper
    from kinescope_tui.services.requests.request_ledger import RequestLedger

_MAX_OPENED = 100  # of a kind
_DISK_LIMIT_S = 5.0


class TokenSource(StrEnum):
    """The source of a token."""

    KEYRING = "from the keyring"
    ENVIRONMENT = "from the environment"
    TYPED = "for this session only"
    DEMO = "sample data"
    FILE = "requests from a file, no workspace"


class Profile(msgspec.Struct, frozen=True):
    """A name for a workspace, and the API's address."""

    name: str
    base_url: str


class ClientFactory(msgspec.Struct):
    """Makes the client of every session, so that all of them share one pacer and one clock.

    Attributes:
        limits_path: Where programs of this computer tell each other what they sent; without it each
            keeps the limits by itself.
        ledger_path: Where requests are kept; without it they last as long as the session.
        ledger_days: For how long they are.
        ledger_entries: How many are, at most; 0 keeps none.
        requests_of_file: What is shown instead of a workspace, the newest first.
        shows_posters: Whether posters are, where the terminal can.
    """

    profile: Profile
    pacer: Pacer = None  # type: ignore[assignment]  # without one it is made of the clock, below
    retry: RetryPolicy = msgspec.field(default_factory=RetryPolicy)
    deadline_s: float = DEADLINE_S
    clock: Clock = msgspec.field(default_factory=Clock)
    views: ViewStore = msgspec.field(default_factory=ViewStore)
    state_store: StateStore = msgspec.field(default_factory=StateStore)
    clipboard: Clipboard = msgspec.field(default_factory=Clipboard)
    per_page: int = PER_PAGE
    stuck_after_h: int = STUCK_AFTER_H
    limits_path: "Path | None" = None
    ledger_path: "Path | None" = None
    ledger_days: int = LEDGER_DAYS
    ledger_entries: int = LEDGER_ENTRIES
    requests_of_file: "Sequence[KeptRequest] | None" = None
    index_mb: int = INDEX_MB
    shows_posters: bool = False

    def __post_init__(self) -> None:
        self.pacer = self.pacer or Pacer(clock=self.clock)

    def client(self, token: Token, journal: Journal) -> "KinescopeClient":
        """Return a client for a token whose exchanges the journal keeps."""
        from kinescope_tui.api.client import KinescopeClient

        # httpcore imports it with every request, to learn whether asyncio runs, and few have it.
        looked_for_once("sniffio")
        base_url, shared = self.profile.base_url, self.pacer.shared
        if self.limits_path is not None and not (shared and shared.is_of(token, base_url)):
            self.pacer.shared = SharedLimits(self.limits_path, token, base_url)
        return KinescopeClient(
            token,
            base_url=self.profile.base_url,
            pacer=self.pacer,
            retry=self.retry,
            deadline_s=self.deadline_s,
            on_change=journal.record,
            clock=self.clock,
        )

    def keeper(self, token: Token, journal: Journal, asker: str) -> "RequestKeeper | None":
        """Return what keeps the requests of a journal, or None where none are to be kept.

        Args:
            token: Whose requests.
            journal: Tells of them.
            asker: Who asks where a request does not say so: screen or headless.
        """
        if self.ledger_path is None or not self.ledger_entries:
            return None
        from kinescope_tui.services.requests.request_keeper import RequestKeeper

        return RequestKeeper(journal, partial(_ledger, self, token), asker, self.clock)


def _ledger(client_factory: ClientFactory, token: Token) -> "RequestLedger":
    """Return where the requests of a token are kept now; a profile may have got another name."""
    from kinescope_tui.services.requests.request_ledger import RequestLedger

    path = client_factory.ledger_path
    if path is None:
        raise ValueError("There is no ledger.")
    return RequestLedger(
        path,
        token,
        client_factory.profile.base_url,
        days=client_factory.ledger_days,
        entries=client_factory.ledger_entries,
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
        self._open_state = partial(self.state_store.open_for, token, self.profile.base_url)
        self._make_keeper = partial(client_factory.keeper, token, self.journal)
        self.ledger_path = client_factory.ledger_path
        self._keeps_requests = client_factory.ledger_entries > 0
        self._keeper: RequestKeeper | None = None
        self.requests_of_file = client_factory.requests_of_file
        self._index_mb = client_factory.index_mb
        self.shows_posters = client_factory.shows_posters
        self._owner_of = partial(owner_mark, token, self.profile.base_url)
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
    def video_days(self) -> "VideoDays":
        """How often single videos were viewed lately."""
        from kinescope_tui.services.analytics.video_days import VideoDays

        def learn_zone(zone: str) -> None:
            self.analytics.learn_zone(zone)

        return VideoDays(self.client, lambda: self.analytics.now, learn_zone)

    @cached_property
    def rows_beside(self) -> "RowsBeside":
        """Rows of other lists that tell more of those of a list."""
        from kinescope_tui.services.lists.rows_beside import RowsBeside

        return RowsBeside()

    @cached_property
    def posters(self) -> "Posters":
        """Posters of single videos."""
        from kinescope_tui.services.pictures.posters import Posters

        return Posters(self.clock)

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
            drafts=self._left,
            stuck_after=self._stuck_after,
            zone=lambda: self.analytics.zone,
        )

    @property
    def left_drafts(self) -> "LeftDrafts":
        """The exports that were under way when their programs ended."""
        from kinescope_tui.services.files.left_drafts import LeftDrafts

        return LeftDrafts(self.state_store)

    async def _left(self) -> "Sequence[LeftDraft]":
        return await call_in_daemon(self.left_drafts.found, limit_s=None)

    @cached_property
    def watch_list(self) -> "WatchList":
        """What somebody is told of when it ends."""
        from kinescope_tui.services.inbox.watch_list import WatchList

        return WatchList(self.client, self.clock)

    async def _lately(self) -> "Sequence[Exchange]":
        """Return what was asked in this session, and what was kept of others."""
        from kinescope_tui.services.requests.kept_request import is_same

        kept = await self.kept_requests()
        own = {is_same(exchange) for exchange in self.journal} if kept else set()
        return [*self.journal, *(one for one in kept if is_same(one) not in own)]

    @cached_property
    def index(self) -> "WorkspaceIndex":
        """The catalogue on this computer, as far as it was read."""
        from kinescope_tui.services.index.workspace_index import WorkspaceIndex

        path, most_mb = self.state_store.index_path, self._index_mb
        return WorkspaceIndex(self.client, self._owner_of, path, self.clock, most_mb=most_mb)

    @property
    def has_index(self) -> bool:
        """Whether the index was asked for in this session."""
        return "index" in self.__dict__

    async def open_memory(self) -> None:
        """Begin to remember, with what is known from before; a disk that hangs is not waited for.

        Commands without a screen leave it alone: they may run with other tokens.
        """
        try:
            await call_in_daemon(self._open_memory, limit_s=_DISK_LIMIT_S)
        except TimeoutError:
            told = f"The disk did not respond within {_DISK_LIMIT_S:g} s, so nothing is remembered."
            self.state_store.give_up()  # else the next start would take this one for failed
            self.state_store = StateStore(told=told)
        except asyncio.CancelledError:
            self.state_store.give_up()  # who leaves now has not seen a start fail
            raise

    def _open_memory(self) -> None:
        self._open_state()
        self.views.read()

    def keep_requests(
        self, asker: str = "screen", on_trouble: Callable[[str], None] | None = None
    ) -> "RequestKeeper | None":
        """Keep what was asked from now on, and what was until now, where that is wanted.

        Args:
            asker: Who asks here: screen or headless.
            on_trouble: Called with what is wrong with the file, for people.
        """
        if self._keeper is None and self.ledger_path is not None and self._keeps_requests:
            self._keeper = self._make_keeper(asker)
        if self._keeper is not None and on_trouble is not None:
            self._keeper.on_trouble = on_trouble
        return self._keeper

    async def kept_requests(self, request_id: str = "") -> "Sequence[KeptRequest]":
        """Return what was kept, the newest first: all, or the requests of an X-Request-ID."""
        if self.requests_of_file is not None:
            sought = request_id.casefold()
            found = self.requests_of_file
            return [one for one in found if not sought or sought in map(str.casefold, one.ids)]
        keeper = self.keep_requests()
        return await keeper.read(request_id) if keeper is not None else ()

    async def kept_entries(self) -> "Sequence[KeptEntry | KeptRequest]":
        """Return all that was kept, the newest first: of a ledger as it lies there."""
        if self.requests_of_file is not None:
            return self.requests_of_file
        keeper = self.keep_requests()
        return await keeper.entries() if keeper is not None else ()

    async def follow_requests(self, path: "Path | None") -> None:
        """Go on in another file, where what lay here is now."""
        self.ledger_path = path
        if self._keeper is not None:
            await self._keeper.reopen()

    async def keep_no_requests(self) -> None:
        """Keep no request more, and leave the file."""
        self._keeps_requests = False
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            await keeper.aclose(keeps=False)

    async def forget(self) -> None:
        """Erase what was seen last and what was asked, and keep nothing more.

        The index goes along, unless it is used: it has to be forgotten before, by itself.

        Raises:
            OSError: A file stays; the others are erased.
        """
        await self.keep_no_requests()
        forget = partial(self.state_store.forget, with_index=not self.has_index)
        files = [(forget, self.state_store.path)]
        if self.ledger_path is not None:
            files.append((partial(erase_base, self.ledger_path), self.ledger_path))
        stay = []
        for erase, path in files:
            try:
                await call_in_daemon(erase, limit_s=_DISK_LIMIT_S)
            except TimeoutError:
                stay.append(OSError(ETIMEDOUT, "the disk did not respond", str(path)))
            except OSError as error:
                stay.append(error)
        if stay:
            raise stay[0]

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
        note = partial(self.left_drafts.note, export)

        async def run() -> None:
            # A note that fails costs no more than itself: the export tells how it ended.
            noted = call_in_daemon(note, limit_s=None)
            await asyncio.gather(export.run(), noted, return_exceptions=True)
            on_end()
            with contextlib.suppress(Exception):
                await call_in_daemon(note, limit_s=None)

        self._exporting = asyncio.get_running_loop().create_task(run())
        return True

    async def aclose(self) -> None:
        """End every request of the session, and an export that is not done."""
        if self.export is not None:
            self.export.discard()
        if self._exporting is not None:
            await asyncio.gather(self._exporting, return_exceptions=True)
        if self.has_index:
            await self.index.aclose()
        self.state_store.close()
        if "watch_list" in self.__dict__:
            self.watch_list.close()
        keeper = self.keep_requests() if len(self.journal) else self._keeper
        if keeper is not None:
            await keeper.aclose()
        with contextlib.suppress(ViewStoreError):  # told when it was saved
            await self.views.save()
        await self.token_access.aclose()
        await self.client.aclose()
