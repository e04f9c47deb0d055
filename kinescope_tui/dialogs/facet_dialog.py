"""The filters of a list, with counts."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.services.lists.facet_counts import Counts
from kinescope_tui.services.lists.view import View
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.choice_list import ChoiceList
from kinescope_tui.widgets.styled import styled

_CHOICE = 34
_COUNT = 9


class Choice(msgspec.Struct, frozen=True):
    """One value to narrow a list to.

    Attributes:
        group: The title above it.
        is_multiple: Whether others of the same parameter may be chosen with it.
    """

    group: str
    parameter: str
    value: str
    look: Cell
    is_multiple: bool = False


Count = Callable[[View], Awaitable[int | None]]
"""Asks the server how many there are in a view; None if it does not say."""


class FacetDialog(Dialog[View]):
    """Answers with the narrowed view, or None.

    Args:
        view: What to begin with.
        narrowed: Makes the view in which a parameter has these values.
        choices: What there is to choose from; more may come while the dialog is open.
        more: Asks for these.
        counts: Returns where is kept what was counted beside a view, by parameter and value.
        count: Counts one value.
        title: Who filters.
        until_more: What there is to choose from until then.
    """

    BINDINGS = keymap.bindings("facets", "dialog")
    ENTER = "show"
    KEYS = (
        "{facets.toggle} chooses · {facets.count} counts · {facets.clear} clears · enter · esc back"
    )

    options = query_one(ChoiceList)

    def __init__(
        self,
        view: View,
        *,
        narrowed: Callable[[View, str, Iterable[str]], View],
        choices: list[Choice],
        more: Callable[[View], Awaitable[list[Choice]]],
        counts: Callable[[View], Counts],
        count: Count,
        title: str = "Filters (server-side)",
        until_more: Sequence[Choice] = (),
    ) -> None:
        super().__init__(title)
        self._told = title
        self._view = view
        self._narrowed = narrowed
        self._fixed = choices
        self._choices = [*choices, *until_more]
        self._more = more
        self._counts_beside, self._counts = counts, counts(view)
        self._count = count
        self._is_counted_later = bool(until_more)
        self._is_counting = False

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield ChoiceList()

    def on_mount(self) -> None:
        """Fill the list, and ask for what else there is."""
        self._show_and_ask()
        self.options.highlighted = self._rows()[0] if self._choices else None
        self.options.focus()

    @work(exclusive=True, group="more")
    async def _ask_for_more(self) -> None:
        more = await self._more(self._view)
        self._is_counting = False
        self._tell_counting()
        chosen = self._chosen
        self._choices = [*self._fixed, *more]
        self._show(chosen)

    def _show_and_ask(self) -> None:
        self._is_counting = self._is_counted_later
        self._tell_counting()
        self._show()
        self._ask_for_more()

    def _tell_counting(self) -> None:
        self.box.border_title = Content(self._told + " · counting …" * self._is_counting)

    def _rows(self) -> list[int]:
        """Return in which line of the list each choice stands."""
        rows, line, group = [], -1, ""
        for choice in self._choices:
            line += 1 if choice.group == group else 2
            group = choice.group
            rows.append(line)
        return rows

    @property
    def _chosen(self) -> Choice | None:
        place = self.options.highlighted
        rows = self._rows()
        return self._choices[rows.index(place)] if place in rows else None

    def _show(self, chosen: Choice | None = None) -> None:
        """Show the choices as they are now, the cursor on the one that is chosen, or as it was."""
        place = self.options.highlighted
        if chosen is not None and chosen in self._choices:
            place = self._rows()[self._choices.index(chosen)]
        lines: list[Option] = []
        group = ""
        for choice in self._choices:
            if choice.group != group:
                group = choice.group
                lines.append(Option(Content(group.upper()), disabled=True))
            lines.append(Option(self._line(choice)))
        self.options.clear_options()
        self.options.add_options(lines)
        self.options.highlighted = place

    def _line(self, choice: Choice) -> Content:
        is_set = choice.value in self._view.values(choice.parameter)
        key = (choice.parameter, choice.value)
        told = count(self._counts[key]) if key in self._counts else "…" * self._is_counting
        return Content.assemble(
            (" ▣ " if is_set else " □ ", "$text-primary" if is_set else "$text-muted"),
            fit(choice.look.text, _CHOICE) if told else choice.look.text,
            styled(Cell(told.rjust(_COUNT) if told else "", Tone.MUTED)),
        )

    def action_choose(self) -> None:
        """Choose the value, or no longer."""
        choice = self._chosen
        if choice is None:
            return
        values = self._view.values(choice.parameter)
        if choice.value in values:
            left = tuple(value for value in values if value != choice.value)
        else:
            left = (*values, choice.value) if choice.is_multiple else (choice.value,)
        self._turn_to(self._narrowed(self._view, choice.parameter, left))

    def _turn_to(self, view: View) -> None:
        """Show what is beside other values; what was counted beside the same ones stays."""
        before, self._view, counted = self._view, view, self._counts
        self._counts = self._counts_beside(view)
        for (parameter, value), number in counted.items():
            was, only = (self._narrowed(one, parameter, (value,)) for one in (before, view))
            if was == only:
                self._counts.setdefault((parameter, value), number)
        self._show_and_ask()

    @work(exclusive=True, group="count")
    async def action_count(self) -> None:
        """Count each value that is not counted yet, one after the other."""
        for choice in self._choices:
            key = (choice.parameter, choice.value)
            if key not in self._counts:
                view = self._view
                only = self._narrowed(view, choice.parameter, (choice.value,))
                number = await self._count(only)
                if only != self._narrowed(self._view, choice.parameter, (choice.value,)):
                    return  # beside other values by now, of which this is no count
                self._counts[key] = number
                self._show()

    def action_clear(self) -> None:
        """Choose nothing."""
        view = self._view
        for parameter, _ in view.filters:
            view = view.filtered(parameter, ())
        self._turn_to(view)

    @on(OptionList.OptionSelected)
    def apply(self) -> None:
        """Narrow the list."""
        self.dismiss(self._view)
