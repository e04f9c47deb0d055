"""The dialog that asks where to save a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

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
from kinescope_tui.widgets.choice_line import ChoiceLine

_LIMIT_S = 15.0  # for a disk that does not answer


class SaveDialog(Dialog[Path]):
    """Saves a text under the name that the user chooses, and answers with where.

    A name that is taken is asked about; whatever goes wrong is said here, and the name stays.

    Args:
        title: What is saved.
        told: What the file will hold, and what not.
        name: The name to begin with.
        text_for: Makes the file's text; its form may depend on the name.
        excel_for: The same where CSV is to be for Russian Excel; without it there is no choice.
    """

    BINDINGS = keymap.bindings("dialog", "fields")
    ENTER = "save"
    KEYS = "enter saves · esc back"

    field = query_one(Input)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        title: str,
        told: str,
        name: str,
        text_for: Callable[[str], str | bytes],
        excel_for: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(title)
        self._excel_for = excel_for
        self._told = told
        self._suggested = name
        self._text_for = text_for
        self._replaces: Path | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the form."""
        yield Static(Content(self._told))
        yield Input(self._suggested, select_on_focus=False, compact=True)
        if self._excel_for is not None:
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
    def go_back_to_the_name(self) -> None:
        """Let enter save, now that the form is chosen."""
        self.field.focus()

    @on(Input.Submitted)
    async def save(self, event: Input.Submitted) -> None:
        """Write the file; keys that are pressed meanwhile wait, the program does not."""
        path: Path | None = None
        try:
            path = typed_path(event.value)
            is_plain = not any(line.chosen for line in self.query(ChoiceLine))
            text_for = self._text_for if is_plain else self._excel_for or self._text_for
            content = text_for(path.name)
            if isinstance(content, str):
                content = content.encode("utf-8", "replace")
            save = partial(save_file, path, content, replaces=path == self._replaces)
            await call_in_daemon(save, limit_s=_LIMIT_S)
        except SaveError as error:
            self._replaces = path if isinstance(error, FileThereError) else None
            self.answer.update(Content(f"{error.message} {error.next_step.capitalize()}."))
        except TimeoutError:
            self.answer.update(Content("The disk does not answer. Choose another place."))
        else:
            self.dismiss(path)
