"""The base of the dialogs."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.keys.actions import Refusing
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.terminal.backdrop import Backdrop
from kinescope_tui.terminal.line_drawing import draw_lines
from kinescope_tui.widgets.cells import fitting_parts
from kinescope_tui.widgets.key_line import KeyLine
from kinescope_tui.widgets.shrinking_layout import ShrinkingLayout

T = TypeVar("T")

_CORNERS = 6  # of the frame, with the blanks beside what is told in it


class Dialog(Refusing, Backdrop, OnceDismissed[T | None], ModalScreen[T | None]):
    """A titled box over the screen, its keys in the border; answers with a value, or with None.

    A dialog lays out its content in `compose_content`, and binds `back` to a key.

    Args:
        title: What is asked.
        keys: What the keys do; those of the class without this.
    """

    KEYS: ClassVar[str] = "esc back"
    """What the keys do, in the form of `hint`."""
    ENTER: ClassVar[str] = ""
    """What enter does in a field or a list of it, for the footer."""
    BOX: ClassVar[type[Widget]] = Vertical
    """What the content stands in."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-high"), (20, "-tall")]

    def __init__(self, title: str, keys: str = "") -> None:
        super().__init__()
        draw_lines(self)
        self.box = self.BOX(classes="-box")
        self.box.styles.set_rule("layout", ShrinkingLayout())  # by a name Textual has only its own
        self._keys = ""
        self.box.border_title = Content(title)
        self.show_keys(keys or hint(self.KEYS))
        self.watch(self.box, "virtual_size", self._fit, init=False)

    def ask(self, app: App[Any], take: Callable[[T], object]) -> None:
        """Open over an app's screen, and hand on the answer; nothing where there is none."""

        def answered(answer: T | None) -> Any:
            return take(answer) if answer is not None else None

        app.push_screen(self, answered)

    def show_keys(self, keys: str) -> None:
        """Tell what the keys do now, in whole parts as far as there is room: the last one stays."""
        self._keys = keys
        room = self.box.outer_size.width - _CORNERS
        self.box.border_subtitle = Content(fitting_parts(keys, room))

    def compose(self) -> ComposeResult:
        """Lay out the box, and the keys that are alive in it."""
        with self.box:
            yield from self.compose_content()
        yield KeyLine()

    def _fit(self) -> None:
        """Keep the field with the focus in sight, whatever comes above it, and the keys whole."""
        self.show_keys(self._keys)
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def compose_content(self) -> ComposeResult:
        """Lay out what stands in the box."""
        yield from ()

    async def action_back(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
