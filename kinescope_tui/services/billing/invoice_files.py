"""Invoices as files for the accountant: fetched one after the other, saved as they came."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.client import CsvFile, KinescopeClient
from kinescope_tui.api.decode import read_item
from kinescope_tui.api.errors import (
    CsvUnavailableError,
    EmptyAnswerError,
    KinescopeError,
    StoppedError,
)
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.pacing import Priority
from kinescope_tui.api.redaction import redact_value
from kinescope_tui.services.bug import bug_told
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import FileThereError, SaveError, save_file
from kinescope_tui.services.files.csv_table import CsvTable, SpreadsheetCsv, changed, read_csv
from kinescope_tui.services.files.file_name import clean_name
from kinescope_tui.services.files.records import record

_AT_ONCE = 2
_SAMPLE = 32 * 2**10  # bytes that are looked at before a file is saved
_MOST_CHANGED = 32 * 2**20  # bytes whose cells are held in memory at once
_TOLD = 2**18  # bytes after which it is told how much came
_LIMIT_S = 60.0  # of writing a large file
_NOUN = "invoice"
_SPARE = "-999.json"  # what else may stand in a name


class FileState(StrEnum):
    """The state of an invoice's file."""

    WAITING = "waiting"
    ASKING = "asking"
    HERE = "here"
    FAILED = "failed"
    TAKEN = "taken"  # there is a file of that name
    SAVED = "saved"


class CsvOptions(msgspec.Struct, frozen=True):
    """The options of a CSV file.

    Attributes:
        is_safe: Whether cells that look like formulas are guarded.
        is_russian: Whether Russian Excel is to open it by itself.
        as_csv: Whether an invoice that came as JSON is made into CSV here.
    """

    is_safe: bool = False
    is_russian: bool = False
    as_csv: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether CSV is saved as it came."""
        return not self.is_safe and not self.is_russian


class SaveChoice(msgspec.Struct, frozen=True):
    """The last choice of how to save files, for the next time."""

    shape: CsvOptions = msgspec.field(default_factory=CsvOptions)
    folder: Path = msgspec.field(default_factory=Path)


class InvoiceFile(msgspec.Struct, dict=True):
    """One invoice on its way into a file.

    Attributes:
        received: How many bytes came so far.
        expected: How many there are to be; None if the server does not say.
        came: The CSV as it came.
        json: What came instead, without secrets; None if CSV came.
        error: Why nothing came.
        trouble: Why it is not saved, for people.
        changes: What was changed in the saved file; None if nothing was.
        path: Where it is saved.
    """

    invoice: Invoice
    step: FileState = FileState.WAITING
    received: int = 0
    expected: int | None = None
    came: CsvFile | None = None
    json: Invoice | None = None
    json_text: str = ""
    error: KinescopeError | None = None
    trouble: str = ""
    changes: SpreadsheetCsv | None = None
    path: Path | None = None

    @property
    def is_here(self) -> bool:
        """Whether there is something to save."""
        return self.came is not None or bool(self.json_text)

    @cached_property
    def sample(self) -> CsvTable | None:
        """The first cells of the CSV that came, or of all of it if it is short."""
        if self.came is None:
            return None
        content = self.came.begin(_SAMPLE)
        if self.is_sampled:
            whole, line_end, _ = content.rpartition(b"\n")
            content = whole + line_end or content  # a line may be longer than this
        return read_csv(content)

    @property
    def is_sampled(self) -> bool:
        """Whether the sample is less than all."""
        return self.came is not None and self.came.size > _SAMPLE

    def ending(self, shape: CsvOptions) -> str:
        """Return what its name ends in."""
        return ".json" if self.json_text and not (shape.as_csv and self.json) else ".csv"

    def made(self, shape: CsvOptions) -> tuple[Iterable[bytes], SpreadsheetCsv | None]:
        """Return the pieces of the file's content, and what was changed of what came.

        Raises:
            SaveError: It is too large to be changed.
        """
        if self.came is not None:
            if shape.is_unchanged:
                return self.came.parts(), None
            if self.came.size > _MOST_CHANGED:
                told = (
                    "Its cells cannot be changed: the file is larger than "
                    f"{_MOST_CHANGED // 2**20} MB."
                )
                raise SaveError(told, "save it as received")
            found = _changed(read_csv(self.came.content), shape)
            is_same = shape.is_safe and not shape.is_russian and not found.guarded
            return (self.came.parts(), None) if is_same else ([found.content], found)
        if shape.as_csv and self.json is not None:
            found = _changed(csv_of(self.json), CsvOptions(True, shape.is_russian))
            return [found.content], found
        return [f"{self.json_text}\n".encode()], None

    def first_lines(self, shape: CsvOptions) -> str:
        """Return the beginning of what would be saved."""
        if self.came is None:
            parts, _ = self.made(shape)
            return b"".join(parts)[:_SAMPLE].decode("utf-8-sig", "replace")
        sample = self.sample
        if sample is None:
            return ""
        if shape.is_unchanged:
            return self.came.begin(_SAMPLE).decode(sample.codec, "replace")
        return _changed(sample, shape).content.decode(
            "utf-8-sig" if shape.is_russian else sample.codec, "replace"
        )


class InvoiceFiles(msgspec.Struct, dict=True):
    """Fetches the CSV of some invoices behind whatever the user looks at, and saves it.

    Attributes:
        files: One for each invoice, in their order.
        on_change: Told when one of them got further.
    """

    client: KinescopeClient
    files: list[InvoiceFile]
    on_change: Callable[[], None] = lambda: None
    _task: "asyncio.Future[Any] | None" = None

    @classmethod
    def of(cls, client: KinescopeClient, invoices: Sequence[Invoice]) -> "InvoiceFiles":
        """Return files to come of these invoices."""
        return cls(client, [InvoiceFile(invoice) for invoice in invoices])

    @property
    def is_running(self) -> bool:
        """Whether something is still to come."""
        return self._task is not None and not self._task.done()

    async def fetch(self) -> None:
        """Fetch what is not here yet, a few at a time; what fails stands with its reason."""
        wanted = [file for file in self.files if not file.is_here]
        for file in wanted:
            file.step, file.error, file.trouble = FileState.WAITING, None, ""
        queue = iter(wanted)

        async def work() -> None:
            for file in queue:
                await self._fetch(file)

        with asking_as("export"):
            self._task = asyncio.gather(*(work() for _ in range(_AT_ONCE)))
        try:
            await self._task
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
        finally:
            for file in wanted:
                if file.step in {FileState.WAITING, FileState.ASKING}:
                    file.step = FileState.FAILED
                    file.error = StoppedError("Stopped before it arrived.")
            self.on_change()

    def stop(self) -> None:
        """Wait for nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def _fetch(self, file: InvoiceFile) -> None:
        file.step = FileState.ASKING
        self.on_change()
        try:
            await self._take(file)
        except KinescopeError as error:
            file.error = error
        except Exception as error:  # noqa: BLE001 - one odd answer holds up no other invoice
            file.trouble = bug_told(error)
        file.step = FileState.HERE if file.is_here else FileState.FAILED
        self.on_change()

    async def _take(self, file: InvoiceFile) -> None:
        def got(received: int, expected: int | None) -> None:
            if not file.received <= received < file.received + _TOLD:
                file.received, file.expected = received, expected
                self.on_change()

        try:
            file.came = await self.client.invoice_csv(
                file.invoice.id, priority=Priority.BULK, on_progress=got
            )
        except CsvUnavailableError as error:
            _take_json(file, error.data)

    async def save(self, place: Callable[[InvoiceFile], Path], shape: CsvOptions) -> None:
        """Save every file that is here and not saved; one that is taken is replaced next time.

        Args:
            place: Where each goes.
            shape: What the files are to be.
        """
        for file in self.files:
            if not file.is_here or file.step is FileState.SAVED:
                continue
            try:
                path = place(file)
                replaces = file.step is FileState.TAKEN and file.path == path
                file.path = path
                save = partial(_save, file, shape, path, replaces=replaces)
                changes = await call_in_daemon(save, limit_s=_LIMIT_S)
            except FileThereError as error:
                file.step, file.trouble = FileState.TAKEN, error.message
            except SaveError as error:
                file.trouble, file.path = f"{error.message} {error.next_step.capitalize()}.", None
                file.step = FileState.HERE
            except TimeoutError:
                file.trouble, file.step = "Writing took too long.", FileState.HERE
            except Exception as error:  # noqa: BLE001 - the others are saved all the same
                fault = bug_told(error)
                file.trouble, file.step, file.path = fault, FileState.HERE, None
            else:
                file.step, file.changes, file.trouble = FileState.SAVED, changes, ""
            self.on_change()


def _save(
    file: InvoiceFile, shape: CsvOptions, path: Path, *, replaces: bool
) -> SpreadsheetCsv | None:
    """Write one file, and return what was changed in it; it may take a while.

    Raises:
        SaveError: It could not be written.
    """
    parts, changes = file.made(shape)
    save_file(path, parts, replaces=replaces)
    return changes


def file_names(invoices: Sequence[Invoice]) -> list[str]:
    """Return a clean name without an ending for each invoice, no two of them alike."""
    taken: set[str] = set()
    names = []
    for invoice in invoices:
        text = f"{_NOUN}-{invoice.number.lstrip('./-')}"
        name = made = clean_name(text, _SPARE).removesuffix(_SPARE)
        number = 1
        while made.casefold() in taken:
            number += 1
            made = f"{name}-{number}"
        taken.add(made.casefold())
        names.append(made)
    return names


def csv_of(invoice: Invoice) -> CsvTable:
    """Return an invoice's lines as a table; without lines one row with its total."""
    extra = list(dict.fromkeys(key for line in invoice.lines for key in line.rest))
    head = ["invoice", "period", "product", "quantity", "unit", "price", "amount", "currency"]
    rows = [
        [
            invoice.number, invoice.period.text, line.product, line.quantity.text, line.unit,
            line.price.text, line.amount.text, line.amount.currency,
            *(_cell(line.rest.get(key)) for key in extra),
        ]
        for line in invoice.lines
    ]  # fmt: skip
    total = invoice.total
    last = [invoice.number, invoice.period.text, "total", "", "", "", total.text, total.currency]
    rows.append([*last, *("" for _ in extra)])
    return CsvTable([[*head, *extra], *rows], ",", "utf-8", "UTF-8", "\n", is_ragged=False)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return exact_json(value) if isinstance(value, dict | list | bool) else str(value)


def _changed(table: CsvTable, shape: CsvOptions) -> SpreadsheetCsv:
    return changed(table, is_safe=shape.is_safe, is_russian=shape.is_russian)


def _take_json(file: InvoiceFile, data: Any) -> None:
    if not data:
        file.error = EmptyAnswerError("The response is neither CSV nor an invoice.")
        return
    try:
        file.json = read_item({"data": data}, Invoice).items[0]
    except ValueError:
        file.json_text = exact_json(redact_value(data), indent=2)
    else:
        file.json_text = exact_json(record(file.json), indent=2)
