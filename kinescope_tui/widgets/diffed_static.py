"""A text that changes while the rest of the screen stays where it is."""

from textual.content import Content
from textual.widgets import Static


class DiffedStatic(Static):
    """Has the screen laid out anew only when its own size is another one.

    A Static does so at every update, and all of the screen is drawn and sent again.
    """

    _is_unmeasured = False  # whether Textual may know how high another text was at other widths

    def show(self, text: Content | str) -> None:
        """Show a text, if it is another one than before."""
        told = Content(text) if isinstance(text, str) else text
        before = self.content if isinstance(self.content, Content) else Content()
        if told.is_same(before):
            return
        is_seen = self.content_size.width > 0
        is_resized = not is_seen or self._room_for(told) != self._room_for(before)
        self._is_unmeasured = not is_resized
        self.update(told, layout=is_resized)

    def _room_for(self, text: Content) -> tuple[int, int]:
        """Return the columns and lines that a text takes, where it is the text that decides."""
        styles, width, height = self.styles, self.content_size.width, 0
        rules = styles.get_rules()
        if styles.width is not None and styles.width.is_auto:
            width = text.get_optimal_width(rules, self.container_size.width)
        if styles.height is not None and styles.height.is_auto:
            height = text.get_height(rules, width)
        return width, height

    def on_resize(self) -> None:
        """Measure the text at another width."""
        if self._is_unmeasured:
            self._is_unmeasured = False
            self.refresh(layout=True)
