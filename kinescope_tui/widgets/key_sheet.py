"""Keys and what they do, in as many columns as there is room for."""

from collections.abc import Iterator, Sequence

import msgspec
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.keys.keymap import Key
from kinescope_tui.presentation.text.sheet_columns import broadest, sheet_columns, shortened
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.reversible import Reversible

_COLUMNS = (56, 48, 40, 32)  # cells of a column: as broad as all groups have room
_GAP = 2
_TYPED = 17  # cells of what is typed
_USUAL = 9  # cells of a key; one that is longer moves its own text alone


class Line(msgspec.Struct, frozen=True):
    """A line of the sheet: a heading, or a key.

    Attributes:
        shown: The key as people read it.
        told: What it does, or the heading's text.
        word: The same in a word or two, for where there is little room.
        keys: The actions that it stands for, the one that can be chosen first.
        is_own: Whether the user changed the key.
        is_dim: Whether it cannot be done now.
    """

    shown: str = ""
    told: str = ""
    word: str = ""
    keys: tuple[Key, ...] = ()
    is_own: bool = False
    is_dim: bool = False


def _shown(group: Sequence[Line], width: int) -> Iterator[tuple[Line, int]]:
    """Yield the lines of a group with the cells that their keys take, the same for most."""
    most = _USUAL if any(line.keys for line in group) else _TYPED
    usual = max((cell_len(line.shown) for line in group if cell_len(line.shown) <= most), default=0)
    for line in group:
        yield line, min(max(usual, cell_len(line.shown)) + 3, width)


Groups = Sequence[Sequence[Line]]
_Columns = list[list[Line | None]]


class KeySheet(Reversible, Widget):
    """Lays groups of lines out column by column, each whole; a cursor goes from key to key."""

    COMPONENT_CLASSES = {
        "key-sheet--heading",
        "key-sheet--key",
        "key-sheet--own",
        "key-sheet--told",
        "key-sheet--dim",
        "key-sheet--cursor",
    }

    class Moved(Message):
        """The cursor stands elsewhere."""

    class Chosen(Message):
        """A key was clicked."""

    groups: reactive[Groups] = reactive((), layout=True)
    cursor: reactive[Line | None] = reactive(None)
    """The line under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._room = 0  # lines that are seen at once
        self.beneath = 0  # lines of these that something else takes

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys under the cursor."""
        return self.cursor.keys if self.cursor is not None else ()

    def show(self, groups: Groups) -> None:
        """Show other lines, with the cursor on the first key."""
        self.groups = groups
        self.cursor = next((line for group in groups for line in group if line.keys), None)
        self.post_message(self.Moved())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the longest column."""
        del viewport
        self._room = container.height
        return max(map(len, self._columns(width)), default=0)

    def _columns(self, width: int) -> _Columns:
        """Return the lines of each column, None for an empty one."""
        columns: _Columns = []
        heights = [len(group) for group in self.groups]
        wanted = broadest(heights, width, self._room - self.beneath, _COLUMNS)
        found, between = sheet_columns(heights, width, self._room, wanted)
        for numbers in found:
            column: list[Line | None] = []
            for number in numbers:
                column += [*([None] * between if column else []), *self.groups[number]]
            columns.append(column)
        return columns

    def _width(self, width: int, columns: int) -> int:
        return (width - _GAP * (columns - 1)) // max(1, columns)

    def render(self) -> Content:
        """Return the sheet."""
        columns = self._columns(self.size.width)
        width = self._width(self.size.width, len(columns))
        widths = {id(line): shown for group in self.groups for line, shown in _shown(group, width)}
        drawn = [
            [self._draw(line, width, widths.get(id(line), 0)) for line in column]
            for column in columns
        ]
        blank = Content(" " * width)
        rows = [
            Content(" " * _GAP).join(
                column[row] if row < len(column) else blank for column in drawn
            )
            for row in range(max(map(len, drawn), default=0))
        ]
        return Content("\n").join(rows)

    def _draw(self, line: Line | None, width: int, shown: int) -> Content:
        if line is None:
            return Content(" " * width)
        if not line.shown:
            style = self.get_visual_style("key-sheet--heading")
            return Content(fit(line.told, width)).stylize(style)
        name = fit(f"{'•' if line.is_own else ' '} {line.shown} ", shown)
        look = "own" if line.is_own else "dim" if line.is_dim else "key"
        key = Content(name).stylize(self.get_visual_style(f"key-sheet--{look}"))
        look = "dim" if line.is_dim else "told"
        room = width - cell_len(name)
        told = Content(fit(shortened(line.told, room, line.word), room))
        drawn = key + told.stylize(self.get_visual_style(f"key-sheet--{look}"))
        if line is not self.cursor:
            return drawn
        cursor = self.get_visual_style("key-sheet--cursor")
        return (Content(drawn.plain) if cursor.reverse else drawn).stylize(cursor)

    def move(self, lines: int) -> None:
        """Move the cursor by keys."""
        keys = [line for group in self.groups for line in group if line.keys]
        here = next((n for n, line in enumerate(keys) if line is self.cursor), None)
        if here is not None:
            self._move_to(keys[max(0, min(here + lines, len(keys) - 1))])

    def move_column(self, columns: int) -> None:
        """Move the cursor to the key beside, or near it."""
        all_columns = self._columns(self.size.width)
        column, row = self._place()
        if 0 <= column + columns < len(all_columns):
            there = all_columns[column + columns]
            keys = [(abs(n - row), n) for n, line in enumerate(there) if line and line.keys]
            line = there[min(keys)[1]] if keys else None
            if line is not None:
                self._move_to(line)

    def _place(self) -> tuple[int, int]:
        """Return the column and the row of the cursor."""
        for column, lines in enumerate(self._columns(self.size.width)):
            for row, line in enumerate(lines):
                if line is not None and line is self.cursor:
                    return column, row
        return 0, 0

    def _move_to(self, line: Line) -> None:
        self.cursor = line
        _, row = self._place()
        if isinstance(self.parent, Widget):  # what it scrolls in
            region = Region(0, row, self.size.width, 1).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False, immediate=True)
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Choose the key that was clicked."""
        offset = event.get_content_offset(self)
        columns = self._columns(self.size.width)
        if offset is None or not columns:
            return
        each = self._width(self.size.width, len(columns)) + _GAP
        column = columns[min(offset.x // max(1, each), len(columns) - 1)]
        line = column[offset.y] if offset.y < len(column) else None
        if line is not None and line.keys:
            self._move_to(line)
            self.post_message(self.Chosen())
