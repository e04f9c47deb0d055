"""The line at the top: the places there are, where one is, and whose workspace it is."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.widgets.cells import fit

_WIDE_COLUMNS = 120  # columns from which on the program's name has room
_PLACE = 12  # cells of what is told of a place, for which the last tab goes


class AppHeader(Widget):
    """Shows the places with their keys, then the way to this one, and the workspace on the right.

    A click on a place goes there.
    """

    COMPONENT_CLASSES = {
        "app-header--place",
        "app-header--tab",
        "app-header--tab-active",
        "app-header--tab-closed",
        "app-header--workspace",
    }

    place: reactive[str] = reactive("")
    tab: reactive[str] = reactive("")
    """The mode that this screen belongs to; without one no tabs are shown."""
    workspace: reactive[tuple[str, ...]] = reactive(())
    """Whose workspace it is, the most important first: that part always stays."""
    closed: reactive[frozenset[str]] = reactive(frozenset[str]())
    """The places that the token does not reach, by their ids in the keymap."""

    def render(self) -> Content:
        """Return the line; the place is cut first, then the tabs' names, the workspace last."""
        width = self.size.width
        sign = " ▷ kinescope " if width >= _WIDE_COLUMNS or not self.tab else " ▷ "
        quiet = self.get_visual_style("app-header--workspace")
        name = min(cell_len(self.workspace[0]), width // 3) if self.workspace else 0
        left = Content(sign).stylize(quiet) + self._tabs(width - cell_len(sign) - name - 2)
        room = width - left.cell_length - 2
        workspace = self._workspace(room, room - cell_len(self.place) - 2)
        room -= cell_len(workspace)
        place = Content(f" {fit(self.place, room - 1)}" if room > 1 else "")
        return Content.assemble(
            left,
            place.stylize(self.get_visual_style("app-header--place")),
            (f" {workspace} ", quiet),
        )

    def _workspace(self, room: int, wanted: int) -> str:
        """Return as much as fits into what is wanted; the name stays, cut if there is no room."""
        parts = self.workspace
        while len(parts) > 1 and cell_len(" · ".join(parts)) > min(room, wanted):
            parts = parts[:-1]
        text = " · ".join(parts)
        return text if cell_len(text) <= room else fit(text, max(0, room))

    def _tabs(self, room: int) -> Content:
        """Return the tabs with their names, with that of the active one alone, or only that.

        The last one goes before what is told of the place is cut.
        """
        if not self.tab:
            return Content()
        keys = keymap.keys_of("mode")
        active = [key for key in keys if key.id == f"mode.{self.tab}"]
        most = [key for key in keys if key is not keys[-1] or key in active]
        place = 1 + min(cell_len(self.place), _PLACE)
        for named, shown, besides in (
            (keys, keys, place),
            (keys, most, place),
            (keys, keys, 0),
            (active, keys, 0),
            (active, active, 0),
        ):
            tabs = Content("").join(self._tab(key, is_named=key in named) for key in shown)
            if tabs.cell_length + besides <= room:
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
