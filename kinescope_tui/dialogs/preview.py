"""A text that is shown before something is done with it."""

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.scroll_page import ScrollPage


class Preview(OnceDismissed[bool], ModalScreen[bool]):
    """Answers whether the user agreed.

    Args:
        title: What the text is.
        text: All of it, as it will be used.
        question: What enter does with it; without one there is only the text.
    """

    BINDINGS = keymap.bindings("confirm", "dialog")

    def __init__(self, title: str, text: str, question: str = "") -> None:
        super().__init__()
        self._heading = title
        self._text = text
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the text in a box."""
        with ScrollPage() as page:
            page.border_title = Content(self._heading)
            keys = f"enter {self._question} · esc back" if self._question else "esc back"
            page.border_subtitle = Content(keys)
            yield Static(Content(self._text))

    def action_yes(self) -> None:
        """Agree."""
        if self._question:
            self.dismiss(True)

    def action_back(self) -> None:
        """Do nothing with it."""
        self.dismiss(False)
