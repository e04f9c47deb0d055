"""The line above a list: what it is narrowed to, and where the search is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, Static

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.notices import Notices
from kinescope_tui.widgets.pause import Pause

_TYPING_S = 0.2  # a pause in typing after which the server is asked
_SOON_S = 1.0  # after which the first key need not wait for the parts


class FilterBar(Notices, Horizontal):
    """Shows chips; hides when there are none and nobody searches.

    It has no parts at first: the rows of its list do not wait for them.
    """

    BINDINGS = keymap.bindings("search")
    ENTER = "keep"
    DEFAULT_CLASSES = "-empty"

    @dataclass(eq=False, repr=False)
    class Searched(Message):
        """Something is to be searched for.

        Attributes:
            text: What.
            is_over: Whether nobody types any more.
            is_given_up: Whether it is what was searched for before.
        """

        text: str
        is_over: bool = False
        is_given_up: bool = False

    field = query_one(Input)
    told = query_one("#chips", DiffedStatic)
    found = query_one("#found", DiffedStatic)
    slash = query_one("#slash", Static)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._before = ""
        self._is_quick = self._has_parts = False
        self._chips: Sequence[str] = ()
        self._found = ""
        self._pause = Pause(self, clock, _TYPING_S)
        self._until_ready = Pause(self, clock, _SOON_S)

    def on_mount(self) -> None:
        """Have the parts ready soon."""
        self._until_ready.then(self._lay_out)

    def _lay_out(self) -> None:
        """Lay out the line, once, unless it goes."""
        if self._has_parts or not self.is_attached:
            return
        self._has_parts = True
        self.mount(
            Static("/", id="slash"),
            Input(compact=True, select_on_focus=False),
            DiffedStatic(id="chips"),
            DiffedStatic(id="found"),
        )
        self._show_field(is_shown=False)
        self._tell()

    @property
    def is_typing(self) -> bool:
        """Whether the search is being typed."""
        return self._has_parts and self.field.display

    def show(self, chips: Sequence[str], found: str) -> None:
        """Show what the list is narrowed to, and how many were found."""
        self._chips, self._found = chips, found
        if chips:
            self._lay_out()
        self._tell()
        self.set_class(not chips, "-empty")

    def _tell(self) -> None:
        if not self._has_parts:
            return
        look = "$text-primary on $primary 15%"
        parts = [Content.styled(f" {chip} ", look) for chip in self._chips]
        self.told.show(Content(" ").join(parts))
        self.found.show(self._found)

    def begin(self, text: str, *, is_here: bool = False, is_quick: bool = False) -> None:
        """Let a search be typed that begins with what is searched for now.

        Args:
            text: That.
            is_here: Whether it filters what is here already, and asks no server.
            is_quick: Whether it is searched for at every key, without a pause.
        """
        self._is_quick = is_quick
        self._lay_out()
        if not self._has_parts:
            return
        self.slash.update("○ /" if is_here else "/")
        self._before = text
        self._show_field(is_shown=True)
        with self.prevent(Input.Changed):
            self.field.value = text
        self.field.cursor_position = len(text)
        # At once, not with the next message: what is typed may come in one go with the key.
        self.screen.set_focus(self.field)

    def _show_field(self, *, is_shown: bool) -> None:
        self.set_class(is_shown, "-typing")
        self.field.display = is_shown
        self.slash.display = is_shown

    @on(Input.Changed)
    def search_soon(self, event: Input.Changed) -> None:
        """Search after a pause, unless it is a token; some terminals paste as if it were typed."""
        event.stop()
        if OWN_SECRETS.stand_in(event.value):
            self.field.value = ""
            self.warn(NOT_TAKEN)
        elif self._is_quick:
            self.post_message(self.Searched(event.value))
        else:
            self._pause.then(partial(self.post_message, self.Searched(event.value)))

    @on(Input.Submitted)
    def keep(self, event: Input.Submitted) -> None:
        """Keep the search."""
        event.stop()
        self._end(self.Searched(event.value, is_over=True))

    def action_keep(self) -> None:
        """Keep the search, and go on to what was found."""
        if self.is_typing:
            self._end(self.Searched(self.field.value, is_over=True))

    def action_give_up(self) -> None:
        """Give the search up."""
        if self.is_typing:
            self._end(self.Searched(self._before, is_over=True, is_given_up=True))

    def _end(self, search: Searched) -> None:
        self._pause.cancel()
        self._show_field(is_shown=False)
        self.post_message(search)
