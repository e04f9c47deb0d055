"""The copy menu, a letter for each thing."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.cell import one_line

_LABEL = 16


class CopyMenu(Dialog[Copyable]):
    """Answers with what was chosen, or None."""

    BINDINGS = keymap.bindings("copy", "dialog")

    def __init__(self, offered: list[Copyable]) -> None:
        super().__init__("Copy")
        self._offered = {copyable.kind: copyable for copyable in offered}

    def compose_content(self) -> ComposeResult:
        """List what there is, with its key."""
        lines = []
        keys = keymap.keys_of("copy")
        width = max(len(key.shown) for key in keys)
        for key in keys:
            copyable = self._offered.get(key.id.partition(".")[2])
            if copyable is not None:
                text = one_line(copyable.text) or "not available"
                if copyable.text and copyable.is_shown_first:
                    text = "preview, then copy"
                if copyable.ask is not None:
                    text = "fetched when chosen, never shown"
                style = "" if copyable.is_there else "dim"
                name = f"{copyable.label:<{_LABEL}}"
                lines.append(
                    Content.assemble((f" {key.shown:<{width}}  ", "bold"), name, (text, style))
                )
        yield Static(Content("\n").join(lines))

    def action_copy(self, kind: str) -> None:
        """Choose by letter."""
        copyable = self._offered.get(kind)
        if copyable is None or not copyable.is_there:
            self.warn("Not available here.")
            return
        self.dismiss(copyable)
