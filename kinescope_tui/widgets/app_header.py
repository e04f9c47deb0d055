"""The line at the top: the places there are, how the API answers, and whose workspace it is."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_WIDE_COLUMNS = 100  # columns from which on the program's name has room
_LEAST_PLACE = 10  # cells, with the blanks around it
LOW_LINES = (
    16  # lines of a screen below which the line beneath has no room, and this names the place
)


class AppHeader(Widget):
    """Shows the places with their keys, how the API answers, and whose workspace it is.

    A click on a place goes there. Without a tab it names the place.
    """

    COMPONENT_CLASSES = {
        "app-header--mark",
        "app-header--place",
        "app-header--tab",
        "app-header--tab-active",
        "app-header--tab-closed",
        "app-header--workspace",
        "app-header--demo",
    }

    place: reactive[str] = reactive("")
    """What is named where there are no tabs, or no line for the way to it."""
    tab: reactive[str] = reactive("")
    """The mode that this screen belongs to; without one no tabs are shown."""
    health: reactive[tuple[Cell, ...]] = reactive(())
    """How the API answers: a sign, and words of which the last ones go first."""
    workspace: reactive[str] = reactive("")
    """Whose workspace it is; that always stays."""
    is_demo: reactive[bool] = reactive(False)
    closed: reactive[frozenset[str]] = reactive(frozenset[str]())
    """The places that the token does not reach, by their ids in the keymap."""

    def render(self) -> Content:
        """Return the line; words go first, then the tabs' names, then the place is cut."""
        width = self.size.width
        sign = " ▶ kinescope " if width >= _WIDE_COLUMNS or not self.tab else " ▶ "
        least = self._right(width // 3 + 1, is_least=True)
        left = Content(sign).stylize(self.get_visual_style("app-header--mark"))
        left += self._tabs(width - cell_len(sign) - least.cell_length)
        wanted = cell_len(self.place) + 2 if self._names_place else 0
        right = self._right(width - left.cell_length - wanted)
        if right.cell_length > width - left.cell_length - wanted:
            right = least
        room = width - left.cell_length - right.cell_length
        # Of a few letters nobody reads what they begin.
        is_told = wanted and room >= min(wanted, _LEAST_PLACE)
        place = f" {fit(self.place, room - 2)} " if is_told else " " * max(0, room)
        return left + Content(place).stylize(self.get_visual_style("app-header--place")) + right

    @property
    def _names_place(self) -> bool:
        return bool(self.place) and (not self.tab or self.screen.size.height < LOW_LINES)

    def _right(self, room: int, *, is_least: bool = False) -> Content:
        """Return how the API answers and whose workspace it is, as much of it as fits."""
        if not self.workspace:
            return Content()
        kind = "DEMO" if self.is_demo else "read-only"
        amounts = [(3, kind), (2, kind), (1, kind) if self.is_demo else (2, ""), (1, ""), (0, "")]
        for words, shown in amounts[-2:] if is_least else amounts:
            told = self._told(words, shown)
            if told.cell_length <= room:
                return told
        quiet = self.get_visual_style("app-header--workspace")
        return Content(f"{fit(self.workspace, max(0, room - 1))} ").stylize(quiet)

    def _told(self, words: int, kind: str) -> Content:
        quiet = self.get_visual_style("app-header--workspace")
        look = self.get_visual_style("app-header--demo") if self.is_demo else quiet
        sign, *others = self.health[:words] or (Cell(""),)
        cells = (sign, *reversed(others))  # the host before how long it took
        parts = [Content(" ").join(styled(cell) for cell in cells)]
        parts += [Content(self.workspace).stylize(quiet), Content(kind).stylize(look)]
        return Content("  ").join(part for part in parts if part.plain) + Content(" ")

    def _tabs(self, room: int) -> Content:
        """Return the tabs with their names, with that of the active one alone, or only that."""
        if not self.tab:
            return Content()
        keys = keymap.keys_of("mode")
        active = [key for key in keys if key.id == f"mode.{self.tab}"]
        for named, shown in ((keys, keys), (active, keys), (active, active)):
            tabs = Content("").join(self._tab(key, is_named=key in named) for key in shown)
            if tabs.cell_length <= room:
                return tabs
        return Content()

    def _tab(self, key: keymap.Key, *, is_named: bool) -> Content:
        place = key.id.partition(".")[2]
        look = "tab-closed" if place in self.closed else "tab"
        if place == self.tab:
            look = "tab-active"
        text = f" {key.first} {key.label} " if is_named else f" {key.first} "
        style = self.get_visual_style(f"app-header--{look}")
        return Content(text).stylize(style).stylize(Style.from_meta({"action": key.action}))

    async def on_click(self, event: events.Click) -> None:
        """Go to the place that was clicked."""
        action = event.style.meta.get("action")
        if action:
            await self.run_action(action)
