"""A text that is shown before something is done with it."""

from textual.app import ComposeResult

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.long_text import LongText
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.wrapped_text import WrappedText


class Preview(Dialog[bool]):
    """Answers whether the user agreed.

    Args:
        title: What the text is.
        text: All of it, as it will be used; see `LongText`.
        question: What enter does with it; without one there is only the text.
        label: The same for the footer.
        is_table: Whether its lines are not to be broken.
    """

    BINDINGS = keymap.bindings("confirm", "dialog")
    BOX = ScrollPage

    def __init__(
        self,
        title: str,
        text: str | WrappedText,
        question: str = "",
        label: str = "confirm",
        *,
        is_table: bool = False,
    ) -> None:
        super().__init__(title, f"enter {question} · esc back" if question else "")
        self._text = LongText(text, is_table=is_table)
        self.box.set_class(self._text.is_table, "-table")
        self._question = question
        self.labels = {"confirm.yes": label}

    def compose_content(self) -> ComposeResult:
        """Lay out the text."""
        yield self._text

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        if action == "yes" and not self._question:
            return "Nothing to confirm here; esc closes it."
        return super().disabled_reason(action, parameters)

    def action_yes(self) -> None:
        """Agree."""
        self.dismiss(True)
