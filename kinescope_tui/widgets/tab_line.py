"""The parts of a thing, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.widgets.cells import in_view

_GAP = 1


class TabLine(Widget):
    """Shows the titles of tabs; where they do not all fit, those around the active one."""

    COMPONENT_CLASSES = {"tab-line--active", "tab-line--other"}

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A tab was clicked."""

        tab: int

    titles: reactive[Sequence[str]] = reactive(())
    active: reactive[int] = reactive(0)

    def render(self) -> Content:
        """Return the line."""
        shown = self._shown()
        parts = [
            Content(f" {self.titles[number]} ").stylize(
                self.get_visual_style(f"tab-line--{'active' if number == self.active else 'other'}")
            )
            for number in shown
        ]
        begin = "‹" if shown and shown[0] else " "
        end = "›" if shown and shown[-1] < len(self.titles) - 1 else ""
        return Content.assemble(begin, Content(" " * _GAP).join(parts), end)

    def _shown(self) -> range:
        widths = [len(title) + 2 + _GAP for title in self.titles]
        return in_view(widths, self.active, self.size.width - 2)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked."""
        left = 1
        for number in self._shown():
            left += len(self.titles[number]) + 2 + _GAP
            if event.x < left:
                self.post_message(self.Chosen(number))
                return
