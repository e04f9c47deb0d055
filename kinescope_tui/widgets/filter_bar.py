"""The line above a list: what it is narrowed to, and where the search is typed."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, Static

from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.diffed_static import DiffedStatic


class FilterBar(Horizontal):
    """Shows chips; hides when there are none and nobody searches."""

    BINDINGS = keymap.bindings("search")

    class Typed(Message):
        """The search reads differently."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Ended(Message):
        """The search was ended: kept as it read then, or given up."""

        def __init__(self, text: str = "", *, is_kept: bool) -> None:
            super().__init__()
            self.text = text
            self.is_kept = is_kept

    field = query_one(Input)
    told = query_one("#chips", DiffedStatic)
    found = query_one("#found", DiffedStatic)

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static("/", id="slash")
        yield Input(compact=True, select_on_focus=False)
        yield DiffedStatic(id="chips")
        yield DiffedStatic(id="found")

    def on_mount(self) -> None:
        """Begin without a search."""
        self._show_field(is_shown=False)

    @property
    def is_typing(self) -> bool:
        """Whether the search is being typed."""
        return self.field.display

    def show(self, chips: Sequence[str], found: str) -> None:
        """Show what the list is narrowed to, and how many were found."""
        parts = [Content.styled(f" {chip} ", "$primary on $primary 15%") for chip in chips]
        self.told.show(Content(" ").join(parts))
        self.found.show(found)
        self.set_class(not chips, "-empty")

    def begin(self, text: str) -> None:
        """Let a search be typed."""
        self._show_field(is_shown=True)
        with self.prevent(Input.Changed):
            self.field.value = text
        self.field.cursor_position = len(text)
        # At once, not with the next message: what is typed may come in one go with the key.
        self.screen.set_focus(self.field)

    def end(self) -> None:
        """Take the field away."""
        self._show_field(is_shown=False)

    def _show_field(self, *, is_shown: bool) -> None:
        self.set_class(is_shown, "-typing")
        self.field.display = is_shown
        self.query_one("#slash").display = is_shown

    @on(Input.Changed)
    def tell_what_is_typed(self, event: Input.Changed) -> None:
        """Pass on what is typed, unless it is a token; some terminals paste as if it were typed."""
        event.stop()
        if OWN_SECRETS.stand_in(event.value):
            self.field.value = ""
            self.notify(NOT_TAKEN, severity="warning")
        else:
            self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def keep(self, event: Input.Submitted) -> None:
        """Keep the search."""
        event.stop()
        self.post_message(self.Ended(event.value, is_kept=True))

    def action_keep(self) -> None:
        """Keep the search, and go on to what was found."""
        if self.is_typing:
            self.post_message(self.Ended(self.field.value, is_kept=True))

    def action_give_up(self) -> None:
        """Give the search up."""
        if self.is_typing:
            self.post_message(self.Ended(is_kept=False))
