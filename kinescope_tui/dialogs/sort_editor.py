"""The levels of a sort order, as a list."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kinescope_tui.api.order import Order, SortLevel
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.choice_list import ChoiceList

_FIELD = 16


class SortEditor(Dialog[Order]):
    """Answers with the order that the user made, or None.

    The levels stand first, in their order; the other fields that the server sorts by follow.

    Args:
        order: What to begin with.
        fields: By which the server sorts.
        told: What it cannot sort by, for people.
        titles: What the table calls the fields that have a column.
    """

    BINDINGS = keymap.bindings("sort", "dialog")
    ENTER = "apply"
    KEYS = (
        "{sort.toggle} adds · {sort.flip} flips · {sort.lower} {sort.raise} move"
        " · enter sorts · esc back"
    )

    options = query_one(ChoiceList)

    def __init__(
        self,
        order: Order,
        fields: Sequence[str],
        told: str,
        titles: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__("Sort levels")
        self._levels = list(order.levels)
        self._fields = list(dict.fromkeys([*(level.field for level in order.levels), *fields]))
        self._told = told
        self._titles = titles

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield ChoiceList()
        yield Static(Content(self._told))

    def on_mount(self) -> None:
        """Fill the list."""
        self._show(0)
        self.options.focus()

    def _show(self, highlighted: int) -> None:
        chosen = [level.field for level in self._levels]
        self._fields = chosen + [field for field in self._fields if field not in chosen]
        self.options.clear_options()
        self.options.add_options(Option(self._line(place)) for place in range(len(self._fields)))
        self.options.highlighted = highlighted if self._fields else None

    def _line(self, place: int) -> Content:
        field = self._fields[place]
        name = self._titles.get(field, field).replace("_", " ").lower()
        if place >= len(self._levels):
            return Content.assemble("    ", (name, "$text-muted"))
        is_down = self._levels[place].descending
        told = "▼ descending" if is_down else "▲ ascending"
        return Content.assemble(
            (f" {place + 1}  ", "bold"), f"{name:<{_FIELD}}", (told, "$text-primary")
        )

    @property
    def _place(self) -> int:
        return self.options.highlighted or 0

    def action_choose(self) -> None:
        """Add the field as the last level, or drop it."""
        if not self._fields:
            return
        field = self._fields[self._place]
        if self._place < len(self._levels):
            del self._levels[self._place]
        else:
            self._levels.append(SortLevel(field))
        self._show(min(self._place, len(self._fields) - 1))

    def action_flip(self) -> None:
        """Flip the direction of the level; a field that is none becomes one."""
        if self._place >= len(self._levels):
            self.action_choose()
            self._show(len(self._levels) - 1)
            return
        level = self._levels[self._place]
        self._levels[self._place] = SortLevel(level.field, not level.descending)
        self._show(self._place)

    def action_shift(self, places: int) -> None:
        """Move the level up or down."""
        here, there = self._place, self._place + places
        if here < len(self._levels) and 0 <= there < len(self._levels):
            self._levels[here], self._levels[there] = self._levels[there], self._levels[here]
            self._show(there)

    @on(OptionList.OptionSelected)
    def sort(self) -> None:
        """Sort by these levels."""
        self.dismiss(Order.of(self._levels))
