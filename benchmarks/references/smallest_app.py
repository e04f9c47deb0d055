"""The smallest Textual app that draws something."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class SmallestApp(App[None]):
    """Shows one word."""

    def compose(self) -> ComposeResult:
        """Lay out the word."""
        yield Static("smallest")


if __name__ == "__main__":
    SmallestApp().run()
