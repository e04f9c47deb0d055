"""Invoices as CSV: what came, in which shape it is saved, and where."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, Static

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.billing.invoice_file_words import (
    file_line,
    files_told,
    preview_lines,
)
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.services.billing.invoice_files import (
    CsvOptions,
    FileState,
    InvoiceFile,
    InvoiceFiles,
    SaveChoice,
    file_names,
)
from kinescope_tui.services.files.atomic_file import SaveError, typed_path
from kinescope_tui.services.files.file_name import place_in
from kinescope_tui.widgets.choice_line import ChoiceLine
from kinescope_tui.widgets.styled import styled

if TYPE_CHECKING:
    from textual.worker import Worker

_PREVIEWED = 6  # lines
_WIDEST = 300


class InvoiceCsvDialog(Dialog[SaveChoice]):
    """Fetches the CSV of invoices, shows it, and saves it in one of three shapes."""

    ENTER = "save"
    BINDINGS = keymap.bindings("export", "line", "fields")

    cells_line = query_one("#cells", ChoiceLine)
    excel_line = query_one("#excel", ChoiceLine)
    json_line = query_one("#json", ChoiceLine)
    field = query_one(Input)
    listing = query_one("#files", Static)
    preview = query_one("#preview", Static)
    answer = query_one("#answer", Static)

    def __init__(self, files: InvoiceFiles, chosen: SaveChoice) -> None:
        super().__init__(f"CSV of {plural(len(files.files), 'invoice')}")
        self._files = files
        self._chosen = chosen
        self._saving: Worker[None] | None = None
        names = file_names([file.invoice for file in files.files])
        self._names = dict(zip(map(id, files.files), names, strict=True))

    def compose_content(self) -> ComposeResult:
        """Lay out what came, the choices, and the beginning of the file."""
        shape = self._chosen.shape
        with VerticalScroll(id="list", can_focus=False):
            yield Static(id="files")
        cells = ["as received", "safe for spreadsheets"]
        yield ChoiceLine("Cells", cells, int(shape.is_safe), id="cells")
        excel = ["as received", "Russian Excel: ; 1,5 BOM"]
        yield ChoiceLine("Table", excel, int(shape.is_russian), id="excel")
        yield ChoiceLine("JSON", ["as JSON", "as generated CSV"], int(shape.as_csv), id="json")
        where = "File" if self._is_single else "Folder; each file is named after its invoice"
        yield Label(where, id="where")
        yield Input(self._suggested, select_on_focus=False, compact=True)
        yield Static(id="preview")
        yield Static(id="answer")

    def on_mount(self) -> None:
        """Fetch at once; nothing is written before enter."""
        self._files.on_change = self._follow
        self.field.focus()
        self.field.cursor_position = len(self.field.value) - len(Path(self.field.value).suffix)
        self._fetch()

    @property
    def _is_single(self) -> bool:
        return len(self._files.files) == 1

    @property
    def _is_saving(self) -> bool:
        return self._saving is not None and not self._saving.is_finished

    @property
    def _suggested(self) -> str:
        if not self._is_single:
            return str(self._chosen.folder)
        (file,) = self._files.files
        ending = file.ending(self._chosen.shape)
        return str(self._chosen.folder / f"{self._names[id(file)]}{ending}")

    @property
    def _shape(self) -> CsvOptions:
        return CsvOptions(
            bool(self.cells_line.chosen), bool(self.excel_line.chosen), bool(self.json_line.chosen)
        )

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        await self._files.fetch()
        self._give_the_ending()
        self._follow()

    # Showing.

    def _follow(self) -> None:
        """Show how the files stand."""
        if not self.is_attached:
            return
        files = self._files.files
        lines = [styled(file_line(file)) for file in files]
        self.listing.update(Content("\n").join(lines))
        is_json = any(file.json is not None for file in files)
        self.json_line.display = is_json
        told, keys = files_told(files, is_running=self._files.is_running)
        self.answer.update(Content(told))
        self.refresh_bindings()
        self.show_keys(keys)
        self._show_first_lines()

    def _show_first_lines(self) -> None:
        shown = next((file for file in self._files.files if file.is_here), None)
        lines = preview_lines(shown, self._shape, _PREVIEWED, _WIDEST) if shown else []
        self.preview.update(Content("\n".join(lines)))
        self.preview.display = bool(lines)

    @on(ChoiceLine.Changed)
    def reshape(self) -> None:
        """Show what the file would be now; what is saved already may be saved again so."""
        for file in self._files.files:
            if file.step in {FileState.SAVED, FileState.TAKEN}:
                file.step, file.path = FileState.HERE, None
        self._give_the_ending()
        self._follow()

    def _give_the_ending(self) -> None:
        """Give the name the ending of what would be saved."""
        path = Path(self.field.value)
        if self._is_single and path.suffix in {".csv", ".json"}:
            ending = self._files.files[0].ending(self._shape)
            self.field.value = str(path.with_suffix(ending))

    @on(Input.Changed)
    def take_another_name(self) -> None:
        """Ask anew about another name."""
        for file in self._files.files:
            if file.step is FileState.TAKEN:
                file.step, file.path = FileState.HERE, None
        self._follow()

    # Saving.

    @on(Input.Submitted)
    async def action_go_on(self) -> None:
        """Save what is here, or close where all is done."""
        steps = {file.step for file in self._files.files}
        if self._files.is_running or self._is_saving:
            return
        if FileState.SAVED in steps and steps <= {FileState.SAVED, FileState.FAILED}:
            await self.action_back()
        elif steps & {FileState.HERE, FileState.TAKEN}:
            self._saving = self._save()

    @work(exclusive=True, group="save")
    async def _save(self) -> None:
        shape = self._shape
        await self._files.save(partial(self._place, self.field.value, shape), shape)
        if shape != self._shape:  # chosen while it was written
            self.reshape()
        else:
            self._follow()

    def _place(self, typed: str, shape: CsvOptions, file: InvoiceFile) -> Path:
        path = typed_path(typed)
        if self._is_single:
            return path
        return place_in(path, self._names[id(file)], file.ending(shape))

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        files = self._files
        is_idle = not files.is_running and all(f.step is not FileState.FAILED for f in files.files)
        if action == "stop" and is_idle:
            return "Nothing is in progress, and nothing failed."
        return super().disabled_reason(action, parameters)

    def action_stop(self) -> None:
        """Wait for nothing more, or ask again for what did not come."""
        if self._files.is_running:
            self._files.stop()
        elif any(file.step is FileState.FAILED for file in self._files.files):
            self._fetch()

    async def action_back(self) -> None:
        """Close; what is saved stays, and what is being saved is."""
        self._files.stop()
        if self._saving is not None and self._is_saving:
            await self._saving.wait()
        try:
            path = typed_path(self.field.value)
        except SaveError:
            path = self._chosen.folder / "x"
        folder = path.parent if self._is_single else path
        self.dismiss(SaveChoice(self._shape, folder))
