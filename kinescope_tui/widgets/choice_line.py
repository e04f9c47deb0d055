"""A few choices side by side, of which one is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.widgets.cells import in_view
from kinescope_tui.widgets.reversible import Reversible

_LABEL = 9


class ChoiceLine(Reversible, Widget, can_focus=True):
    """Shows a label and its choices; left and right, or a click, choose."""

    BINDINGS = keymap.bindings("choice")
    COMPONENT_CLASSES = {"choice-line--label", "choice-line--chosen", "choice-line--other"}

    @dataclass(eq=False, repr=False)
    class Changed(Message):
        """Another choice was made."""

        line: "ChoiceLine"

        @property
        def control(self) -> "ChoiceLine":
            """The line in which it was made."""
            return self.line

    chosen: reactive[int] = reactive(0)

    def __init__(
        self, label: str, choices: Sequence[str], chosen: int = 0, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._choices = choices
        self.set_reactive(ChoiceLine.chosen, max(0, min(chosen, len(choices) - 1)))

    def watch_chosen(self) -> None:
        """Tell of the choice."""
        if self.is_mounted:
            self.post_message(self.Changed(self))

    def render(self) -> Content:
        """Return the line."""
        shown = self._shown()
        label = Content(self._label.ljust(self._indent))
        parts = [label.stylize(self.get_visual_style("choice-line--label"))]
        if shown.start:
            parts.append(Content("‹").stylize(self.get_visual_style("choice-line--label")))
        for number in shown:
            look = "chosen" if number == self.chosen else "other"
            parts.append(
                Content(f" {self._choices[number]} ").stylize(
                    self.get_visual_style(f"choice-line--{look}")
                )
            )
        if shown.stop < len(self._choices):
            parts.append(Content("›").stylize(self.get_visual_style("choice-line--label")))
        return Content("").join(parts)

    @property
    def _indent(self) -> int:
        return _LABEL if self._label else 0

    def _shown(self) -> range:
        widths = [len(choice) + 2 for choice in self._choices]
        room = self.size.width - self._indent
        return in_view(widths, self.chosen, room if sum(widths) <= room else room - 2)

    def action_choose(self, places: int) -> None:
        """Choose a neighbour."""
        self.chosen = max(0, min(self.chosen + places, len(self._choices) - 1))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        shown = self._shown()
        left = self._indent + bool(shown.start)
        for number in shown:
            left += len(self._choices[number]) + 2
            if event.x < left:
                self.chosen = number
                return
