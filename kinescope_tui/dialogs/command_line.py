"""The command line: where to go and what to do, typed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.suggester import Suggester
from textual.widgets import Input, OptionList

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.command_line import completed
from kinescope_tui.widgets.choice_list import ChoiceList
from kinescope_tui.widgets.diffed_static import DiffedStatic

Completions = Mapping[str, Callable[[], Sequence[str]]]
"""What may follow a word; under the empty one what a line begins with, a space where more comes."""

_FORMS = "42 · p7 · 90% · sort -created_at,title · playlists · an id, a link …"


class CommandLine(Dialog[str]):
    """Answers with what was typed, or None; completes it, and knows what was typed before.

    Args:
        completions: What there is to complete.
        recall: Returns earlier lines, the newest last, when one of them is wanted.
        by_place: What was typed, as it reads on a US keyboard.
        begins: What stands there already.
        told: Returns what is recognised in a line; empty for nothing.
    """

    BINDINGS = keymap.bindings("command", "line")
    ENTER = "go"
    KEYS = "tab completes · ↑ earlier · enter · esc back"

    field = query_one(Input)
    offered = query_one(ChoiceList)
    meant = query_one("#meant", DiffedStatic)

    def __init__(
        self,
        completions: Completions,
        recall: Callable[[], Awaitable[Sequence[str]]],
        by_place: Callable[[str], str],
        begins: str = "",
        told: Callable[[str], str] = lambda _text: "",
    ) -> None:
        super().__init__("Go to")
        self._begins = begins
        self._completions = completions
        self._recall = recall
        self._history: list[str] = []  # and what is typed, once one was wanted
        self._at = 0
        self._by_place = by_place
        self._told = told
        self._lines: list[str] = []

    def compose_content(self) -> ComposeResult:
        """Lay out the line, and below it what it may become."""
        yield Input(
            self._begins,
            select_on_focus=False,
            compact=True,
            suggester=_FirstOf(self.completed),
        )
        yield DiffedStatic(id="meant")
        offered = ChoiceList()
        offered.can_focus = False
        yield offered

    def on_mount(self) -> None:
        """Let it be typed."""
        self.offer()
        self.field.focus()

    def completed(self, text: str) -> list[str]:
        """Return the lines that a text may become, read on a US keyboard if it is nothing else."""
        return completed(text, self._completions) or completed(
            self._by_place(text), self._completions
        )

    @on(Input.Changed)
    def offer(self) -> None:
        """Show what the text may become, where what it became so far stood."""
        text = self.field.value
        self._offer([line for line in self.completed(text) if line != text])
        self.meant.show(self._told(text) or Content.styled(_FORMS, "$text-muted"))

    def _offer(self, lines: list[str]) -> None:
        self._lines = lines
        self.offered.clear_options()
        self.offered.add_options(Content(one_line(line)) for line in self._lines)

    def action_complete(self, places: int) -> None:
        """Take the next completion, or the one before."""
        if not self._lines:
            self._offer(self.completed(self.field.value))
        if not self._lines:
            return
        at = self.offered.highlighted
        if at is None:
            at = -1 if places > 0 else 0
        at = (at + places) % len(self._lines)
        line = self._lines[at]
        if len(self._lines) == 1:
            self._type(line, is_final=True)
            return
        self._type(line)
        self.offered.highlighted = at

    async def action_recall(self, lines: int) -> None:
        """Take an earlier line, or a later one."""
        if not self._history:
            self._history = [*await self._recall(), ""]
            self._at = len(self._history) - 1
        if self._at == len(self._history) - 1:
            self._history[-1] = self.field.value
        self._at = max(0, min(self._at + lines, len(self._history) - 1))
        self._type(self._history[self._at], is_final=True)

    def _type(self, line: str, *, is_final: bool = False) -> None:
        with self.prevent(Input.Changed):
            self.field.value = line
        self.field.cursor_position = len(line)
        if is_final:
            self.offer()

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """Take the completion that was clicked, unless others have taken their place since."""
        event.stop()
        if event.option in self.offered.options:
            self._type(self._lines[event.option_index], is_final=True)
            self.field.focus()

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        self.dismiss(event.value.strip() or None)


class _FirstOf(Suggester):
    """Suggests the first of the lines that a text may become."""

    def __init__(self, lines_of: Callable[[str], list[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._lines_of = lines_of

    async def get_suggestion(self, value: str) -> str | None:
        """Return that line."""
        found = (line for line in self._lines_of(value) if line.startswith(value))
        return next(found, None)
