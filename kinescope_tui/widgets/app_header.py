"""The line at the top: the places there are, where one is, and whose workspace it is."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui import keymap
from kinescope_tui.widgets.cells import fit

_ROOMY = 120  # columns from which on the program's name has room


class AppHeader(Widget):
    """Shows the places with their keys, then the way to this one, and the workspace on the right.

    A click on a place goes there.
    """

    COMPONENT_CLASSES = {
        "app-header--place",
        "app-header--tab",
        "app-header--tab-active",
        "app-header--workspace",
    }

    place: reactive[str] = reactive("")
    tab: reactive[str] = reactive("")
    """The mode that this screen belongs to; without one no tabs are shown."""
    workspace: reactive[tuple[str, ...]] = reactive(())
    """Whose workspace it is, the most important first; at least a third of the line is for it."""

    def render(self) -> Content:
        """Return the line; the place is cut first."""
        width = self.size.width
        sign = " ▷ kinescope " if width >= _ROOMY or not self.tab else " ▷ "
        left = Content(sign).stylize(self.get_visual_style("app-header--workspace")) + self._tabs()
        parts = self.workspace
        spare = width - left.cell_length - cell_len(self.place) - 4
        while parts and cell_len(" · ".join(parts)) > max(spare, width // 3):
            parts = parts[:-1]
        workspace = " · ".join(parts)
        room = width - left.cell_length - cell_len(workspace) - 2
        place = Content(f" {fit(self.place, room - 1)}" if room > 1 else "")
        quiet = self.get_visual_style("app-header--workspace")
        return Content.assemble(
            left,
            place.stylize(self.get_visual_style("app-header--place")),
            (f" {workspace} ", quiet),
        )

    def _tabs(self) -> Content:
        if not self.tab:
            return Content()
        tabs = []
        for key in keymap.keys_of("mode"):
            look = "tab-active" if key.id == f"mode.{self.tab}" else "tab"
            style = self.get_visual_style(f"app-header--{look}")
            place = Style.from_meta({"action": key.action})
            tabs.append(Content(f" {key.shown} {key.label} ").stylize(style).stylize(place))
        return Content("").join(tabs)

    async def on_click(self, event: events.Click) -> None:
        """Go to the place that was clicked."""
        action = event.style.meta.get("action")
        if action:
            await self.run_action(action)
