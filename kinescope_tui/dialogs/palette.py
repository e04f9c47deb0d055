"""The command palette, and the same box for whatever is chosen from a list by typing."""

from collections.abc import Callable

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.palette_list import PaletteEntry, PaletteList
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.choice_list import ChoiceList
from kinescope_tui.widgets.styled import styled

_BOX = 76  # cells of the dialog, as the stylesheet has it
_AROUND = 7  # frame, paddings and scrollbar
_MAX_SHOWN = 16  # cells of what stands at the right


class PaletteField(Input):
    """A field for a line; arrows and enter go to the entries beneath it."""

    BINDINGS = keymap.bindings("palette")


class Palette(Dialog[str]):
    """Answers with the id of the entry that was chosen, or None.

    Args:
        title: What is chosen.
        entries: From which.
        on_entry: Called with the entry's id whenever the cursor comes to it.
        chosen: The entry that the cursor stands on at first.
    """

    ENTER = "run"
    KEYS = "type to find · enter runs it · esc back"

    field = query_one(PaletteField)
    options = query_one(ChoiceList)

    def __init__(
        self,
        title: str,
        entries: PaletteList,
        on_entry: Callable[[str], None] | None = None,
        chosen: str = "",
    ) -> None:
        super().__init__(title, "enter applies it · esc cancels" if on_entry is not None else "")
        self._entries = entries
        self._on_entry = on_entry
        self._chosen = chosen
        self._lines: list[PaletteEntry | str] = []

    def compose_content(self) -> ComposeResult:
        """Lay out the field and the entries."""
        yield PaletteField(placeholder="type a few letters", compact=True)
        options = ChoiceList(markup=False)
        options.can_focus = False
        yield options

    def on_mount(self) -> None:
        """List all entries."""
        self.find()
        self.field.focus()

    def on_resize(self) -> None:
        """Fit the entries into another width."""
        self._draw()

    @on(Input.Changed)
    def find(self) -> None:
        """List what fits what is typed."""
        self._lines = self._entries.lines(self.field.value)
        self._draw()
        here = [getattr(line, "id", None) for line in self._lines]
        is_first = self._chosen in here and not self.field.value
        places = [here.index(self._chosen)] if is_first else self._places
        self.options.highlighted = places[0] if places else None

    @property
    def _places(self) -> list[int]:
        """The lines that can be chosen."""
        return [n for n, line in enumerate(self._lines) if isinstance(line, PaletteEntry)]

    def _draw(self) -> None:
        at = self.options.highlighted
        self.options.clear_options()
        if not self._lines:
            told = Content.styled("No matches.", "$text-muted")
            self.options.add_option(Option(told, disabled=True))
        self.options.add_options(
            Option(self._line(line), disabled=isinstance(line, str)) for line in self._lines
        )
        if at is not None and at < len(self._lines):
            self.options.highlighted = at

    def _line(self, line: PaletteEntry | str) -> Content:
        if isinstance(line, str):
            return styled(Cell(line, Tone.ACCENT))
        width = max(0, min(_BOX, self.size.width) - _AROUND)
        shown = fit(line.shown, min(cell_len(line.shown), _MAX_SHOWN, width // 2))
        room = width - cell_len(shown) - 2
        title = fit(line.title, max(0, min(cell_len(line.title), room - 1)))
        dots = "·" * max(0, room - cell_len(title) - 1) if shown else ""
        return Content.assemble(
            f" {title} ",
            (f"{dots} ", "$frame"),
            styled(Cell(shown, Tone.ACCENT)),
        )

    def action_move(self, lines: int) -> None:
        """Move by entries, past headings; from the last one to the first."""
        places = self._places
        if places:
            self._move_to(places[(self._here + lines) % len(places)])

    def action_move_screen(self, screens: int) -> None:
        """Move by screens, as far as there are entries."""
        places, lines = self._places, screens * max(1, self.options.size.height - 1)
        if places:
            self._move_to(places[max(0, min(self._here + lines, len(places) - 1))])

    @property
    def _here(self) -> int:
        """The number of the entry under the cursor, from 0."""
        places, at = self._places, self.options.highlighted
        return places.index(at) if at in places else 0

    def _move_to(self, place: int) -> None:
        self.options.highlighted = place
        if place == self._places[0]:  # with its heading
            self.options.scroll_home(animate=False)

    @on(OptionList.OptionHighlighted)
    def tell(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which entry the cursor is on."""
        event.stop()
        if self._on_entry is not None and (name := self._id_at(event.option_index)):
            self._on_entry(name)

    def _id_at(self, place: int | None) -> str:
        line = self._lines[place] if place is not None and place < len(self._lines) else None
        return line.id if isinstance(line, PaletteEntry) else ""

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Answer with what was clicked."""
        event.stop()
        self.dismiss(self._id_at(event.option_index) or None)

    @on(Input.Submitted)
    def take(self) -> None:
        """Answer with the entry under the cursor; without one there is nothing to answer."""
        if name := self._id_at(self.options.highlighted):
            self.dismiss(name)
