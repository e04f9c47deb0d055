"""The command palette."""

from textual.command import CommandPalette

from kinescope_tui.widgets.once_dismissed import OnceDismissed


class Palette(OnceDismissed[None], CommandPalette):
    """Textual's palette, which would take the screen beneath along when it is left twice."""
