"""A page's boxes in columns, as Textual lays them out."""

from fractions import Fraction

from textual.geometry import NULL_OFFSET, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from kinescope_tui.presentation.text.masonry import MOST, Brick, columns_in, masonry

_WHOLE = Fraction(1)


class MasonryLayout(Layout):
    """Places boxes in as many columns as the page has room for; what is `is_broad` takes all."""

    name = "masonry"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,
    ) -> ArrangeResult:
        """Return where each box stands."""
        parent.pre_layout(self)
        viewport = parent.app.size
        columns = min(columns_in(size.width), getattr(parent, "most_columns", MOST))
        bricks = []
        for child in children:
            is_broad = bool(getattr(child, "is_broad", False))
            room = Size(size.width if is_broad else size.width // columns, size.height)
            box = child._get_box_model(room, viewport, _WHOLE, _WHOLE, greedy=greedy)  # noqa: SLF001 - as Textual's own layouts
            grows = bool(getattr(child, "grows", False))
            bricks.append(Brick(int(box.height), is_broad, grows))
        spots = masonry(bricks, columns, size.width, size.height)
        return [
            WidgetPlacement(Region(*spot), NULL_OFFSET, child.styles.margin, child)
            for child, spot in zip(children, spots, strict=True)
        ]
