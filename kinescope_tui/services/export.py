"""All rows of a list into a file: paced, stoppable, and honest about what is in it."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.models import Identified
from kinescope_tui.services.all_rows import AllRows, Fetch
from kinescope_tui.services.records import Form, Writer, fields_of
from kinescope_tui.services.save_file import Draft, SaveError

T = TypeVar("T", bound=Identified)


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
        self._source = AllRows(source) if callable(source) else source
        self._draft = Draft(path, replaces=replaces)
        self._writer: Writer | None = None
        self._task: asyncio.Task[None] | None = None
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
            if isinstance(self._source, AllRows):
                await self._source.read(self._take)
                self._finish(self._source.shortfall)
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

    async def _take(self, items: Sequence[T]) -> None:
        if isinstance(self._source, AllRows):
            self.total = self._source.total
        self._write(items)

    def _write(self, items: Sequence[T]) -> None:
        if self._writer is None:
            self._writer = Writer(self.form, fields_of(items, self._model))
            self._draft.write(self._writer.head().encode("utf-8", "replace"))
        self._draft.write(self._writer.lines(items).encode("utf-8", "replace"))
        self.written += len(items)

    def _finish(self, shortfall: str = "") -> None:
        if self._writer is not None:
            self._draft.write(self._writer.tail().encode())
        if shortfall:
            self.saved = self._draft.commit(f"{self.path.stem}.incomplete{self.path.suffix}")
            self.state, self.trouble = State.INCOMPLETE, shortfall
            return
        self.total = self.written if self.total is None else self.total
        self.saved = self._draft.commit()
        self.state = State.DONE
