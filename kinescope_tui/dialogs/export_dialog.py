"""The export dialog: which rows go into which file, and how far that is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, ProgressBar, Static

from kinescope_tui.api.models import Identified
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.lists.export_words import export_told
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import FileThereError, SaveError, typed_path
from kinescope_tui.services.files.chosen_fields import field_trouble, parsed_fields
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL, CsvForm
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.records import FileFormat, Writer, fields_of, known_fields
from kinescope_tui.widgets.choice_line import ChoiceLine

_FORMS: tuple[tuple[FileFormat, CsvForm | None, str], ...] = (
    (FileFormat.CSV, None, "CSV"),
    (FileFormat.TSV, None, "TSV"),
    (FileFormat.JSON_LINES, None, "JSON lines"),
    (FileFormat.CSV, RUSSIAN_EXCEL, "CSV for Russian Excel: ; 1,5 BOM"),
)
_TICK_S = 0.5
_PREVIEWED = 2  # rows
_LONGEST = 250  # characters of a line that is previewed, more than any dialog has cells
_LIMIT_S = 15.0  # for a disk that does not answer
_WAYS = ("continue", "save as incomplete", "remove it")
_GO_ON, _SAVE_PART, _DROP = range(3)


class Scope(msgspec.Struct, frozen=True):
    """Some rows to export.

    Attributes:
        label: "marked".
        number: How many they are; None if nobody knows.
        source: The rows, or what fetches their pages.
        told: What there is to know of them.
    """

    label: str
    number: int | None
    source: Any
    told: str = ""


class ExportChoice(msgspec.Struct, frozen=True):
    """The last choice of an export, for doing it again.

    Attributes:
        scope: The label of its rows.
        form: The place of its form among those that the dialog offers.
        folder: Where it is.
        fields: Those that were chosen, as they were typed.
    """

    scope: str
    form: int
    folder: Path
    fields: str = ""


class ExportDialog(Dialog[None]):
    """Starts an export, and shows how it goes; esc continues in the background.

    Args:
        noun: What the rows are, in the plural.
        model: Their type.
        scopes: What can be exported.
        sample: A few rows, for the first lines.
        begin: Takes an export, and writes it in the background, unless another one is not saved.
        waits: Tells what the next request waits for.
        running: An export that is on its way already.
        chosen: What to begin with.
        starts: Whether it starts at once.
    """

    ENTER = "export"
    BINDINGS = keymap.bindings("export", "line", "fields")

    scope_line = query_one("#scope", ChoiceLine)
    form_line = query_one("#form", ChoiceLine)
    way_line = query_one("#way", ChoiceLine)
    field = query_one("#name", Input)
    fields_field = query_one("#fields", Input)
    preview = query_one("#preview", Static)
    progress = query_one(ProgressBar)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        noun: str,
        model: type[Identified],
        scopes: Sequence[Scope],
        sample: Sequence[Identified],
        begin: Callable[[Export[Any], ExportChoice], bool],
        *,
        waits: Callable[[], str] = str,
        running: Export[Any] | None = None,
        chosen: ExportChoice | None = None,
        starts: bool = False,
    ) -> None:
        super().__init__(f"Export {running.noun if running is not None else noun}")
        self._noun = noun
        self._model = model
        self._scopes = scopes
        self._sample = sample[:_PREVIEWED]
        self._begin = begin
        self._waits = waits
        self._export = running
        self._chosen = chosen
        self._starts = starts
        self._repeats = 0  # names that were there already
        self._tried: Path | None = None
        self._replaces: Path | None = None  # there is a file of that name, and that was told
        self._shown: State | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the choices, and the progress."""
        labels = [f"{count(scope.number)} {scope.label}" for scope in self._scopes]
        names = [scope.label for scope in self._scopes]
        wanted = self._chosen.scope if self._chosen else ""
        scope = names.index(wanted) if wanted in names else 0
        # What was exported last may be there no more; other rows are not what was asked for.
        self._starts &= wanted in names
        form = self._chosen.form if self._chosen else 0
        yield ChoiceLine("Rows", labels, scope, id="scope")
        yield ChoiceLine("Format", [label for *_, label in _FORMS], form, id="form")
        name = self._suggested(_FORMS[form][0])
        yield Input(name, select_on_focus=False, compact=True, id="name")
        first = fields_of(self._sample, self._model)[:2]
        yield Input(
            self._chosen.fields if self._chosen else "",
            placeholder=f"all fields, or list the ones you want: {','.join(first)}",
            select_on_focus=False,
            compact=True,
            id="fields",
        )
        yield ChoiceLine("Then", _WAYS, id="way")
        yield Static(id="preview")
        yield ProgressBar(show_eta=False, show_percentage=False)
        yield Static(id="answer")

    def _suggested(self, form: FileFormat) -> str:
        folder = self._chosen.folder if self._chosen else Path()
        name = (
            f"kinescope-{self._noun.replace(' ', '-')}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
        )
        return str(folder / f"{name}.{form}")

    async def on_mount(self) -> None:
        """Show where things stand."""
        self.set_focus(self.field)
        self.field.cursor_position = len(self.field.value) - len(Path(self.field.value).suffix)
        self._show_first_lines()
        self._follow()
        self.set_interval(_TICK_S, self._follow)
        if self._starts:
            await self.action_go_on()
            self._starts = False

    @property
    def _form(self) -> FileFormat:
        return _FORMS[self.form_line.chosen][0]

    @property
    def _csv(self) -> CsvForm | None:
        return _FORMS[self.form_line.chosen][1]

    @property
    def _fields(self) -> tuple[str, ...]:
        return parsed_fields(self.fields_field.value)

    @property
    def _trouble(self) -> str:
        """Why these fields cannot be written; empty if they can."""
        return field_trouble(self._fields, known_fields(self._model, self._form))

    @on(ChoiceLine.Changed, "#scope")
    @on(ChoiceLine.Changed, "#form")
    @on(Input.Changed, "#fields")
    def change_the_ending(self) -> None:
        """Give the name the ending of the format that may have been chosen."""
        path = Path(self.field.value)
        ending = path.suffix.removeprefix(".")
        if ending in set(FileFormat) and ending != self._form:
            self.field.value = str(path.with_suffix(f".{self._form}"))
        self._show_first_lines()

    @on(Input.Changed, "#name")
    def forget_the_answer(self) -> None:
        """Ask anew about another name."""
        if self._export is None:
            self._replaces = None
            told = self._scopes[self.scope_line.chosen].told if self._scopes else ""
            self.answer.update(Content(self._trouble or told))

    def _show_first_lines(self) -> None:
        fields = self._fields or fields_of(self._sample, self._model)
        writer = Writer(self._form, fields, is_choice=bool(self._fields), csv=self._csv)
        text = writer.head().lstrip("\N{BYTE ORDER MARK}") + writer.lines(self._sample)
        lines = [one_line(line)[:_LONGEST] for line in text.splitlines()]
        self.preview.update(Content("\n".join(lines)))
        self.forget_the_answer()

    def _choice(self, scope: str) -> ExportChoice:
        try:
            folder = typed_path(self.field.value).parent
        except SaveError:
            folder = Path()
        return ExportChoice(scope, self.form_line.chosen, folder, self.fields_field.value)

    # Beginning, and going on.

    @on(Input.Submitted)
    async def action_go_on(self) -> None:
        """Begin, go on with an export that stands, or close one that is done."""
        export = self._export
        if export is None:
            await self._start()
        elif export.has_ended:
            self.dismiss()
        elif export.state is not State.RUNNING:
            self._go_on(export)

    async def _start(self) -> None:
        """Make the file, and begin; keys that are pressed meanwhile wait, the program does not."""
        scope, path = self._scopes[self.scope_line.chosen], None
        if trouble := self._trouble:
            self.answer.update(Content(trouble))
            return
        try:
            path = typed_path(self.field.value)
            replaces = path == self._replaces
            export: Export[Any] = await call_in_daemon(
                partial(
                    Export,
                    path,
                    self._form,
                    self._noun,
                    self._model,
                    scope.source,
                    replaces=replaces,
                    fields=self._fields,
                    csv=self._csv,
                ),
                limit_s=_LIMIT_S,
            )
        except SaveError as error:
            is_there = path is not None and isinstance(error, FileThereError)
            if path is not None and is_there and self._starts:  # within a second of the last one
                self._repeats += 1
                stem = path.stem.removesuffix(f"-{self._repeats}")
                self.field.value = str(path.with_stem(f"{stem}-{self._repeats + 1}"))
                await self._start()
                return
            self._replaces = path if is_there else None
            self.answer.update(Content(f"{error.message} {error.next_step.capitalize()}."))
            return
        except TimeoutError:
            self.answer.update(Content("The disk is not responding. Choose another folder."))
            return
        export.total = scope.number
        if self._begin(export, self._choice(scope.label)):
            self._export = export
            self._follow()
        else:
            export.discard()
            told = "Another export is not saved yet. Close this and finish that export first."
            self.answer.update(Content(told))

    def _go_on(self, export: Export[Any]) -> None:
        """Do with an export that stands what was chosen."""
        way = self.way_line.chosen if self.way_line.display else _GO_ON
        if way == _DROP:
            export.discard()
            self.dismiss()
            return
        place = None
        if export.wants_place:
            try:
                path = typed_path(self.field.value)
            except SaveError as error:
                self.warn(f"{error.message} {error.next_step.capitalize()}.")
                return
            place = path if path != export.path or export.is_taken else None
            self._tried = path
        replaces = place is not None and place == self._replaces
        export.begin(place, replaces=replaces, only_what_came=way == _SAVE_PART)
        self._begin(export, self._choice(""))
        self._follow()

    # Showing.

    def _follow(self) -> None:
        """Show how the export goes."""
        export = self._export
        is_here = export is not None
        for widget in (self.scope_line, self.form_line, self.fields_field, self.preview):
            widget.display = not is_here
        self.progress.display = is_here
        if export is None:
            self.way_line.display = False
            self.show_keys("tab ←→ choose · enter exports · esc back")
            return
        stands = export.state in {State.STOPPED, State.FAILED}
        self.way_line.display = stands and export.is_at_stake and not export.is_taken
        self.field.display = stands and export.wants_place
        if export.state is not self._shown:
            self._shown = export.state
            self.refresh_bindings()
            self._turn_to(export)
        self.progress.update(total=export.total or None, progress=export.written)
        told, keys = export_told(export, self._waits())
        self.answer.update(Content(told))
        self.show_keys(keys)

    def _turn_to(self, export: Export[Any]) -> None:
        """Put the cursor where an export that stands can be led on."""
        self.way_line.chosen = _GO_ON
        if self.field.display:
            place = self._tried or export.path
            self._replaces = place if export.is_taken else None
            self.field.value = str(place)
            self.field.cursor_position = len(self.field.value) - len(place.suffix)
            self.set_focus(self.field)
        else:
            self.set_focus(self.way_line if self.way_line.display else None)

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        if action == "stop" and (self._export is None or self._export.has_ended):
            return "No export is running."
        if action == "go_on" and self._export and self._export.state is State.RUNNING:
            return "The export is running."
        return super().disabled_reason(action, parameters)

    def action_stop(self) -> None:
        """Stop the export; what is written stays until it goes on or is discarded."""
        export = self._export
        if export is None:
            return
        if export.state is State.RUNNING:
            export.stop()
        elif export.state is self._shown and not export.has_ended:
            export.discard()
            self.dismiss()
