"""All rows of a list into a file: paced, stoppable, and honest about what is in it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.records import Form, Writer, fields_of
from kinescope_tui.services.save_file import Draft, SaveError

T = TypeVar("T", bound=Identified)

Fetch = Callable[[int, int, Priority], Awaitable[Page[T]]]

_AT_ONCE = 4  # pages on their way: the pacer decides how many of them go

_REMEMBERED = 2_000  # ids: what moves to the next page meanwhile is one of the last


class State(StrEnum):
    """How an export stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    DONE = "done"


class Export(Generic[T]):
    """Writes items, or all pages of a list, into a file.

    What is written so far is a draft beside the file until all is there. A stopped or failed
    export keeps it, and `run` goes on from there.

    Attributes:
        noun: What the rows are, in the plural.
        written: How many rows are in the file.
        total: How many there are to be, as the server says; None if it does not.
        trouble: What went wrong, for people.
        saved: Where the file is in the end.

    Args:
        path: Where to.
        form: How.
        noun: What the rows are, in the plural.
        model: The type of the items.
        source: The items, or what fetches a page of them.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It cannot be written there.
    """

    def __init__(
        self,
        path: Path,
        form: Form,
        noun: str,
        model: type[T],
        source: Sequence[T] | Fetch[T],
        *,
        replaces: bool = False,
    ) -> None:
        self.path = path
        self.form = form
        self.noun = noun
        self._model = model
        self._source = source
        self._draft = Draft(path, replaces=replaces)
        self._writer: Writer | None = None
        self._seen: dict[str, None] = {}
        self._next = 1
        self._per_page = PER_PAGE
        self._totals: set[int | None] = set()
        self._task: asyncio.Task[None] | None = None
        self._is_exhausted = False
        self.state = State.RUNNING
        self.written = 0
        self.total: int | None = None
        self.trouble = ""
        self.error: KinescopeError | None = None
        self.saved: Path | None = None

    @property
    def guarded(self) -> int:
        """How many cells were changed so that no spreadsheet takes them for formulas."""
        return self._writer.guarded if self._writer is not None else 0

    @property
    def lost(self) -> set[str]:
        """Fields that came too late to have a column."""
        return self._writer.lost if self._writer is not None else set()

    async def run(self) -> None:
        """Write on until all is there, or something stands in the way."""
        self.state, self.trouble, self.error = State.RUNNING, "", None
        self._task = asyncio.current_task()
        try:
            if callable(self._source):
                await self._drain(self._source)
                self._finish_pages()
            else:
                self.total = len(self._source)
                self._write(self._source)
                self._finish()
        except StoppedError:
            self.state = State.STOPPED
        except asyncio.CancelledError:
            # Stopping is our own; whoever ends the program goes on ending it.
            self.state = State.STOPPED
            if self._task is not None:
                raise
        except KinescopeError as error:
            self.state, self.error, self.trouble = State.FAILED, error, str(error)
        except SaveError as error:
            self.state, self.trouble = State.FAILED, f"{error.message} {error.next_step}"
        finally:
            self._task = None

    def stop(self) -> None:
        """Ask for nothing more; what is written stays for going on."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def discard(self) -> None:
        """Give up, and leave nothing behind."""
        self.stop()
        self._draft.discard()

    async def _drain(self, fetch: Fetch[T]) -> None:
        """Write the pages in their order, a few of them on their way at a time."""
        coming: deque[asyncio.Task[Page[T]]] = deque()
        loop = asyncio.get_running_loop()
        try:
            while not self._is_at_end:
                pages = self._pages_left
                while len(coming) < min(_AT_ONCE, pages):
                    number = self._next + len(coming)
                    question = _ask(fetch, number, self._per_page)
                    coming.append(loop.create_task(question))
                self._take(await coming[0])
                coming.popleft()
        finally:
            for task in coming:
                task.cancel()
                task.add_done_callback(_forget)

    @property
    def _pages_left(self) -> int:
        """How many pages are still to come, as far as that is known; at least one."""
        if self.total is None or self._next == 1:
            return 1
        return max(1, -(-self.total // self._per_page) - self._next + 1)

    @property
    def _is_at_end(self) -> bool:
        if self._next == 1:
            return False
        if self.total is None:
            return self._is_exhausted
        return self._is_exhausted or (self._next - 1) * self._per_page >= self.total

    def _take(self, page: Page[T]) -> None:
        received = len(page.items) + page.dropped
        if self._next == 1 and 0 < page.per_page < self._per_page and received <= page.per_page:
            self._per_page = page.per_page  # the server gives fewer at a time
        self._totals.add(page.total)
        self.total = page.total
        new = [item for item in page.items if not item.id or item.id not in self._seen]
        self._seen |= {item.id: None for item in new if item.id}
        for item_id in list(self._seen)[:-_REMEMBERED]:
            del self._seen[item_id]
        self._write(new)
        self._next += 1
        self._is_exhausted = not new or (page.total is None and received < self._per_page)

    def _write(self, items: Sequence[T]) -> None:
        if self._writer is None:
            self._writer = Writer(self.form, fields_of(items, self._model))
            self._draft.write(self._writer.head().encode("utf-8", "replace"))
        self._draft.write(self._writer.lines(items).encode("utf-8", "replace"))
        self.written += len(items)

    def _finish_pages(self) -> None:
        if self.total is not None and (self._totals != {self.total} or self.written != self.total):
            # Counts alone prove nothing where the list changed meanwhile.
            name = f"{self.path.stem}.incomplete{self.path.suffix}"
            changed = "the list changed while it was read" if len(self._totals) > 1 else ""
            self.saved = self._draft.commit(name)
            self.state = State.INCOMPLETE
            self.trouble = changed or "the server gave another number of rows than it said"
        else:
            self._finish()

    def _finish(self) -> None:
        self.total = self.written if self.total is None else self.total
        self.saved = self._draft.commit()
        self.state = State.DONE


async def _ask(fetch: Fetch[T], number: int, per_page: int) -> Page[T]:
    return await fetch(number, per_page, Priority.BULK)


def _forget(task: asyncio.Task[Page[T]]) -> None:
    if not task.cancelled():
        task.exception()
