"""Draws of each part of a screen only the lines that changed in it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual._context import visible_screen_stack
from textual.app import App
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

Spans = tuple[tuple[int, int], ...]
"""Columns on a line: where each begins and ends."""

Piece = tuple[int, int, Strip]
"""A part of a line of the screen: the line, the column where it begins, and what stands there."""


class PieceUpdate(CompositorUpdate):
    """Some pieces of the screen, to be drawn where they belong."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """Return what draws them in a terminal."""
        return "".join(
            f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self.pieces
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the same as Rich has it."""
        for y, x, strip in self.pieces:
            yield Control.move_to(x, y).segment
            yield from strip


class TextUpdate(CompositorUpdate):
    """What draws a part of the screen, put into words already."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:
        """Return the words."""
        del console
        return self._text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the same as Rich has it."""
        del console, options
        yield Segment(self._text, control=[])


class LineCompositor(Compositor):
    """Asks each part for the lines that change in it, and none that lies behind others there.

    Textual asks all parts that lie between the first such line and the last one for all of their
    lines: where a table's row and the status bar change with the same key, that is the screen. Then
    it cuts all lines of the screen wherever a part begins or ends.
    """

    def render_partial_update(self) -> PieceUpdate | None:  # type: ignore[override]  # of our kind
        """Return what changed; None if nothing did."""
        changed = self.take_changed()
        return PieceUpdate(self._pieces(changed)) if changed else None

    @property
    def changed_lines(self) -> set[int]:
        """The lines of the screen in which something changed."""
        height = self.size.height
        return {y for region in self._dirty_regions for y in region.line_range if 0 <= y < height}

    def take_changed(self) -> dict[int, Spans]:
        """Return which columns of which lines changed; they are taken to be drawn from now on."""
        changed = [region.intersection(self.size.region) for region in self._dirty_regions]
        self._dirty_regions.clear()
        found: dict[int, Spans] = {}
        for y, begin, end in self._regions_to_spans(changed):
            found[y] = (*found.get(y, ()), (begin, end))
        return found

    def text_of(self, changed: dict[int, Spans], app: App[Any]) -> str:
        """Return what draws some columns of some lines in an app's terminal."""
        visible_screen_stack.set(app._background_screens)  # noqa: SLF001 - as `render_update` does
        return PieceUpdate(self._pieces(changed)).render_segments(app.console)

    def update_of(self, drawn: Iterable[str]) -> TextUpdate:
        """Return a frame of what was drawn already, the last on top."""
        return TextUpdate("".join(drawn))

    def lines(self, lines: range) -> list[Strip]:
        """Return whole lines of the screen, blank where nothing of it is laid out yet."""
        width = self.size.width
        seen: dict[int, list[Strip]] = {y: [] for y in lines}
        for y, _, strip in self._pieces(dict.fromkeys(lines, ((0, width),))):
            seen[y].append(strip)
        return [Strip.join(strips).adjust_cell_length(width) for strips in seen.values()]

    def get_style_at(self, x: int, y: int) -> Style:
        """Return the style of a cell, for the mouse; none where the screen itself is seen."""
        return Style.null() if self._screen_at(x, y) else super().get_style_at(x, y)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Return the part that has a cell, and where in its text that is; a screen has none."""
        screen = self._screen_at(x, y)
        return (screen, None) if screen else super().get_widget_and_offset_at(x, y)

    def _screen_at(self, x: int, y: int) -> Widget | None:
        """Return the screen if nothing of it has a cell.

        Beside a dialog that is the screen beneath, which Textual draws whole to look at one cell.
        """
        try:
            widget, _ = self.get_widget_at(x, y)
        except NoWidget:
            return None
        return widget if isinstance(widget, Screen) else None

    def _pieces(self, uncovered: dict[int, Spans]) -> list[Piece]:
        """Return what is seen in some columns of some lines, from the top and from the left."""
        pieces: list[Piece] = []
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            seen = region.intersection(clip)
            here = seen.line_range if seen.height < len(uncovered) else uncovered
            touched = (y for y in here if y in uncovered and _touch(uncovered[y], y, seen))
            for lines in _in_a_row(touched):
                part = Region(seen.x, lines[0], seen.width, len(lines))
                for y, strip in zip(
                    lines, widget.render_lines(part.translate(-region.offset)), strict=False
                ):
                    own, left = _divided(uncovered.pop(y), seen)
                    if left:
                        uncovered[y] = left
                    pieces += [(y, x, strip.crop(x - seen.x, to - seen.x)) for x, to in own]
            if not uncovered:
                break
        return sorted(pieces, key=lambda piece: piece[:2])


def _touch(spans: Spans, y: int, region: Region) -> bool:
    x, top, width, height = region
    return top <= y < top + height and any(begin < x + width and x < end for begin, end in spans)


def _in_a_row(lines: Iterable[int]) -> list[list[int]]:
    """Return lines, those together that follow each other."""
    # Of these each is as many lines down as it comes later.
    numbered = groupby(enumerate(sorted(lines)), lambda line: line[1] - line[0])
    return [[y for _, y in run] for _, run in numbered]


def _divided(spans: Spans, region: Region) -> tuple[Spans, Spans]:
    """Return what of some spans of columns is in a region, and what is beside it."""
    first, last = region.column_span
    here = [(max(begin, first), min(end, last)) for begin, end in spans]
    left = [(begin, min(end, first)) for begin, end in spans]
    right = [(max(begin, last), end) for begin, end in spans]
    return _not_empty(here), _not_empty(left + right)


def _not_empty(spans: list[tuple[int, int]]) -> Spans:
    return tuple((begin, end) for begin, end in spans if begin < end)
