"""Keys and what they do, in as many columns as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.keys.keymap import Key
from kinescope_tui.widgets.cells import fit

_COLUMN = 56  # columns of the terminal that one of the sheet needs
_GAP = 2
_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: a heading, a key, or a sign; an empty one stands between groups.

    Attributes:
        shown: The key as people read it, or the sign.
        told: What it does, or the heading's text.
        key: The action that can be chosen.
        is_own: Whether the user changed the key.
        is_dim: Whether it cannot be done now.
    """

    shown: str = ""
    told: str = ""
    key: Key | None = None
    is_own: bool = False
    is_dim: bool = False


class KeySheet(Widget):
    """Lays lines out column by column; a cursor goes from key to key."""

    COMPONENT_CLASSES = {
        "key-sheet--heading",
        "key-sheet--key",
        "key-sheet--own",
        "key-sheet--dim",
        "key-sheet--cursor",
    }

    class Moved(Message):
        """The cursor stands elsewhere."""

    class Chosen(Message):
        """A key was clicked."""

    lines: reactive[Sequence[Line]] = reactive((), layout=True)
    cursor: reactive[int] = reactive(0)
    """The line under the cursor."""

    @property
    def key(self) -> Key | None:
        """The key under the cursor."""
        return self.lines[self.cursor].key if self.cursor < len(self.lines) else None

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines, with the cursor on the first key."""
        self.lines = lines
        self.cursor = next((n for n, line in enumerate(lines) if line.key is not None), 0)
        self.post_message(self.Moved())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the longest column."""
        del container, viewport
        return self._rows(width)

    def _columns(self, width: int) -> int:
        return max(1, width // _COLUMN)

    def _rows(self, width: int) -> int:
        return -(-len(self.lines) // self._columns(width))

    def render(self) -> Content:
        """Return the sheet."""
        width, rows = self.size.width, self._rows(self.size.width)
        columns = self._columns(width)
        each = (width - _GAP * (columns - 1)) // columns
        drawn = []
        for row in range(rows):
            cells = [self._draw(place, each) for place in range(row, len(self.lines), max(1, rows))]
            drawn.append(Content(" " * _GAP).join(cells))
        return Content("\n").join(drawn)

    def _draw(self, place: int, width: int) -> Content:
        line = self.lines[place]
        if not line.shown:
            style = self.get_visual_style("key-sheet--heading")
            return Content(fit(line.told, width)).stylize(style)
        name = fit(f"{'•' if line.is_own else ' '} {line.shown}", min(_SHOWN, width))
        shown = Content(name).stylize(
            self.get_visual_style(f"key-sheet--{'own' if line.is_own else 'key'}")
        )
        told = Content(fit(f" {line.told}", width - len(name)))
        if line.is_dim:
            told = told.stylize(self.get_visual_style("key-sheet--dim"))
        drawn = shown + told
        if place == self.cursor and line.key is not None:
            drawn = drawn.stylize(self.get_visual_style("key-sheet--cursor"))
        return drawn

    def move(self, lines: int) -> None:
        """Move the cursor by keys."""
        keys = [place for place, line in enumerate(self.lines) if line.key is not None]
        if self.cursor in keys:
            self._move_to(keys[max(0, min(keys.index(self.cursor) + lines, len(keys) - 1))])

    def move_column(self, columns: int) -> None:
        """Move the cursor to the key beside, or near it."""
        rows = self._rows(self.size.width)
        keys = [place for place, line in enumerate(self.lines) if line.key is not None]
        wanted = self.cursor + columns * rows
        if keys and 0 <= wanted < len(self.lines):
            self._move_to(min(keys, key=lambda place: abs(place - wanted)))

    def _move_to(self, place: int) -> None:
        self.cursor = place
        rows = max(1, self._rows(self.size.width))
        if isinstance(self.parent, Widget):  # what it scrolls in
            line = Region(0, place % rows, self.size.width, 1)
            self.parent.scroll_to_region(line, animate=False, immediate=True)
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Choose the key that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        rows = self._rows(self.size.width)
        column = offset.x // max(1, self.size.width // self._columns(self.size.width))
        place = offset.y + min(column, self._columns(self.size.width) - 1) * rows
        if place < len(self.lines) and self.lines[place].key is not None:
            self._move_to(place)
            self.post_message(self.Chosen())
