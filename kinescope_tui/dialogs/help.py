"""The keys, as they are declared and as the user has them; any of them is found, and run."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import Action
from kinescope_tui.presentation.requests.problems import Problem, problem_help
from kinescope_tui.presentation.text.glyphs import SIGNS
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.widgets.key_sheet import KeySheet, Line


class HelpField(Input):
    """A field for a line; arrows and enter go to the keys beneath it."""

    BINDINGS = keymap.bindings("help")


class HelpScreen(Dialog[Action]):
    """Answers with the action that was chosen, or None.

    Args:
        groups: Whose keys are shown, in this order.
        actions: What can be done on the screen beneath.
        by_place: What was typed, as it reads on a US keyboard.
        problem: What is wrong there.
    """

    BINDINGS = keymap.bindings("help")
    KEYS = "type to find · enter does it · esc back"

    field = query_one(HelpField)
    sheet = query_one(KeySheet)
    told = query_one("#told", Static)

    def __init__(
        self,
        groups: Sequence[str],
        actions: Sequence[Action],
        by_place: Callable[[str], str],
        problem: Problem | None = None,
    ) -> None:
        super().__init__("Keys")
        self._groups = tuple(dict.fromkeys(groups))
        self._actions = {action.key.id: action for action in actions}
        self._by_place = by_place
        self._problem = problem
        self._own = keymap.current().changed

    def compose_content(self) -> ComposeResult:
        """Lay out what is wrong, the field, the keys, and a line about the one under the cursor."""
        if self._problem is not None:
            yield Static(Content(problem_help(self._problem)), id="problem")
        yield HelpField(placeholder="sort, copy, page, ctrl …", compact=True)
        with VerticalScroll(can_focus=False):
            yield KeySheet()
        yield Static(id="told")

    def on_mount(self) -> None:
        """Show all keys."""
        self.find("")

    @on(Input.Changed)
    def find_what_is_typed(self, event: Input.Changed) -> None:
        """Show only the keys that have to do with what is typed."""
        event.stop()
        self.find(event.value)

    def find(self, text: str) -> None:
        """Show the keys whose words hold a text, typed on whatever layout.

        Those of other screens are found too, after those of the one beneath.
        """
        sought = {text.strip().casefold(), self._by_place(text).strip().casefold()}
        lines: list[Line] = []
        groups = dict.fromkeys([*self._groups, *keymap.GROUPS]) if text.strip() else self._groups
        for group in groups:
            title = hint(keymap.GROUPS[group])
            found = [
                self._line(key)
                for key in keymap.keys_of(group)
                if _holds(sought, f"{title} {key.label} {key.help} {key.shown} {key.id}")
            ]
            lines += [Line(told=title), *found, Line()] if found else []
        signs = [Line(sign, told) for sign, told in SIGNS if _holds(sought, f"signs {sign} {told}")]
        lines += [Line(told="Signs"), *signs] if signs else []
        self.sheet.show(lines or [Line(told="No matching keys.")])

    def _line(self, key: keymap.Key) -> Line:
        action = self._actions.get(key.id)
        is_possible = action is not None and not action.disabled_reason
        return Line(key.shown, key.help, key, key.id in self._own, not is_possible)

    @on(KeySheet.Moved)
    def tell_of_key(self) -> None:
        """Tell what the key under the cursor is called in the settings, and why it is dim."""
        key = self.sheet.key
        if key is None:
            self.told.update("")
            return
        declared = next(one.shown for one in keymap.KEYS if one.id == key.id)
        parts = [key.id, f"{declared} by default" if key.id in self._own else ""]
        action = self._actions.get(key.id)
        parts.append("not on this screen" if action is None else action.disabled_reason)
        self.told.update(Content(f"{key.help}\n{' · '.join(filter(None, parts))}"))

    def action_move(self, keys: int) -> None:
        """Move by keys."""
        self.sheet.move(keys)

    def action_move_screen(self, screens: int) -> None:
        """Move by screens."""
        self.sheet.move(screens * max(1, self.query_one(VerticalScroll).size.height - 1))

    def action_move_column(self, columns: int) -> None:
        """Move to the key beside."""
        self.sheet.move_column(columns)

    @on(KeySheet.Chosen)
    def action_run(self) -> None:
        """Do what is under the cursor, on the screen beneath."""
        key = self.sheet.key
        action = self._actions.get(key.id) if key is not None else None
        if action is not None:
            self.dismiss(action)
        elif key is not None:
            self.warn(f"“{key.help}” is not on this screen.")

    async def action_back(self) -> None:
        """Show all keys again, else close."""
        if self.field.value:
            self.field.value = ""
        else:
            await super().action_back()


def _holds(sought: set[str], text: str) -> bool:
    return any(all(word in text.casefold() for word in words.split()) for words in sought)
