"""Parts of a text, each whole, on as many lines as they take."""

from collections.abc import Sequence

from kinescope_tui.presentation.text.filled_lines import filled_lines
from kinescope_tui.widgets.diffed_static import DiffedStatic


class FilledParts(DiffedStatic):
    """Shows parts of a text beside each other, and beneath where there is no room."""

    _parts: Sequence[str] = ()

    def tell(self, parts: Sequence[str]) -> None:
        """Show these."""
        self._parts = parts
        self.show("\n".join(filled_lines(parts, self.content_size.width)))

    def on_resize(self) -> None:
        """Fit them into another width."""
        self.tell(self._parts)
