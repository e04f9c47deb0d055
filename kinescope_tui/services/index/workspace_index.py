"""The index of a session's workspace: where it lies, how it is read, and how it is asked."""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import IndexFaultError, NoIndexError
from kinescope_tui.services.index.index_files import erase_index
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.index.index_reader import IndexReader, Progress
from kinescope_tui.services.index.index_state import IndexState, state_in
from kinescope_tui.services.index.view_counter import ViewCounter
from kinescope_tui.services.index.view_counts import ViewCounts

if TYPE_CHECKING:
    from kinescope_tui.api.client import KinescopeClient

FRESH_S = 600.0
"""An older index is brought up to date when it is looked at."""

VIEWS_S = 86_400.0
"""Views that were asked for longer ago are asked for again."""

_ERASING_S = 20.0  # a file of gigabytes takes a while


class WorkspaceIndex:
    """A profile's index beside its state; without a place of its own it lasts for the session.

    Nothing is opened or read before it is asked for.

    Attributes:
        state: How far it is, as it was seen last; None before it was looked at.
        failure: Why it could not be read or written last; None if nothing failed.
        on_change: Called when the state, the progress or the failure changes.

    Args:
        client: Asks the API.
        owner_of: Makes of the file's salt the mark of this token at this address.
        path: Where it lies; None for a folder that goes with the session.
        clock: Tells the time.
        most_mb: How large it may become.
    """

    def __init__(
        self,
        client: "KinescopeClient",
        owner_of: Callable[[bytes], str],
        path: Path | None,
        clock: Clock,
        *,
        most_mb: int,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory("-kinescope") if path is None else None
        self.path = path or Path(self._folder.name if self._folder else "") / "index.sqlite"
        self._database = IndexDatabase(self.path, owner_of, most_mb=most_mb)
        self._clock = clock
        self._reader = IndexReader(client, self._database, clock)
        self._reader.on_change = self._changed
        self._reading: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()  # to read into the file, or to erase it
        self._is_paused = False
        self._views = ViewCounter(client, self._database, clock)
        self._counting: asyncio.Task[ViewCounts] | None = None
        self.query = IndexQuery(self._database, clock.utc_now)
        self._written = 0  # how often it was told, by who writes, that the state is another
        self.state: IndexState | None = None
        self.failure: KinescopeError | None = None
        self.most_mb = most_mb
        self.on_change: Callable[[], None] = lambda: None

    @property
    def is_kept(self) -> bool:
        """Whether it stays after the session."""
        return self._folder is None

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self._database.exists

    @property
    def was_read(self) -> bool:
        """Whether it had all videos once, as far as that is known before it is looked at."""
        return self.exists and (self.state is None or self.state.whole_at is not None)

    @property
    def size(self) -> int:
        """How many bytes it takes on the disk."""
        return self._database.size

    @property
    def is_reading(self) -> bool:
        """Whether something is read just now."""
        return self._reading is not None and not self._reading.done()

    @property
    def progress(self) -> Progress | None:
        """How far what is read is; None if nothing is."""
        return self._reader.progress

    @property
    def now(self) -> datetime:
        """The time of the day."""
        return self._clock.utc_now()

    @property
    def as_of(self) -> datetime | None:
        """When it was last made sure that nothing newer is there; None before the first time."""
        at = None if self.state is None else self.state.fresh_at
        if at is None and self.state is not None and self.state.reading is not None:
            at = self.state.reading.begun_at
        return None if at is None else datetime.fromtimestamp(at / 1000, UTC)

    async def look(self) -> IndexState:
        """Return how far it is.

        Raises:
            NoIndexError: There is none.
            IndexFaultError: It cannot be read.
        """
        if not self.exists:
            self.state = None
            raise NoIndexError
        written = self._written
        found: IndexState = await self.query.read(state_in)
        if written == self._written:  # else what is known by now is newer
            self.state = found
        if self.state is None:
            raise NoIndexError
        return self.state

    async def read(self, *, full: bool = False) -> bool:
        """Read what is missing, see `IndexReader.read`; for those who wait for it."""
        if full:
            self.query.close()
        self.failure = None
        try:
            async with self._turn:
                with asking_as("index"):
                    return await self._reader.read(full=full)
        except KinescopeError as error:
            self.failure = error
            raise
        finally:
            if self._reader.state.count or self._reader.state.reading:
                self._take(self._reader.state)
            self.on_change()

    def start(self, *, full: bool = False) -> bool:
        """Read in the background; tell whether that was not under way already."""
        if self.is_reading:
            return False
        self._is_paused = False

        async def run() -> None:
            try:
                await self.read(full=full)
            except KinescopeError:
                pass  # kept in `failure`
            except Exception as error:  # noqa: BLE001 - nobody else would hear of it
                kind = type(error).__name__
                self.failure = IndexFaultError(
                    f"A bug in this program stopped indexing ({kind}). Indexed videos are "
                    "kept; `:index` tries again."
                )
                self.on_change()

        self._reading = asyncio.get_running_loop().create_task(run())
        return True

    def freshen(self) -> bool:
        """Go on in the background, or read what is new if that was not done for a while.

        What the user paused stays so.
        """
        as_of = self.as_of
        age_s = (self._clock.utc_now() - as_of).total_seconds() if as_of is not None else FRESH_S
        is_left = self.state is not None and self.state.reading is not None
        is_due = (is_left or age_s >= FRESH_S) and not self._is_paused
        return self.exists and is_due and self.start()

    @property
    def is_counting(self) -> bool:
        """Whether it is asked just now how often videos were watched."""
        return self._counting is not None and not self._counting.done()

    async def count_views(self, *, again: bool = False) -> ViewCounts:
        """Return what is known of views and of the price of storage; ask if that is a day old.

        Args:
            again: Whether it is asked anew in any case.

        Raises:
            KinescopeError: They could not be read; what was known stays.
            IndexFaultError: The index cannot be used.
        """
        known = await self.query.view_counts()
        now = self._clock.utc_now().timestamp()
        if known is not None and not again and now - known.at / 1000 < VIEWS_S:
            return known
        if self._counting is None or self._counting.done():
            with asking_as("audit"):
                self._counting = asyncio.get_running_loop().create_task(self._views.read())
        return await asyncio.shield(self._counting)

    def pause(self) -> bool:
        """Read no more for now; tell whether something was read."""
        self._is_paused = self.is_reading
        self._reader.stop()
        return self.is_reading

    async def forget(self) -> None:
        """Stop reading, and leave nothing of it on the disk.

        Raises:
            IndexFaultError: A file stays.
        """
        await self._end_reading()
        self.query.close()
        self._take(None)
        self.failure = None
        try:
            async with self._turn:  # what is read from now on is read into another file
                await call_in_daemon(self._database.erase, limit_s=_ERASING_S)
        except TimeoutError:
            told = f"Could not delete {self.path}: the disk did not respond."
            raise IndexFaultError(told) from None
        except OSError as error:
            told = f"Could not delete {error.filename}: {error.strerror}."
            raise IndexFaultError(told) from None
        self.on_change()

    async def aclose(self) -> None:
        """Stop reading after the page that is being written, and leave the file."""
        self.on_change = lambda: None
        await self._end_reading()
        self.query.close()
        self._database.close()
        if self._folder is not None:
            with contextlib.suppress(OSError):
                erase_index(self.path)
                self._folder.cleanup()

    async def _end_reading(self) -> None:
        counting, self._counting = self._counting, None
        if counting is not None:
            counting.cancel()
            await asyncio.gather(counting, return_exceptions=True)
        reading, self._reading = self._reading, None
        self._reader.stop()
        if reading is not None:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    def _changed(self) -> None:
        if self._reader.state.count:
            self._take(self._reader.state)
        self.on_change()

    def _take(self, state: IndexState | None) -> None:
        self.state = state
        self._written += 1
