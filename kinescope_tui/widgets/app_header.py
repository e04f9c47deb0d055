"""The line at the top: where one is, and whose workspace it is."""

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.widgets.cells import fit


class AppHeader(Widget):
    """Shows the way to this screen on the left and the workspace on the right."""

    COMPONENT_CLASSES = {"app-header--place", "app-header--workspace"}

    place: reactive[str] = reactive("")
    workspace: reactive[tuple[str, ...]] = reactive(())
    """Whose workspace it is, the most important part first; at most half of the line is for it."""

    def render(self) -> Content:
        """Return the line; the place is cut first."""
        width = self.size.width
        sign = " ▷ kinescope  " if width >= 60 else " ▷ "  # noqa: PLR2004 - room for the name
        parts = self.workspace
        while cell_len(" · ".join(parts)) > width // 2:
            parts = parts[:-1]
        workspace = " · ".join(parts)
        room = width - cell_len(sign) - cell_len(workspace) - 2
        place = self.get_visual_style("app-header--place")
        quiet = self.get_visual_style("app-header--workspace")
        return Content.assemble(
            (sign, quiet), (fit(self.place, room), place), (f" {workspace} ", quiet)
        )
