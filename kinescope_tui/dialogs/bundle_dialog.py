"""A support bundle that is shown before it is copied, and whose first sentence may be put right."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.widgets import Input, Static

from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.widgets.long_text import LongText


class BundleDialog(Dialog[str]):
    """Answers with the sentence, or None.

    Args:
        copied: What is copied; the sentence is its first line.
    """

    BINDINGS = keymap.bindings("bundle", "line")
    KEYS = "enter copies · {bundle.down} scrolls · esc back"

    field = query_one(Input)
    first = query_one("#first", LongText)
    rest = query_one("#rest", LongText)
    scroll = query_one(VerticalScroll)

    def __init__(self, copied: Copyable) -> None:
        super().__init__(f"Preview of the {copied.label}")
        self._copied = copied
        self._sentence, _, self._rest = copied.text.partition("\n")

    def compose_content(self) -> ComposeResult:
        """Lay out the sentence, and the text that begins with it."""
        yield Static("Describe what happened in one sentence:")
        yield Input(self._sentence, select_on_focus=False, compact=True)
        with VerticalScroll(can_focus=False):
            yield LongText(self._sentence, id="first")
            yield LongText(self._rest, id="rest")

    def on_mount(self) -> None:
        """Let the sentence be changed."""
        self.field.focus()

    def action_scroll_text(self, screens: int) -> None:
        """Show more of the text."""
        if screens > 0:
            self.scroll.scroll_page_down(animate=False)
        else:
            self.scroll.scroll_page_up(animate=False)

    @on(Input.Changed)
    def show_it(self, event: Input.Changed) -> None:
        """Show the text as it would be copied now."""
        if OWN_SECRETS.stand_in(event.value):
            self.field.value = self._sentence
            self.warn(NOT_TAKEN)
        elif self._copied.text_for is not None:
            first, _, rest = self._copied.text_for(event.value).partition("\n")
            self.first.show(first)
            if rest != self._rest:  # which is long, and mostly stays
                self._rest = rest
                self.rest.show(rest)

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Take the sentence."""
        self.dismiss(event.value)
