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
from kinescope_tui.terminal.line_drawing import draw_lines
from kinescope_tui.widgets.key_line import KeyLine

T = TypeVar("T")


class Dialog(Refusing, OnceDismissed[T | None], ModalScreen[T | None]):
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
        self.box.border_title = Content(title)
        self.show_keys(keys or hint(self.KEYS))
        # The field with the focus stays in sight, whatever comes above it.
        self.watch(self.box, "virtual_size", self._show_focus, init=False)

    def ask(self, app: App[Any], take: Callable[[T], object]) -> None:
        """Open over an app's screen, and hand on the answer; nothing where there is none."""

        def answered(answer: T | None) -> Any:
            return take(answer) if answer is not None else None

        app.push_screen(self, answered)

    def show_keys(self, keys: str) -> None:
        """Tell what the keys do now."""
        self.box.border_subtitle = Content(keys)

    def compose(self) -> ComposeResult:
        """Lay out the box, and the keys that are alive in it."""
        with self.box:
            yield from self.compose_content()
        yield KeyLine()

    def _show_focus(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def compose_content(self) -> ComposeResult:
        """Lay out what stands in the box."""
        yield from ()

    async def action_back(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
