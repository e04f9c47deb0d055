"""A text that changes while the rest of the screen stays where it is."""

from textual.content import Content
from textual.widgets import Static


class DiffedStatic(Static):
    """Has the screen laid out anew only when its own size may be another one.

    A Static does so at every update, and all of the screen is drawn and sent again.
    """

    def show(self, text: Content | str) -> None:
        """Show a text, if it is another one than before."""
        told = Content(text) if isinstance(text, str) else text
        if isinstance(self.content, Content) and told.is_same(self.content):
            return
        self.update(told, layout=self.styles.auto_dimensions)
