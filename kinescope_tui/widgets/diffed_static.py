"""A text that changes while the rest of the screen stays where it is."""

from typing import Self

from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static


class DiffedStatic(Static):
    """Has the screen laid out anew only when its own size is another one.

    A Static does so at every update, and all of the screen is drawn and sent again.
    """

    def show(self, text: Content | str) -> None:
        """Show a text, if it is another one than before."""
        told = Content(text) if isinstance(text, str) else text
        before = self.content if isinstance(self.content, Content) else Content()
        if told.is_same(before):
            return
        is_seen = self.content_size.width > 0
        is_resized = not is_seen or self._room_for(told) != self._room_for(before)
        self.update(told, layout=is_resized)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw it again; its size, as it was measured while a layout was due, holds no longer.

        Textual takes that for the size of the text that came after it.
        """
        if layout and self._layout_required:
            self._layout_updates += 1
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _room_for(self, text: Content) -> tuple[int, int]:
        """Return the columns and lines that a text takes, where it is the text that decides."""
        styles, width, height = self.styles, self.content_size.width, 0
        rules = styles.get_rules()
        if styles.width is not None and styles.width.is_auto:
            width = text.get_optimal_width(rules, self.container_size.width)
        if styles.height is not None and styles.height.is_auto:
            height = text.get_height(rules, width)
        return width, height
