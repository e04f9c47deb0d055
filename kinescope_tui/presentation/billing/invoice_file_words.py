"""The state of invoices' files, in words."""

from collections.abc import Sequence

from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural, size
from kinescope_tui.services.billing.invoice_files import CsvOptions, FileState, InvoiceFile
from kinescope_tui.services.files.csv_table import CsvTable, guarded

_DELIMITERS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}
_LONGEST_NAME = 24
_NONE = CsvTable([], ",", "utf-8", "UTF-8", "\n", is_ragged=False)
_UNSURE = "size not confirmed; the end may be missing"


def file_line(file: InvoiceFile) -> Cell:
    """Return how the file of an invoice stands."""
    name = one_line(file.invoice.number)
    name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    told, tone = _told(file)
    sign = {
        FileState.WAITING: "·",
        FileState.ASKING: "◌",
        FileState.HERE: "!" if tone is Tone.WARNING else "●",
        FileState.FAILED: "✗",
        FileState.TAKEN: "?",
        FileState.SAVED: "✓",
    }[file.step]
    return Cell(f"{sign} {name}  {told}", tone)


def _told(file: InvoiceFile) -> tuple[str, Tone]:
    match file.step:
        case FileState.WAITING:
            return "waiting", Tone.MUTED
        case FileState.ASKING:
            return _came_so_far(file), Tone.BUSY
        case FileState.FAILED:
            return _why(file), Tone.BAD
        case FileState.TAKEN:
            return f"{one_line(file.trouble)} Press enter again to replace it.", Tone.WARNING
        case FileState.SAVED:
            parts = [f"{file.path}", *_changes(file), *_doubts(file)]
            is_sure = not (_doubts(file) or _unclear(file))
            return " · ".join(parts), Tone.GOOD if is_sure else Tone.WARNING
        case FileState.HERE:
            doubts = [*_doubts(file), *_formulas(file), *filter(None, [one_line(file.trouble)])]
            return " · ".join([*_kind(file), *doubts]), Tone.WARNING if doubts else Tone.PLAIN


def _came_so_far(file: InvoiceFile) -> str:
    if not file.received:
        return "loading …"
    whole = f" of {size(file.expected)}" if file.expected is not None else ""
    return f"{size(file.received)}{whole} received …"


def _kind(file: InvoiceFile) -> list[str]:
    table = file.sample
    if file.came is None or table is None:
        return []
    rows = plural(len(table.rows), "row")
    more = " at least" if file.is_sampled else ""
    delimiter = _DELIMITERS.get(table.delimiter, table.delimiter)
    return [size(file.came.size), f"{rows}{more}", table.encoding, delimiter]


def _doubts(file: InvoiceFile) -> list[str]:
    """Return what is not as it should be with what came."""
    if file.came is None:
        return ["got JSON: the server has no CSV for it"]
    doubts = [] if file.came.size_confirmed else [_UNSURE]
    if file.sample is not None and file.sample.is_ragged and not file.is_sampled:
        doubts.append("the last row is shorter than the first; it may be cut off")
    return doubts


def _formulas(file: InvoiceFile) -> list[str]:
    """Return how many cells a spreadsheet would run."""
    found = sum(guarded(cell) != cell for row in (file.sample or _NONE).rows for cell in row)
    return [f"{plural(found, 'cell')} that a spreadsheet may run as a formula"] if found else []


def _why(file: InvoiceFile) -> str:
    if file.error is None:
        return one_line(file.trouble) or "nothing received"
    told = problem_of(file.error).title
    request_id = file.error.request_id
    return f"{told}, request id {one_line(request_id)}" if request_id else told


def _changes(file: InvoiceFile) -> list[str]:
    """Return what was changed of what came."""
    changes = file.changes
    if changes is None:
        return ["as received"] if file.came is not None else []
    told = [
        f"{plural(changes.guarded, 'cell')} prefixed with ' (formula protection)"
        if changes.guarded
        else "no formulas found"
    ]
    if changes.commas:
        told.append(f"{plural(changes.commas, 'number')} rewritten with a decimal comma")
    return [*told, *_unclear(file)]


def _unclear(file: InvoiceFile) -> list[str]:
    found = file.changes.unclear if file.changes is not None else 0
    return [unclear_told(found)] if found else []


def unclear_told(numbers: int) -> str:
    """Return how many numbers of a CSV for Russian Excel are as they came, and why."""
    why = "the file does not show whether it means thousands or decimals"
    return f"{plural(numbers, 'number')} like 1,234 unchanged: {why}"


def files_told(files: Sequence[InvoiceFile], *, is_running: bool) -> tuple[str, str]:
    """Return how all of them stand, and which keys lead on."""
    steps = [file.step for file in files]
    again = hint("{export.stop} retries")
    here = sum(file.is_here for file in files)
    if is_running:
        keys = hint("{export.stop} stops · esc discards it")
        return f"{count(here)} of {count(len(files))} received …", keys
    failed = steps.count(FileState.FAILED)
    saved, taken = steps.count(FileState.SAVED), steps.count(FileState.TAKEN)
    parts = [f"{count(saved)} of {plural(len(files), 'invoice')} saved"] if saved else []
    if failed:
        parts.append(f"{count(failed)} failed")
    if taken:
        names = "already has a file" if taken == 1 else "already have a file"
        parts.append(f"{count(taken)} {names}: enter again replaces, or rename")
    if saved + failed == len(files) and saved:
        return " · ".join(parts), f"enter closes · {again}" if failed else "enter closes"
    if not here:
        return " · ".join(parts), f"{again} · esc back"
    keys = "tab ←→ choose · enter saves · esc back"
    return " · ".join(parts), f"{keys} · {again}" if failed else keys


def preview_lines(file: InvoiceFile, shape: CsvOptions, most: int, width: int) -> list[str]:
    """Return the first lines of what would be saved, made harmless for the screen."""
    lines = clean(file.first_lines(shape)).splitlines()
    return [one_line(line.replace("\t", " → "))[:width] for line in lines[:most]]
