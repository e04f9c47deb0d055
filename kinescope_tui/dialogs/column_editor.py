"""The columns of a table, as a list."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.resources.column_choice import ColumnChoice
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.choice_list import ChoiceList

_TITLE = 22
_Layout = tuple[tuple[str, int], ...]


class ColumnEditor(Dialog[_Layout]):
    """Answers with the columns that are shown and their widths, or None."""

    BINDINGS = keymap.bindings("columns", "dialog")
    ENTER = "apply"
    KEYS = (
        "{columns.toggle} shows · {columns.lower} {columns.raise} move"
        " · {columns.narrower} {columns.wider} width · enter · esc back"
    )

    options = query_one(ChoiceList)

    def __init__(self, choice: ColumnChoice) -> None:
        super().__init__("Columns")
        self._choice = choice

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield ChoiceList()
        yield Static(Content(hint("{columns.reset} restores the default columns.")))

    def on_mount(self) -> None:
        """Fill the list."""
        self._show(0)
        self.options.focus()

    def _show(self, place: int) -> None:
        self.options.clear_options()
        self.options.add_options(Option(self._line(n)) for n in range(len(self._choice.columns)))
        self.options.highlighted = place

    def _line(self, place: int) -> Content:
        one = self._choice.columns[place]
        told = f"{one.width} cells" if one.width else "auto"
        title = fit(one.column.title.lower(), _TITLE)
        return Content.assemble(
            (" ▣ " if one.is_shown else " □ ", "$text-primary" if one.is_shown else "$text-muted"),
            title if one.is_shown else (title, "$text-muted"),
            (told, "$text-muted") if one.is_shown else "",
        )

    @property
    def _place(self) -> int:
        return self.options.highlighted or 0

    def action_choose(self) -> None:
        """Show the column as the last one, or hide it, and go on to the next."""
        place = self._place
        others_came = self._choice.toggle(place) > place
        self._show(place if others_came else min(place + 1, len(self._choice.columns) - 1))

    def action_shift(self, places: int) -> None:
        """Move the column to the left or right."""
        self._show(self._choice.shift(self._place, places))

    def action_widen(self, cells: int) -> None:
        """Make the column wider or narrower."""
        place = self._place
        self._choice.widen(place, cells)
        self._show(place)

    def action_reset(self) -> None:
        """Choose the list's own columns."""
        self._choice.reset()
        self._show(0)

    @on(OptionList.OptionSelected)
    def apply(self) -> None:
        """Show these columns."""
        self.dismiss(self._choice.layout)
