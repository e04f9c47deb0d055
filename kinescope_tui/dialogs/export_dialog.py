"""Which rows go into which file, and how far that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, ProgressBar, Static

from kinescope_tui import keymap
from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.cell import one_line
from kinescope_tui.presentation.export_words import export_told
from kinescope_tui.presentation.numbers import count
from kinescope_tui.services.export import Export, State
from kinescope_tui.services.records import Form, Writer, fields_of
from kinescope_tui.services.save_file import FileThereError, SaveError
from kinescope_tui.widgets.choice_line import ChoiceLine
from kinescope_tui.widgets.once_dismissed import OnceDismissed

_FORMS = {Form.CSV: "CSV", Form.TSV: "TSV", Form.JSON_LINES: "JSON lines"}
_TICK_S = 0.5
_PREVIEWED = 2  # rows
_WIDEST = 84


@dataclass(frozen=True, slots=True)
class Scope:
    """Some rows to export.

    Attributes:
        label: "marked".
        number: How many they are; None if nobody knows.
        source: The rows, or what fetches their pages.
    """

    label: str
    number: int | None
    source: Any


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was exported last, for doing it again."""

    scope: str
    form: Form
    folder: Path


class ExportDialog(OnceDismissed[None], ModalScreen[None]):
    """Starts an export, and shows how it goes; esc leaves it going.

    Args:
        noun: What the rows are, in the plural.
        model: Their type.
        scopes: What can be exported.
        sample: A few rows, for the first lines.
        begin: Takes an export, and writes it in the background.
        running: An export that is on its way already.
        chosen: What to begin with.
        starts: Whether it starts at once.
    """

    BINDINGS = keymap.bindings("export", "line")

    scope_line = query_one("#scope", ChoiceLine)
    form_line = query_one("#form", ChoiceLine)
    field = query_one(Input)
    preview = query_one("#preview", Static)
    progress = query_one(ProgressBar)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        noun: str,
        model: type[Identified],
        scopes: Sequence[Scope],
        sample: Sequence[Identified],
        begin: Callable[[Export[Any], ExportChoice], None],
        *,
        running: Export[Any] | None = None,
        chosen: ExportChoice | None = None,
        starts: bool = False,
    ) -> None:
        super().__init__()
        self._noun = noun
        self._model = model
        self._scopes = scopes
        self._sample = sample[:_PREVIEWED]
        self._begin = begin
        self._export = running
        self._chosen = chosen
        self._starts = starts
        self._replaces: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out the choices, and the progress."""
        with Vertical() as box:
            noun = self._export.noun if self._export is not None else self._noun
            box.border_title = Content(f"Export {noun}")
            labels = [f"{count(scope.number)} {scope.label}" for scope in self._scopes]
            names = [scope.label for scope in self._scopes]
            wanted = self._chosen.scope if self._chosen else ""
            scope = names.index(wanted) if wanted in names else 0
            # What was exported last may be there no more; other rows are not what was asked for.
            self._starts &= wanted in names
            forms = list(_FORMS)
            form = forms.index(self._chosen.form) if self._chosen else 0
            yield ChoiceLine("Rows", labels, scope, id="scope")
            yield ChoiceLine("Format", list(_FORMS.values()), form, id="form")
            yield Input(self._suggested(forms[form]), select_on_focus=False, compact=True)
            yield Static(id="preview")
            yield ProgressBar(show_eta=False, show_percentage=False)
            yield Static(id="answer")

    def _suggested(self, form: Form) -> str:
        folder = self._chosen.folder if self._chosen else Path()
        name = (
            f"kinescope-{self._noun.replace(' ', '-')}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
        )
        return str(folder / f"{name}.{form}")

    def on_mount(self) -> None:
        """Show where things stand."""
        self.field.focus()
        self.field.cursor_position = len(self.field.value) - len(Path(self.field.value).suffix)
        self._show_first_lines()
        self._follow()
        self.set_interval(_TICK_S, self._follow)
        if self._starts:
            self.start()

    @property
    def _form(self) -> Form:
        return list(_FORMS)[self.form_line.chosen]

    @on(ChoiceLine.Changed)
    def change_the_ending(self) -> None:
        """Give the name the ending of the format that may have been chosen."""
        path = Path(self.field.value)
        if path.suffix.removeprefix(".") in set(Form):
            self.field.value = str(path.with_suffix(f".{self._form}"))
        self._show_first_lines()

    @on(Input.Changed)
    def forget_the_answer(self) -> None:
        """Ask anew about another name."""
        self._replaces = None
        if self._export is None:
            self.answer.update("")

    def _show_first_lines(self) -> None:
        writer = Writer(self._form, fields_of(self._sample, self._model))
        text = writer.head() + writer.lines(self._sample)
        lines = [one_line(line)[:_WIDEST] for line in text.splitlines()]
        self.preview.update(Content("\n".join(lines)))

    @on(Input.Submitted)
    def start(self) -> None:
        """Begin the export, or go on with one that stands."""
        if self._export is not None:
            if self._export.state in {State.STOPPED, State.FAILED}:
                self._begin(self._export, self._choice(""))
            return
        path = Path(self.field.value.strip()).expanduser()
        scope = self._scopes[self.scope_line.chosen]
        try:
            export = Export(
                path,
                self._form,
                self._noun,
                self._model,
                scope.source,
                replaces=path == self._replaces,
            )
        except SaveError as error:
            if isinstance(error, FileThereError):
                self._replaces = path
            self.answer.update(Content(f"{error.message} {error.next_step.capitalize()}."))
            return
        export.total = scope.number
        self._export = export
        self._begin(export, self._choice(scope.label))
        self._follow()

    def _choice(self, scope: str) -> ExportChoice:
        return ExportChoice(scope, self._form, Path(self.field.value).expanduser().parent)

    def _follow(self) -> None:
        """Show how the export goes."""
        box, export = self.query_one(Vertical), self._export
        is_here = export is not None
        for widget in (self.scope_line, self.form_line, self.field, self.preview):
            widget.display = not is_here
        self.progress.display = is_here
        if export is None:
            box.border_subtitle = Content("tab ←→ choose · enter exports · esc back")
            return
        if self.focused is None or not self.focused.display:
            self.set_focus(None)
        self.progress.update(total=export.total or None, progress=export.written)
        told, keys = export_told(export)
        self.answer.update(Content(told))
        box.border_subtitle = Content(keys)

    def action_stop(self) -> None:
        """Stop the export; what is written stays until it goes on or is dropped."""
        if self._export is None:
            return
        if self._export.state is State.RUNNING:
            self._export.stop()
        elif self._export.state in {State.STOPPED, State.FAILED}:
            self._export.discard()
            self.dismiss()

    def action_go_on(self) -> None:
        """Begin, go on with an export that stands, or close one that is done."""
        if self._export is None or self._export.state in {State.STOPPED, State.FAILED}:
            self.start()
            self._follow()
        elif self._export.state is not State.RUNNING:
            self.dismiss()

    def action_back(self) -> None:
        """Close; an export goes on."""
        self.dismiss()
