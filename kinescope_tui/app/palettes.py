"""What is chosen in a palette: a command, or a theme."""

from typing import TYPE_CHECKING

from kinescope_tui.keys.layouts import KeyboardLayouts
from kinescope_tui.presentation.palette_list import PaletteEntry, PaletteList
from kinescope_tui.themes import THEMES

if TYPE_CHECKING:
    from kinescope_tui.app.kinescope_app import KinescopeApp


class Palettes:
    """Opens palettes over an app, and does what is chosen there."""

    def __init__(self, app: "KinescopeApp", layouts: KeyboardLayouts) -> None:
        self._app = app
        self._by_place = layouts.by_place
        self._recent: list[str] = []  # ids of commands, the newest first

    def open_commands(self) -> None:
        """Open the palette of commands, or close it."""
        from kinescope_tui.app.palette_commands import palette_commands
        from kinescope_tui.dialogs.palette import Palette

        if isinstance(self._app.screen, Palette):
            self._app.screen.dismiss(None)
            return
        commands = {command.entry.id: command for command in palette_commands(self._app)}

        async def run(name: str) -> None:
            self._recent = [name, *(other for other in self._recent if other != name)]
            doing = commands[name].run()
            if doing is not None:
                await doing

        entries = [command.entry for command in commands.values()]
        found = PaletteList(entries, self._recent, self._by_place)
        Palette("Commands", found).ask(self._app, run)

    def choose_theme(self) -> None:
        """Offer the themes; each is shown while the cursor is on it."""
        from kinescope_tui.dialogs.palette import Palette

        before, own = self._app.theme, {theme.name for theme in THEMES}
        themes = self._app.available_themes.values()
        entries = [
            PaletteEntry(
                theme.name,
                "kinescope-tui" if theme.name in own else "Textual",
                theme.name,
                "dark" if theme.dark else "light",
            )
            for theme in sorted(themes, key=lambda theme: theme.name not in own)
        ]

        def show(name: str) -> None:
            self._app.theme = name

        def take(name: str | None) -> None:
            self._app.theme = name or before
            if name:
                self.tell_theme()

        found = PaletteList(entries, by_place=self._by_place)
        self._app.push_screen(Palette("Theme", found, show, before), take)

    def tell_theme(self) -> None:
        """Tell how the theme that was chosen stays."""
        told = f"{self._app.theme} for this run; set it in config.toml to keep it."
        self._app.notify(told, title="Theme")
