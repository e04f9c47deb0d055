"""The dialog that asks where to save a file."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import (
    FileThereError,
    SaveError,
    save_file,
    typed_path,
)
from kinescope_tui.services.files.chosen_fields import field_trouble, parsed_fields
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.records import TableChoice
from kinescope_tui.widgets.choice_line import ChoiceLine

_WITH_FIELDS = (".csv", ".tsv")
_LIMIT_S = 15.0  # for a disk that does not answer


class SaveDialog(Dialog[Path]):
    """Saves a text under the name that the user chooses, and answers with where.

    A name that is taken is asked about; whatever goes wrong is said here, and the name stays.

    Args:
        title: What is saved.
        told: What the file will hold, and what not.
        name: The name to begin with.
        text_for: Makes the file's text; its form may depend on the name.
        fields: Those that can be chosen; without any it is no table, and there is no choice.
    """

    BINDINGS = keymap.bindings("dialog", "fields")
    ENTER = "save"
    KEYS = "enter saves · esc back"

    field = query_one("#name", Input)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        title: str,
        told: str,
        name: str,
        text_for: Callable[[str, TableChoice], str | bytes],
        fields: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        self._fields = fields
        self._told = told
        self._suggested = name
        self._text_for = text_for
        self._replaces: Path | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the form."""
        yield Static(Content(self._told))
        yield Input(self._suggested, select_on_focus=False, compact=True, id="name")
        if self._fields:
            first = ",".join(self._fields[:2])
            told = f"all fields, or list the ones you want: {first}"
            yield Input(placeholder=told, select_on_focus=False, compact=True, id="fields")
            yield ChoiceLine("CSV", ["plain", "Russian Excel: ; 1,5 BOM"])
        yield Static(id="answer")

    def on_mount(self) -> None:
        """Put the cursor before the ending, which chooses the form."""
        self.field.cursor_position = len(self._suggested) - len(Path(self._suggested).suffix)
        self.field.focus()

    @on(Input.Changed)
    def forget_the_answer(self) -> None:
        """Ask anew about another name."""
        self._replaces = None
        self.answer.update("")

    @on(ChoiceLine.Changed)
    def go_back_to_the_name(self, event: ChoiceLine.Changed) -> None:
        """Let enter save, now that the form is chosen; what is for Excel is CSV."""
        path = PurePath(self.field.value)
        if event.line.chosen and path.name:
            self.field.value = str(path.with_suffix(".csv"))
        self.field.focus()

    @property
    def _choice(self) -> TableChoice:
        """What was chosen of a table."""
        is_excel = any(line.chosen for line in self.query(ChoiceLine))
        typed = "".join(field.value for field in self.query("#fields").results(Input))
        return TableChoice(RUSSIAN_EXCEL if is_excel else None, parsed_fields(typed))

    def _trouble(self, path: Path, fields: Sequence[str]) -> str:
        """Return why these fields cannot be in a file of that name; empty if they can."""
        if fields and path.suffix.lower() not in _WITH_FIELDS:
            return (
                f"Fields can only be chosen for {', '.join(_WITH_FIELDS)}; {path.name} has "
                "another format."
            )
        return field_trouble(fields, self._fields)

    @on(Input.Submitted)
    async def save(self) -> None:
        """Write the file; keys that are pressed meanwhile wait, the program does not."""
        path: Path | None = None
        try:
            path = typed_path(self.field.value)
            choice = self._choice
            if trouble := self._trouble(path, choice.fields):
                self.answer.update(Content(trouble))
                return
            content = await asyncio.to_thread(self._text_for, path.name, choice)
            if isinstance(content, str):
                content = content.encode("utf-8", "replace")
            save = partial(save_file, path, content, replaces=path == self._replaces)
            await call_in_daemon(save, limit_s=_LIMIT_S)
        except SaveError as error:
            self._replaces = path if isinstance(error, FileThereError) else None
            self.answer.update(Content(f"{error.message} {error.next_step.capitalize()}."))
        except TimeoutError:
            self.answer.update(Content("The disk is not responding. Choose another folder."))
        else:
            self.dismiss(path)
