"""Where the stylesheet is, and what reads it once where Textual would at every new screen."""

from pathlib import Path

from textual.css import stylesheet

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "styles.tcss"

STYLESHEET = _INSTALLED if _INSTALLED.exists() else _PACKAGE.parent / "styles.tcss"
"""In the installed package, or at the top of a checkout."""


class Stylesheet(stylesheet.Stylesheet):
    """Keeps the rules that it has read for as long as the theme is the same.

    Textual reads everything anew whenever a screen is shown that it has not seen since the last
    change of theme, four times before the first frame.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._known = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take a theme's colours; nothing is read anew if they are those that are known."""
        if variables != self._known:
            self._known = variables
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what is not read yet with these colours; what was read before holds on an error."""
        self.parse()
