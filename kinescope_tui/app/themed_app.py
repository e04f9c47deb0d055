"""An app's themes: what follows from one is worked out once, and given to each part once."""

from textual.app import App

from kinescope_tui.themes import readable_variables


class ThemedApp(App[None]):
    """Gives the parts of a screen a theme's styles once, however often Textual asks for it."""

    def __init__(self) -> None:
        self._looks: dict[str, dict[str, str]] = {}  # of themes, by name
        self._theme_number = 0
        self._has_theme: dict[str, int] = {}  # by mode, its number
        super().__init__()

    def get_css_variables(self) -> dict[str, str]:
        """Work out a theme's colours once; Textual does seven times a start."""
        theme = self.current_theme
        if theme.name not in self._looks:
            self._looks[theme.name] = readable_variables(theme, super().get_css_variables())
        self.theme_variables = self._looks[theme.name]
        return self.theme_variables

    def watch_theme(self) -> None:
        """Note that every part is to have other styles."""
        self._theme_number += 1

    def refresh_css(self, animate: bool = True) -> None:
        """Give all parts of what is open the theme's styles, unless they have them.

        Textual asks for it also of what is left for a place that is shown for the first time.
        """
        if self._has_theme.get(self.current_mode) != self._theme_number:
            super().refresh_css(animate=animate)
            self._has_theme[self.current_mode] = self._theme_number
