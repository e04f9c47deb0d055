"""A scrolling page whose boxes stand in columns, as many as it has room for."""

from textual.layout import Layout
from textual.reactive import reactive

from kinescope_tui.presentation.text.masonry import MOST
from kinescope_tui.widgets.masonry_layout import MasonryLayout
from kinescope_tui.widgets.scroll_page import ScrollPage

_MASONRY = MasonryLayout()


class ColumnPage(ScrollPage):
    """Shows its boxes in columns if it is to have some, else one beneath the other.

    Attributes:
        most_columns: How many there are at most, however broad it is.
    """

    most_columns = MOST
    has_columns: reactive[bool] = reactive(False, layout=True)

    @property
    def layout(self) -> Layout:
        """The layout of the boxes."""
        return _MASONRY if self.has_columns else super().layout
