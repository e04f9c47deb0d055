"""All rows of a list into a file: paced, stoppable, and honest about what is in it."""

import copy
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.models import Identified
from kinescope_tui.services.bug import bug_told
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import AtomicFile, FileThereError, SaveError
from kinescope_tui.services.files.csv_table import CsvForm
from kinescope_tui.services.files.records import FileFormat, Writer, fields_of
from kinescope_tui.services.lists.page_reader import PageReader
from kinescope_tui.services.lists.paged_list import Fetch

T = TypeVar("T", bound=Identified)
R = TypeVar("R")

_AT_ONCE = 500  # rows that are here already


class State(StrEnum):
    """The state of an export."""

    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    DONE = "done"
    DROPPED = "dropped"


_ENDED = {State.INCOMPLETE, State.DONE, State.DROPPED}


class Export(Generic[T]):
    """Writes items, or all pages of a list, into a file.

    What is written so far is a draft beside the file until all is there. Whatever stops it, the
    draft stays until it is in its place or dropped, and `begin` and `run` go on from there.

    Attributes:
        written: How many rows are in the file.
        total: How many there are to be, as the server says; None if it does not.
        trouble: What went wrong, for people.
        wants_place: Whether what went wrong is the place; another one may be given.
        is_taken: Whether a file of that name came meanwhile.
        saved: Where the file is in the end.

    Args:
        path: Where to.
        form: How.
        noun: What the rows are, in the plural.
        model: The type of the items.
        source: The items, or what fetches a page of them.
        replaces: Whether a file of that name may go.
        fields: Only these, in this order; all without any.
        csv: How CSV is written.

    Raises:
        SaveError: It cannot be written there.
    """

    def __init__(
        self,
        path: Path,
        form: FileFormat,
        noun: str,
        model: type[T],
        source: Sequence[T] | Fetch[T],
        *,
        replaces: bool = False,
        fields: Sequence[str] = (),
        csv: CsvForm | None = None,
    ) -> None:
        self.form = form
        self._fields = fields
        self._csv = csv
        self.noun = noun
        self._model = model
        self._source = PageReader(source) if callable(source) else source
        self._draft = AtomicFile(path, replaces=replaces)
        self._writer: Writer | None = None
        self._is_running = self._is_stopping = self._is_dropped = False
        self.written = 0
        self.total: int | None = None
        self.saved: Path | None = None
        self.begin()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self._draft.path

    @property
    def draft(self) -> Path:
        """Where the rows are until all are there."""
        return self._draft.draft

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to do or to lose."""
        return self.state in _ENDED

    @property
    def is_at_stake(self) -> bool:
        """Whether dropping it would lose work."""
        is_held = self.state in {State.STOPPED, State.FAILED} and self.written > 0
        return self.state is State.RUNNING or is_held

    @property
    def is_again(self) -> bool:
        """Whether the list is read once more, since it changed."""
        return isinstance(self._source, PageReader) and self._source.is_again

    @property
    def is_proved(self) -> bool:
        """Whether each row that was there all the time is known to be in the file."""
        return not isinstance(self._source, PageReader) or self._source.is_proved

    @property
    def late(self) -> int:
        """The number of rows that came out of their order, since they had moved."""
        return self._source.late if isinstance(self._source, PageReader) else 0

    @property
    def gone(self) -> int:
        """The number of rows in the file that the list has no more."""
        return self._source.gone if isinstance(self._source, PageReader) else 0

    @property
    def guarded(self) -> int:
        """The number of cells that were changed so that no spreadsheet takes them for formulas."""
        return self._writer.guarded if self._writer is not None else 0

    @property
    def lost(self) -> set[str]:
        """Fields that came too late to have a column."""
        return self._writer.lost if self._writer is not None else set()

    def begin(
        self, place: Path | None = None, *, replaces: bool = False, only_what_came: bool = False
    ) -> None:
        """Be under way from now on; `run` does the rest.

        Args:
            place: Another place for the file; it stays where it was without.
            replaces: Whether a file that is there may go.
            only_what_came: Whether what was written is put into a file as incomplete.
        """
        self.state, self.trouble = State.RUNNING, ""
        self.error: KinescopeError | None = None
        self.wants_place = self.is_taken = self._is_stopping = False
        self._place, self._replaces, self._only_what_came = place, replaces, only_what_came

    async def run(self) -> None:
        """Write on until all is there, or something stands in the way."""
        if self._is_running or self.has_ended:
            return
        if self.state is not State.RUNNING:
            self.begin()
        self._is_running = True
        try:
            with asking_as("export"):
                await self._write_all()
        except StoppedError:
            self.state = State.STOPPED
        except KinescopeError as error:
            self.state, self.error, self.trouble = State.FAILED, error, str(error)
        except SaveError as error:
            self.state, self.wants_place = State.FAILED, True
            self.is_taken = isinstance(error, FileThereError)
            self.trouble = f"{error.message} {error.next_step.capitalize()}."
        except Exception as error:  # noqa: BLE001 - whatever it is, the rows that came stay
            self.state = State.FAILED
            self.trouble = bug_told(error)
        finally:
            self._is_running = False
            if self.state is State.RUNNING:  # whoever ends the program goes on ending it
                self.state = State.STOPPED
            if self._is_dropped:
                self._drop()

    def stop(self) -> None:
        """Ask for nothing more; what is written stays for going on."""
        self._is_stopping = True
        if isinstance(self._source, PageReader):
            self._source.stop()

    def discard(self) -> None:
        """Give up, and leave nothing behind."""
        if self._is_running:  # nobody else may touch the file meanwhile
            self._is_dropped = True
            self.stop()
        elif not self.has_ended:
            self._drop()

    def _drop(self) -> None:
        if not self.has_ended:
            self._draft.discard()
            self.state = State.DROPPED

    async def _write_all(self) -> None:
        place, replaces = self._place, self._replaces
        if place is not None:
            await _off_the_loop(lambda: self._draft.move(place, replaces=replaces))
            self._place = None
        if self._only_what_came:
            await self._finish("the rest was not requested")
        elif isinstance(self._source, PageReader):
            self._heed_stop()
            await self._source.read(self._take)
            await self._finish(self._source.shortfall)
        else:
            self.total = len(self._source)
            while self.written < self.total or self._writer is None:
                self._heed_stop()
                await self._write(self._source[self.written : self.written + _AT_ONCE])
            await self._finish()

    def _heed_stop(self) -> None:
        if self._is_stopping:
            raise StoppedError("Stopped before everything was written.")

    async def _take(self, items: Sequence[T]) -> None:
        if isinstance(self._source, PageReader):
            self.total = self._source.total
        await self._write(items)

    async def _write(self, items: Sequence[T]) -> None:
        """Write some rows; if that fails, nothing of it has happened."""

        def write() -> Writer:
            if self._writer is None:
                fields = self._fields or fields_of(items, self._model)
                is_choice = bool(self._fields)
                writer = Writer(self.form, fields, is_choice=is_choice, csv=self._csv)
                text = writer.head()
            else:
                writer, text = copy.deepcopy(self._writer), ""
            text += writer.lines(items)
            self._draft.write(text.encode("utf-8", "replace"))
            return writer

        self._writer = await _off_the_loop(write)
        self.written += len(items)

    async def _finish(self, shortfall: str = "") -> None:
        ending = self._writer.tail().encode() if self._writer is not None else b""
        mark = "incomplete" if shortfall else ""
        self.saved = await _off_the_loop(lambda: self._draft.commit(ending, mark=mark))
        self.state, self.trouble = (State.INCOMPLETE if shortfall else State.DONE), shortfall


async def _off_the_loop(function: Callable[[], R]) -> R:
    """Return what writing to the disk returns; a slow disk holds no keys up."""
    return await call_in_daemon(function, limit_s=None)
