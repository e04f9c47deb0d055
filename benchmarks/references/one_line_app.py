"""The least that an app can do at a key: draw one short line anew."""

from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Counter(Widget, can_focus=True):
    """Counts the presses of two keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "count(1)"),
        Binding("up", "count(-1)"),
    ]

    counted = 0

    def action_count(self, by: int) -> None:
        """Count, and draw the number."""
        self.counted += by
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return the number's line, or an empty one."""
        return Strip([Segment(f"counted {self.counted}")] if y == 0 else [])


class OneLineApp(App[None]):
    """Shows the number."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Counter()

    def on_mount(self) -> None:
        """Let it have the keys."""
        self.query_one(Counter).focus()


if __name__ == "__main__":
    OneLineApp().run()
