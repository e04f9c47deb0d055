"""The breakdown of viewers, kind by kind."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from kinescope_tui.presentation.analytics.cards import Breakdown, text_bar
from kinescope_tui.presentation.analytics.metrics import share
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.framed import framed
from kinescope_tui.widgets.line_by_line import LineByLine
from kinescope_tui.widgets.styled import hue_color

_NARROWEST = 24  # cells of a column
_SHARE = 7
# A bar says again what its share says: it is short where that leaves all names whole.
_LEAST_NAME, _LEAST_BAR, _SHORT_BAR = 8, 6, 4


class BreakdownTable(LineByLine):
    """Shows breakdowns in columns of names, bars and shares, as many as there is room for."""

    COMPONENT_CLASSES = {
        "breakdown-table--title",
        "breakdown-table--name",
        "breakdown-table--share",
        "breakdown-table--frame",
    }

    breakdowns: reactive[Sequence[Breakdown]] = reactive(())

    def content_lines(self) -> list[Content]:
        """Return the columns, line by line; where panes have frames each has one."""
        width, height = self.content_size
        shown = self.breakdowns[: max(1, width // _NARROWEST)]
        if not shown:
            return []
        draw = self._framed if self.screen.has_class("-framed") else self._plain
        widths = [width // len(shown) + (n < width % len(shown)) for n in range(len(shown))]
        columns = [draw(one, width, height) for one, width in zip(shown, widths, strict=True)]
        return [Content("").join(line) for line in zip(*columns, strict=True)]

    def _plain(self, breakdown: Breakdown, width: int, height: int) -> list[Content]:
        title = self._styled(f" {fit(breakdown.title, width - 2)} ", "title")
        rows = self._rows(breakdown, width - 2, height - 1)
        return [title, *(Content(" ") + row + Content(" ") for row in rows)]

    def _framed(self, breakdown: Breakdown, width: int, height: int) -> list[Content]:
        title = Content(f" {fit(breakdown.title, width - 6).rstrip()} ").stylize("bold")
        look = self.get_visual_style("breakdown-table--frame")
        rows = self._rows(breakdown, width - 4, height - 2)
        return framed(title, rows, Content(), width, look)

    def _rows(self, breakdown: Breakdown, room: int, height: int) -> list[Content]:
        """Return the lines between title and foot, all that is left over as the last one."""
        rows = list(breakdown.lines)
        if len(rows) > height > 0:
            left = rows[height - 1 :]
            rows = [*rows[: height - 1], (f"{count(len(left))} others", sum(p for _, p in left))]
        # The greatest that has a name takes all the room; what is put together has no bar.
        top = max((part for _, part in breakdown.lines), default=0) or 1
        rows = rows[: max(0, height)]
        longest = max((cell_len(text) for text, _ in rows), default=0)
        beside = room - _SHARE - 1
        name = longest if longest <= beside - _SHORT_BAR else min(longest, beside - _LEAST_BAR)
        name = max(_LEAST_NAME, name)
        bar = max(0, room - name - _SHARE - 1)
        drawn = [self._bar(breakdown, part / top, bar) for _, part in rows]
        if rows and rows[-1] not in breakdown.lines:
            drawn[-1] = Content(" " * bar)
        lines = [
            self._styled(f"{fit(text, name)} ", "name")
            + line
            + self._styled(f"{share(part):>{_SHARE}}", "share")
            for (text, part), line in zip(rows, drawn, strict=True)
        ]
        if not rows and height > 0:
            lines = [self._styled(fit("nothing", room), "share")]
        return lines + [Content(" " * room)] * (height - len(lines))

    def _bar(self, breakdown: Breakdown, part: float, width: int) -> Content:
        bar = text_bar(part, width).rstrip()
        look = Style(foreground=hue_color(breakdown.hue, self))
        return Content(bar).stylize(look) + self._styled("─" * (width - len(bar)), "frame")

    def _styled(self, text: str, look: str) -> Content:
        return Content(text).stylize(self.get_visual_style(f"breakdown-table--{look}"))
