"""The breakdown of viewers, kind by kind."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.presentation.analytics.cards import Breakdown, text_bar
from kinescope_tui.presentation.analytics.metrics import share
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import hue_color

_NARROWEST = 19  # cells of a column
_SHARE = 7


class BreakdownTable(Widget):
    """Shows breakdowns in columns of names, bars and shares, as many as there is room for."""

    COMPONENT_CLASSES = {
        "breakdown-table--title",
        "breakdown-table--name",
        "breakdown-table--share",
    }

    breakdowns: reactive[Sequence[Breakdown]] = reactive(())

    def render(self) -> Content:
        """Return the columns, line by line."""
        width, height = self.content_size
        shown = self.breakdowns[: max(1, width // _NARROWEST)]
        if not shown:
            return Content()
        column = width // len(shown)
        columns = [self._column(breakdown, column, height) for breakdown in shown]
        return Content("\n").join(Content("").join(line) for line in zip(*columns, strict=True))

    def _column(self, breakdown: Breakdown, column: int, height: int) -> list[Content]:
        room = column - 2
        name = max(8, (room - _SHARE) * 3 // 5)
        bar = max(0, room - name - _SHARE - 1)
        lines = [self._styled(f" {fit(breakdown.title, room)} ", "title")]
        look = Style(foreground=hue_color(breakdown.hue, self))
        rows, most = list(breakdown.lines), max(0, height - 1)
        if len(rows) > most > 0:
            left = rows[most - 1 :]
            rows = [*rows[: most - 1], (f"{count(len(left))} others", sum(p for _, p in left))]
        for text, part in rows[:most]:
            lines.append(
                self._styled(f" {fit(text, name)} ", "name")
                + Content(text_bar(part, bar)).stylize(look)
                + self._styled(f"{share(part):>{_SHARE}} ", "share")
            )
        blank = Content(" " * column)
        nothing = self._styled(f" {fit('nothing', room)} ", "share")
        lines += [nothing if not rows and most else blank] if len(lines) < height else []
        return [*lines, *[blank] * (height - len(lines))][:height]

    def _styled(self, text: str, look: str) -> Content:
        return Content(text).stylize(self.get_visual_style(f"breakdown-table--{look}"))
