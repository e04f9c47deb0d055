"""Offering for a file what is all here, over whatever screen shows it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from textual.screen import Screen

from kinescope_tui.api.models import Model
from kinescope_tui.dialogs.save_dialog import SaveDialog
from kinescope_tui.services.files.records import FileFormat, TableChoice, fields_of, written

ROWS_TOLD = "The extension sets the format: .csv, .tsv or .jsonl."


def offer_rows(
    screen: Screen[Any], title: str, name: str, rows: Sequence[Model], model: type[Model]
) -> None:
    """Open the dialog that saves rows: those that are looked at now, whatever comes meanwhile.

    Args:
        screen: Over which.
        title: "Save 20 rows".
        name: The file's name to begin with, without its ending.
        rows: Nobody changes this sequence any more.
        model: What they are.
    """

    def text(chosen: str, choice: TableChoice) -> str:
        return written(FileFormat.of_name(chosen), rows, model, choice)

    offer_file(screen, title, ROWS_TOLD, f"{name}.csv", text, fields=fields_of(rows, model))


def offer_file(
    screen: Screen[Any],
    title: str,
    told: str,
    name: str,
    text_for: Callable[[str, TableChoice], str | bytes],
    *,
    what: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Open the dialog that saves a text, and tell where it is.

    Args:
        screen: Over which.
        title: What is saved.
        told: What the file will hold, and what not.
        name: The file's name to begin with.
        text_for: Makes the content for a name and what was chosen; of what was there when the
            dialog opened.
        fields: Those that can be chosen where the text may be a table.
        what: What the message says is there, "3 requests".
    """

    def tell(saved: Path) -> None:
        screen.notify(f"{what} in {saved}" if what else f"{saved}", title="Saved")

    SaveDialog(title, told, name, text_for, fields).ask(screen.app, tell)
