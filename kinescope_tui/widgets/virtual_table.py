"""A table that draws a window of its rows, however many there are."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.column import Column
from kinescope_tui.services.command_line import Command, GoToPage, GoToRow, GoToShare
from kinescope_tui.services.lists.rows import HasId, MissingRow, Rows
from kinescope_tui.widgets.column_widths import (
    GAP,
    GUTTER,
    Fitted,
    fitted,
    held_title,
)
from kinescope_tui.widgets.header_strip import header_strip, marked_header
from kinescope_tui.widgets.notices import Notices
from kinescope_tui.widgets.prompt_part import LinePart
from kinescope_tui.widgets.row_strip import RowLook, in_view, row_strip
from kinescope_tui.widgets.table_styles import TableStyles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

T = TypeVar("T", bound=HasId)

_HEADER = 1


def beyond_told(what: str, number: int, last: int) -> str:
    """Return what to say of a jump that goes no further than the end; empty if it does not."""
    if number <= last or not last:
        return ""
    return f"{what.capitalize()} {count(number)} is beyond the last known {what}, {count(last)}."


class VirtualTable(Notices, LinePart, ScrollView, Generic[T], can_focus=True):
    """Shows `Rows`: cost and memory do not grow with its length.

    The header is line 0; a cursor move repaints two lines. Rows are asked for when they come into
    sight, and the next page when the cursor nears it.
    """

    BINDINGS = keymap.bindings("table")
    COMPONENT_CLASSES = {
        "virtual-table--header",
        "virtual-table--header-cursor",
        "virtual-table--cursor",
        "virtual-table--cursor-blurred",
        "virtual-table--gone",
        "virtual-table--marked",
        "virtual-table--tinted",
    }

    class Opened(Message):
        """The row under the cursor was chosen."""

    class Moved(Message):
        """The cursor stands elsewhere."""

    class Changed(Message):
        """Rows arrived, or failed to."""

    class HeaderClicked(Message):
        """A column's title was clicked; the cursor is in that column now."""

    cursor_row = reactive(0, repaint=False)
    cursor_column = reactive(0, repaint=False)

    def __init__(self, columns: tuple[Column[T], ...]) -> None:
        super().__init__()
        self._columns = columns
        self._rows: Rows[T] | None = None
        self._order = Order()
        self._fitted = Fitted([column.width for column in columns], [GAP] * len(columns))
        self._direction = 0
        self.is_gone: Callable[[T], bool] = lambda _item: False
        self.is_marked: Callable[[T], bool] = lambda _item: False
        self.is_tinted: Callable[[T], bool] = lambda _item: False
        self.is_new: Callable[[T], bool] = lambda _item: False
        self.names: Mapping[str, str] = {}
        self.now: Callable[[], datetime] | None = None
        # What hears of a move; a message goes up through all parts, and asks each.
        self.tell_moved: Callable[[], object] = lambda: self.post_message(self.Moved())
        self._shown: int | None = None
        self._strips: LRUCache[tuple[int, bool, bool], Strip] = LRUCache(150)
        self._styles = TableStyles(self)

    # What is shown.

    @property
    def rows(self) -> Rows[T] | None:
        """The list that is shown."""
        return self._rows

    @property
    def column(self) -> Column[T]:
        """The column under the cursor."""
        return self._columns[self.cursor_column]

    @property
    def item(self) -> T | None:
        """The item under the cursor, if it is here."""
        if self._rows is None or self.cursor_row >= self._rows.row_count:
            return None
        item = self._rows.row(self.cursor_row)
        return None if isinstance(item, MissingRow) else item

    @property
    def columns(self) -> tuple[Column[T], ...]:
        """The columns, from the left."""
        return self._columns

    @columns.setter
    def columns(self, columns: tuple[Column[T], ...]) -> None:
        self.lay_out(columns)

    def lay_out(self, columns: tuple[Column[T], ...], shown: int | None = None) -> None:
        """Have these columns from now on.

        Args:
            columns: From the left.
            shown: How many of them are in sight before one scrolls; as many as fit without it.
        """
        if (columns, shown) == (self._columns, self._shown):
            return
        self._columns, self._shown = columns, shown
        self.set_reactive(VirtualTable.cursor_column, min(self.cursor_column, len(columns) - 1))
        self.on_resize()
        self.refresh()

    @property
    def order(self) -> Order:
        """The order of the rows, as the head shows it."""
        return self._order

    @order.setter
    def order(self, order: Order) -> None:
        if order != self._order:
            self._order = order
            self._refresh_lines(self.scrollable_content_region.width, 0)

    @property
    def shows_names(self) -> bool:
        """Whether a column in sight names projects or folders."""
        right = self.scroll_offset.x + self.scrollable_content_region.width
        starts = zip(self._columns, self._fitted.starts, strict=True)
        return any(column.is_name and start < right for column, start in starts)

    def show(
        self, rows: Rows[T], order: Order, *, cursor_row: int = 0, is_at_top: bool = False
    ) -> None:
        """Show another list, with the cursor in that row at the same height as before.

        Args:
            rows: The list.
            order: How it is sorted, as the head shows it.
            cursor_row: Where the cursor stands.
            is_at_top: Whether the first row stays in sight, if the cursor does.
        """
        height = self.cursor_row - self.scroll_offset.y
        if self._rows is not None and self._rows is not rows:
            self._rows.close()
        self._rows, self._order = rows, order
        self._direction = 0
        rows.on_change = self.refresh_rows
        self.set_reactive(VirtualTable.cursor_row, cursor_row)
        self._resize_content()
        # Before there is a layout all are in sight: with that the cursor is brought there.
        stays = is_at_top and not 0 < self._body_height <= cursor_row
        top = 0 if stays else max(0, cursor_row - height)
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.refresh_rows()
        self.tell_moved()

    def wait(self, columns: tuple[Column[T], ...]) -> None:
        """Show that rows of these columns are to come, in the place of those of another list."""
        if self._rows is not None:
            self._rows.close()
        self._rows, self.columns = None, columns
        self._strips.clear()
        self._resize_content()
        self.refresh()

    def appear(self, *, is_shown: bool) -> None:
        """Come or go; a hidden widget loses the focus, and takes it back here."""
        self.display = is_shown
        if is_shown and self.screen.focused is None:
            self.focus()

    def refresh_rows(self) -> None:
        """Draw the rows anew, as the list knows them now."""
        if self._rows is None:
            return
        self._strips.clear()
        self._resize_content()
        last = max(0, self._rows.row_count - 1)
        if self.cursor_row > last:
            self.move_to(last)
        self.refresh()
        self._look(self.scroll_offset.y, self._body_height)
        self.post_message(self.Changed())

    def redraw_rows(self) -> None:
        """Draw the same rows anew: something about them has changed."""
        self._strips.clear()
        self.refresh()

    def _look(self, first: int, height: int) -> None:
        if self._rows is not None and height > 0:
            self._rows.look_at(first, first + height - 1, ahead=self._direction)

    # Moving.

    @property
    def _body_height(self) -> int:
        return self.scrollable_content_region.height - _HEADER

    def move_to(self, row: int) -> None:
        """Put the cursor into a row, as near as there is one."""
        count = self._rows.row_count if self._rows is not None else 0
        row = max(0, min(row, count - 1))
        old, top = self.cursor_row, self.scroll_offset.y
        if row == old:
            return
        self._direction = 1 if row > old else -1
        self.cursor_row = row
        room = self.scrollable_content_region  # Textual works it out whenever it is asked
        height = room.height - _HEADER
        if top <= row < top + height:
            changed = (old - top + _HEADER, row - top + _HEADER)
            self._refresh_lines(room.width, *(y for y in changed if _HEADER <= y <= height))
            self._look(top, height)
        else:
            top = row if row < top else row - height + 1
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.tell_moved()

    def _refresh_lines(self, width: int, *lines: int) -> None:
        # Without the scrollbar beside it: nothing changes there, and over a slow link bytes count.
        self.refresh(*(Region(0, y, width, 1) for y in lines))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that came into sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._direction = 1 if new_value > old_value else -1
            self._look(self.scroll_offset.y, self._body_height)

    def action_move(self, rows: int) -> None:
        """Move by rows."""
        self.move_to(self.cursor_row + rows)

    def action_move_screen(self, screens: float) -> None:
        """Move by screens."""
        rows = max(1, int(abs(screens) * self._body_height))
        self.move_to(self.cursor_row + (rows if screens > 0 else -rows))

    def action_move_page(self, pages: int) -> None:
        """Move to the first row of a page of the API."""
        if self._rows is not None:
            page = self._rows.page_number(self.cursor_row) + pages
            page = max(1, min(page, self._rows.page_count))
            self.move_to((page - 1) * self._rows.per_page)

    def action_first(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def go_to(self, command: Command) -> bool:
        """Move to a row, a page or a share of them; tell whether that was what was wanted."""
        rows, told = self._rows, ""
        match command:
            case GoToRow(row):
                self.move_to(row - 1)
                told = beyond_told("row", row, rows.row_count if rows is not None else 0)
            case GoToPage(page) if rows is not None:
                told = beyond_told("page", page, rows.page_count)
                self.move_to((page - 1) * rows.per_page)
            case GoToShare(percent) if rows is not None:
                self.move_to(rows.row_count * percent // 100)
            case _:
                return False
        if told:
            self.warn(told)
        return True

    def action_last(self) -> None:
        """Move to the last row, wherever that is; what lies between is not asked for."""
        if self._rows is not None:
            self.move_to(self._rows.row_count - 1)

    def action_move_column(self, columns: int) -> None:
        """Move the column cursor, and scroll until the column is in sight."""
        self._move_to_column(self.cursor_column + columns)

    def action_first_column(self) -> None:
        """Move to the first column."""
        self._move_to_column(0)

    def action_last_column(self) -> None:
        """Move to the last column."""
        self._move_to_column(len(self._columns) - 1)

    def _move_to_column(self, column: int) -> None:
        self.cursor_column = max(0, min(column, len(self._columns) - 1))
        self._show_column()
        self._refresh_lines(self.scrollable_content_region.width, 0)
        self.tell_moved()

    def _show_column(self) -> None:
        start = self._fitted.starts[self.cursor_column]
        end = start + self._fitted.widths[self.cursor_column]
        view = self.scrollable_content_region.width
        left = self.scroll_offset.x
        title, held = held_title(self._columns, self._fitted, start, view)
        covered = GUTTER + (held if start > title else 0)
        if start - covered < left:
            left = max(0, start - covered)
        elif end > left + view:
            left = end - view
        self.scroll_to(x=left, animate=False, immediate=True, force=True)

    def action_open(self) -> None:
        """Choose the row under the cursor."""
        if self.item is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to what was clicked; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        x = offset.x + self.scroll_offset.x
        title, held = held_title(self._columns, self._fitted, self.scroll_offset.x, self.size.width)
        if self.scroll_offset.x and GUTTER <= offset.x < GUTTER + held:
            x = title + offset.x - GUTTER
        column = sum(start <= x for start in self._fitted.starts) - 1
        if offset.y < _HEADER:
            self._move_to_column(column)
            self.post_message(self.HeaderClicked())
            return
        row = offset.y - _HEADER + self.scroll_offset.y
        if self._rows is not None and row < self._rows.row_count:
            self._move_to_column(column)
            self.move_to(row)
            if event.chain > 1:
                self.action_open()

    # Drawing.

    def on_resize(self) -> None:
        """Fit the columns into the new width, and keep the cursor in sight."""
        width = self.scrollable_content_region.width
        self._fitted = fitted(self._columns, width, self._shown)
        self._strips.clear()
        self._resize_content()
        top = self.scroll_offset.y
        if self.cursor_row >= top + self._body_height > top:
            top = self.cursor_row - self._body_height + 1
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self._show_column()
        self._look(self.scroll_offset.y, self._body_height)

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def _resize_content(self) -> None:
        rows = self._rows.row_count if self._rows is not None else 0
        width = self._fitted.starts[-1] + self._fitted.widths[-1]
        self.virtual_size = Size(width, rows + _HEADER)

    def render_line(self, y: int) -> Strip:
        """Return one line of the window."""
        left, top = self.scroll_offset
        width = self.size.width
        if y < _HEADER:
            strip = header_strip(
                self._columns, self._fitted, self._order, self.cursor_column, self._styles
            )
            header = in_view(
                strip, self._columns, self._fitted, left, width, base=self._styles.base
            )
            seen = self.scrollable_content_region.width
            right = self.virtual_size.width - left - seen
            return marked_header(header.crop(0, seen), left, right, self._styles)
        if self._rows is None:
            return self._row_strip(y - _HEADER).crop_extend(0, width, self._styles.base)
        if top + y - _HEADER >= self._rows.row_count:
            return Strip.blank(width, self._styles.base)
        strip = self._row_strip(top + y - _HEADER)
        return in_view(strip, self._columns, self._fitted, left, width, base=self._styles.base)

    def _row_strip(self, row: int) -> Strip:
        """Return the line of a row, drawn once; of one to come where there is no list yet."""
        has_cursor = self._rows is not None and row == self.cursor_row
        key = (row, has_cursor, self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            item = self._rows.row(row) if self._rows is not None else MissingRow.LOADING
            here = None if isinstance(item, MissingRow) else item
            cursor = "cursor" if self.has_focus else "cursor-blurred"
            look = RowLook(
                cursor=cursor if has_cursor else "",
                is_tinted=here is not None and self.is_tinted(here),
                is_gone=here is not None and self.is_gone(here),
                is_marked=here is not None and self.is_marked(here),
                is_new=here is not None and self.is_new(here),
            )
            strip = self._strips[key] = row_strip(
                item,
                row,
                self._columns,
                self._fitted,
                self._styles,
                look=look,
                names=self.names,
                now=self.now() if self.now is not None else None,
            )
        return strip
