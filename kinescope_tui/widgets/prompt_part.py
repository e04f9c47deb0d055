"""Parts of a screen that change with every key."""

from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip

from kinescope_tui.terminal.mixins import WidgetMixin


class PromptPart(WidgetMixin):
    """A part whose changes are painted at the end of the turn in which they come about.

    So they are where the screen has a `painter`; stands before the kind of widget among the bases.
    """

    def check_idle(self) -> None:
        """Have a change painted, as it is asked for after each."""
        painter = getattr(self.screen, "painter", None) if self.is_mounted else None
        if painter is None or not painter.take(self):
            super().check_idle()


class LinePart(PromptPart):
    """A part that draws its own lines, in colours of its own, and has nothing laid over them.

    Where it has no frame either its lines are handed out as they are: Textual would look for each
    of them what else its styles may want.
    """

    _background: Color | None = None  # found out once for a theme

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region of the part."""
        if self.styles.gutter:
            return super().render_lines(crop)
        if self._background is None:
            self._background = self.background_colors[1]
        begin, end = crop.column_span
        lines = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            lines = [strip.apply_filter(line_filter, self._background) for strip in lines]
        return [strip.crop(begin, end) for strip in lines]

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._background = None
