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
from kinescope_tui.keys.paired import as_one, paired
from kinescope_tui.presentation.requests.problems import Problem, problem_help
from kinescope_tui.presentation.text.filled_lines import filled_lines
from kinescope_tui.presentation.text.glyphs import GOOD_TO_KNOW, SIGNS
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.sheet_columns import fits
from kinescope_tui.resources.line_commands import all_words
from kinescope_tui.resources.places import all_places
from kinescope_tui.widgets.key_sheet import KeySheet, Line

_AROUND = 6  # columns of the frame, and a scrollbar
_TALL = 30  # lines from which on there is room between the parts
_LINES = 8  # of the frame, the field, and what is told of a key
_BROAD = 40  # cells of a column in which most texts stand whole
_OF_SCREENS = {
    "detail", "live", "json", "endpoint", "window", "analytics", "chart", "report", "dimension",
    "billing", "invoice", "usage", "workspaces", "settings", "request", "requests", "inbox",
}  # fmt: skip
"""Groups that belong to screens, and not to what opens over them."""
_EVERYWHERE = {"mode", "screen", "app"}
"""Groups that stand together."""


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
    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-high"), (_TALL, "-tall")]
    KEYS = "type to find · enter runs it · esc back"

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
        """Lay out the field, what is wrong, the keys, and a line about the one under the cursor."""
        yield HelpField(placeholder="sort, copy, page, ctrl …", compact=True)
        with VerticalScroll(can_focus=False):
            if self._problem is not None:
                yield Static(Content(problem_help(self._problem)), id="problem")
            yield KeySheet()
            yield Static(id="besides")
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

        Those of other screens are found too, after those of the one beneath. Without a text those
        that belong together stand on one line.
        """
        sought = {text.strip().casefold(), self._by_place(text).strip().casefold()}
        is_all = not text.strip()
        groups = self._groups if is_all else dict.fromkeys([*self._groups, *keymap.GROUPS])
        shown: dict[str, list[Line]] = {}
        for group in groups:
            title = hint(keymap.GROUPS[group])
            found = [
                key
                for key in keymap.keys_of(group)
                if _holds(sought, f"{title} {key.label} {key.help} {key.shown} {key.id}")
            ]
            lines = paired(found) if is_all else [(key,) for key in found]
            if is_all and group in _EVERYWHERE:
                title = keymap.GROUPS["app"]
            if lines:
                shown.setdefault(title, [Line(told=title)]).extend(map(self._line, lines))
        # What can be done comes first, and alone where there is little room.
        possible = [lines for lines in shown.values() if not all(line.is_dim for line in lines[1:])]
        others = [lines for lines in shown.values() if lines not in possible]
        is_low = is_all and self.size.height < _TALL
        all_shown = possible if is_low and possible else [*possible, *others]
        signs = [sign for sign in SIGNS if _holds(sought, f"signs {' '.join(sign)}")]
        self.sheet.beneath = self._show_besides(signs, GOOD_TO_KNOW if is_all else ())
        if is_all and self.size.height >= _TALL:
            all_shown += self._more(all_shown)
        self.sheet.show(all_shown or ([] if signs else [[Line(told="No matching keys.")]]))

    def _more(self, shown: Sequence[Sequence[Line]]) -> list[list[Line]]:
        """Return what there is room for besides: lines to type, and the keys of other screens."""
        names = all_places()
        places = [_typed(place.name, place.help) for place in names.values()]
        words = [_typed(form, told) for name, form, told in all_words() if name not in names]
        groups = [
            [Line(told="Places"), *places],
            [Line(told="Commands"), *reversed(words)],
            *(
                [Line(told=title), *map(self._line, paired(list(keymap.keys_of(group))))]
                for group, title in keymap.GROUPS.items()
                if group in _OF_SCREENS and group not in self._groups
            ),
        ]
        width, room = self.size.width - _AROUND, self.size.height - _LINES - self.sheet.beneath
        heights, found = [len(lines) for lines in shown], list[list[Line]]()
        for lines in groups:
            if fits([*heights, len(lines)], width, room, _BROAD):
                heights.append(len(lines))
                found.append(lines)
        return found

    def _show_besides(self, signs: Sequence[tuple[str, str]], told: Sequence[str]) -> int:
        """Show what signs mean, and what is good to know, beneath the keys; return the lines."""
        meanings = [f"{sign} {text}" for sign, text in signs]
        parts = (
            [("Signs", "\n".join(filled_lines(meanings, self.size.width - _AROUND)))]
            if signs
            else []
        )
        parts += [("Good to know", "\n".join(f"· {hint(text)}" for text in told))] if told else []
        besides = self.query_one("#besides", Static)
        besides.display = bool(parts)
        heading = "bold $text-primary"  # of the theme when it is drawn
        lines = [Content.assemble((title, heading), "\n", text) for title, text in parts]
        besides.update(content := Content("\n\n").join(lines))
        return content.plain.count("\n") + 2 if parts else 0  # and the one above

    def _line(self, keys: tuple[keymap.Key, ...]) -> Line:
        actions = [self._actions.get(key.id) for key in keys]
        is_possible = any(action is not None and not action.disabled_reason for action in actions)
        told, is_own = as_one(keys), any(key.id in self._own for key in keys)
        return Line(told.shown, told.help, told.label, keys, is_own, not is_possible)

    @on(KeySheet.Moved)
    def tell_of_key(self) -> None:
        """Tell what the key under the cursor is called in the settings, and why it is dim."""
        keys = self.sheet.keys
        if not keys:
            self.told.update("")
            return
        key, *others = keys
        declared = next(one.shown for one in keymap.KEYS if one.id == key.id)
        parts = [key.id, f"default {declared}" if key.id in self._own else ""]
        action = self._actions.get(key.id)
        parts.append("not on this screen" if action is None else action.disabled_reason)
        parts += [f"{other.first} {other.help}" for other in others]
        known = " · ".join(filter(None, parts))
        self.told.update(Content(f"{key.help}\n{known}"))
        if self.size.height < _TALL:  # the frame has room for it, and the footer has the keys
            self.show_keys(f"{key.help} · {known}")

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
        keys = self.sheet.keys
        action = self._actions.get(keys[0].id) if keys else None
        if action is not None:
            self.dismiss(action)
        elif keys:
            self.warn(f"“{keys[0].help}” is not available on this screen.")

    async def action_back(self) -> None:
        """Show all keys again, else close."""
        if self.field.value:
            self.field.value = ""
        else:
            await super().action_back()


def _typed(form: str, told: str) -> Line:
    """Return a line that is typed, and no key."""
    return Line(f":{form}", told, told)


def _holds(sought: set[str], text: str) -> bool:
    return any(all(word in text.casefold() for word in words.split()) for words in sought)
