"""A few choices side by side, of which one is made."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui import keymap

_LABEL = 9


class ChoiceLine(Widget, can_focus=True):
    """Shows a label and its choices; left and right, or a click, choose."""

    BINDINGS = keymap.bindings("choice")
    COMPONENT_CLASSES = {"choice-line--label", "choice-line--chosen", "choice-line--other"}

    class Changed(Message):
        """Another choice was made."""

        def __init__(self, line: "ChoiceLine") -> None:
            super().__init__()
            self.line = line

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
        parts = [
            Content(f"{self._label:<{_LABEL}}").stylize(self.get_visual_style("choice-line--label"))
        ]
        for number, choice in enumerate(self._choices):
            look = "chosen" if number == self.chosen else "other"
            parts.append(
                Content(f" {choice} ").stylize(self.get_visual_style(f"choice-line--{look}"))
            )
        return Content("").join(parts)

    def action_choose(self, places: int) -> None:
        """Choose a neighbour."""
        self.chosen = max(0, min(self.chosen + places, len(self._choices) - 1))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        left = _LABEL
        for number, choice in enumerate(self._choices):
            left += len(choice) + 2
            if event.x < left:
                self.chosen = number
                return
