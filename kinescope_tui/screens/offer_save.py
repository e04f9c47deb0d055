"""Offering a text as a file, over whatever screen shows what it holds."""

from collections.abc import Callable
from pathlib import Path

from kinescope_tui.dialogs.save_dialog import SaveDialog
from kinescope_tui.screens.session_screen import SessionScreen


def offer_save(
    screen: SessionScreen, title: str, told: str, name: str, text_for: Callable[[str], str]
) -> None:
    """Open the dialog that saves a text; see `SaveDialog` for what it takes."""

    def tell(saved: Path | None) -> None:
        if saved is not None:
            screen.notify(f"{saved}", title="Saved", markup=False)

    screen.app.push_screen(SaveDialog(title, told, name, text_for), tell)
