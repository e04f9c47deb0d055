"""The keys, as they are declared."""

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kinescope_tui import keymap
from kinescope_tui.widgets.once_dismissed import OnceDismissed
from kinescope_tui.widgets.scroll_page import ScrollPage

_KEYS = 14


class HelpScreen(OnceDismissed[None], ModalScreen[None]):
    """Lists the keys of the groups that it is given."""

    BINDINGS = keymap.bindings("dialog")

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        """List the keys, group by group."""
        lines: list[Content] = []
        for group in self._groups:
            lines.append(Content.styled(keymap.GROUPS[group], "bold $primary"))
            lines += [
                Content.assemble((f"  {key.shown:<{_KEYS}}", "bold"), key.help)
                for key in keymap.keys_of(group)
            ]
            lines.append(Content())
        with ScrollPage() as pane:
            pane.border_title = Content("Keys")
            pane.border_subtitle = Content("esc back")
            yield Static(Content("\n").join(lines[:-1]))

    def action_back(self) -> None:
        """Close."""
        self.dismiss()
