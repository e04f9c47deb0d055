"""What stands in a box, one beneath the other, as Textual lays it out."""

from textual.geometry import Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget
from textual.widgets import OptionList

_LEAST = 3  # lines of a list: the one under the cursor, and its neighbours


class ShrinkingLayout(VerticalLayout):
    """Places parts beneath each other; without room for all of it a list among them is lower.

    Textual gives a list the lines that it wants, of which those beyond the box are never seen: it
    scrolls only within its own.
    """

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Return where each part stands."""
        placements = super().arrange(parent, children, size, greedy)
        over = max((one.region.bottom + one.margin.bottom for one in placements), default=0)
        over -= size.height if size.height > 0 else over
        taken = 0
        for number, one in enumerate(placements):
            region = one.region.translate((0, -taken))
            if over > taken and isinstance(one.widget, OptionList):
                lines = max(min(_LEAST, region.height), region.height - over + taken)
                taken += region.height - lines
                region = region.crop_size((region.width, lines))
            placements[number] = one._replace(region=region)
        return placements
