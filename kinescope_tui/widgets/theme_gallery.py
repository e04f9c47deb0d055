"""Themes as they look: what each draws texts, states and bars with; a click takes one."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import events
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.style import Style
from textual.theme import Theme

from kinescope_tui.themes import readable_variables
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.line_by_line import LazyLines, LineByLine

_WIDTH, _GAP = 20, 2  # cells of a swatch, and between two
_ROWS = 3  # of a swatch, with the empty line beneath


def swatch(theme: Theme, *, is_shown: bool) -> tuple[Content, Content]:
    """Return two lines of a theme in its own colours: what it draws with, and its name.

    Args:
        theme: Which; one of the terminal's own colours has none of its own.
        is_shown: Whether it is the one that is shown.
    """
    seen = readable_variables(theme, theme.to_color_system().generate())
    colours = [seen[f"text-{hue}"] for hue in ("primary", "success", "secondary", "warning")]
    parts = (" ▌ ", "● ", "▁▃▅█ ", "▲12")
    ground = Style() if theme.ansi else _style("", theme.background)
    samples = Content("").join(
        Content.styled(part, Style() if theme.ansi else _style(colour, ""))
        for part, colour in zip(parts, colours, strict=True)
    )
    drawn = samples + Content(" " * (_WIDTH - samples.cell_length))
    name = Content(fit(f"{'❯' if is_shown else ' '} {theme.name}", _WIDTH))
    ink = Style() if theme.ansi else _style(seen["foreground"], "")
    bold = Style(bold=is_shown)
    meta = Style.from_meta({"theme": theme.name})
    return (
        drawn.stylize_before(ground).stylize(meta),
        name.stylize_before(ground + ink + bold).stylize(meta),
    )


def _style(colour: str | None, ground: str | None) -> Style:
    return Style(
        foreground=Color.parse(colour) if colour else None,
        background=Color.parse(ground) if ground else None,
    )


class ThemeGallery(LineByLine):
    """Shows themes side by side, as many in a row as there is room for."""

    themes: reactive[Sequence[Theme]] = reactive((), layout=True)
    shown: reactive[str] = reactive("")
    """The name of the one that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[tuple[str, bool], tuple[Content, Content]] = {}  # 5 ms each

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines they take at that width."""
        del container, viewport
        return max(0, _ROWS * -(-len(self.themes) // self._columns(width)) - 1)

    def _columns(self, width: int) -> int:
        return max(1, (width + _GAP) // (_WIDTH + _GAP))

    def content_lines(self) -> Sequence[Content]:
        """Return them, row by row."""
        columns = self._columns(self.content_size.width)
        lines: list[Content | Callable[[], Content]] = []
        for first in range(0, len(self.themes), columns):
            row = self.themes[first : first + columns]
            lines += [partial(self._line, row, y) for y in (0, 1)]
            lines.append(Content(""))
        return LazyLines(lines[:-1])

    def _line(self, row: Sequence[Theme], y: int) -> Content:
        return Content(" " * _GAP).join(self._swatch(theme)[y] for theme in row)

    def _swatch(self, theme: Theme) -> tuple[Content, Content]:
        is_shown = theme.name == self.shown
        drawn = self._drawn.get((theme.name, is_shown))
        if drawn is None:
            drawn = self._drawn[theme.name, is_shown] = swatch(theme, is_shown=is_shown)
        return drawn

    def on_click(self, event: events.Click) -> None:
        """Take the theme that was clicked."""
        if name := event.style.meta.get("theme"):
            self.app.theme = name
