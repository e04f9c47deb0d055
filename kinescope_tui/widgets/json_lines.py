"""The lines of folded JSON, of which only those in sight are drawn."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kinescope_tui.presentation.text.folded_json import (
    FoldedJson,
    Folds,
    JsonInk,
    Place,
    Position,
)
from kinescope_tui.widgets.prompt_part import LinePart

_CUT = "…"
_PLAIN = {JsonInk.SIGN, JsonInk.NAME}


class JsonLines(LinePart, ScrollView, can_focus=True):
    """Shows `FoldedJson` with a cursor; what is beneath it is folded and unfolded there."""

    BINDINGS = [Binding("enter,space", "turn_node", show=False)]
    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "json-lines--cursor",
        "json-lines--guide",
        "json-lines--quiet",
        "json-lines--text",
        "json-lines--number",
    }

    def __init__(self) -> None:
        super().__init__()
        self._json = FoldedJson({}, Folds())
        self._row = 0
        self._left = 0  # cells of the line under the cursor that are out of sight
        self._styles: dict[str, Style] = {}

    @property
    def json(self) -> FoldedJson:
        """What is shown."""
        return self._json

    @property
    def cursor(self) -> Place | None:
        """The place of the value under the cursor; None if there are none."""
        return self._json.place(self._row) if self._json.row_count else None

    @property
    def position(self) -> Position:
        """Which one that is at each level."""
        return self._json.position(self.cursor)

    def show(self, json: FoldedJson, *, is_same: bool = False) -> None:
        """Show other values; the cursor stays with its name.

        Args:
            json: What is shown from now on.
            is_same: Whether it is the same, folded otherwise: where the value under the cursor is
                folded away, the cursor goes to what that lies in.
        """
        path = self._json.path(self.cursor)
        row = json.row_at(path)
        while row is None and is_same and path:
            path = path[:-1]
            row = json.row_at(path)
        self._json = json
        self._row = max(0, min(self._row if row is None else row, json.row_count - 1))
        self._fit()

    def _fit(self) -> None:
        self.virtual_size = Size(0, self._json.row_count)  # a line scrolls sideways by itself
        self.move_to(self._row)
        self.refresh()

    # Moving.

    def move_to(self, row: int) -> None:
        """Move the cursor into a row, and that into sight."""
        old, self._row = self._row, max(0, min(row, self._json.row_count - 1))
        if self._row != old:
            self._left = 0
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not top <= self._row < top + height:
            top = self._row if self._row < top else self._row - height + 1
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        for changed in {old, self._row}:
            self.refresh(Region(0, changed - self.scroll_offset.y, self.size.width, 1))

    def move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self._row + rows)

    def find(self, position: Position) -> None:
        """Unfold what a value lies in, and move the cursor to it."""
        place = self._json.reveal(position)
        self._fit()
        self.move_to(self._json.row_of(place) or 0)

    # Textual's keys for what scrolls.

    def action_scroll_down(self) -> None:
        """Move a row down."""
        self.move(1)

    def action_scroll_up(self) -> None:
        """Move a row up."""
        self.move(-1)

    def action_page_down(self) -> None:
        """Move a screen down."""
        self.move(max(1, self.scrollable_content_region.height - 1))

    def action_page_up(self) -> None:
        """Move a screen up."""
        self.move(-max(1, self.scrollable_content_region.height - 1))

    def action_scroll_home(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_scroll_end(self) -> None:
        """Move to the last row."""
        self.move_to(self._json.row_count - 1)

    # Folding.

    def open_node(self) -> None:
        """Unfold the value under the cursor, or go into it; of a long one show what is cut."""
        place = self.cursor
        if place is None:
            return
        if not self._json.may_fold(place):
            self._shift(1)
        elif self._json.is_open(place):
            self.move(1)
        else:
            self._turn(place, is_open=True)

    def close_node(self) -> None:
        """Fold the value under the cursor, or go to the one that it lies in."""
        place = self.cursor
        if place is None or self._shift(-1):
            return
        if self._json.is_open(place):
            self._turn(place, is_open=False)
        elif (parent := self._json.parent(place)) is not None:
            self.move_to(self._json.row_of(parent) or 0)

    def _shift(self, halves: int) -> bool:
        """Scroll the line under the cursor sideways by halves of the width, as far as it goes."""
        width, before = self.scrollable_content_region.width, self._left
        rest = self._line(self._row).cell_length - width
        self._left = max(0, min(before + halves * max(1, width // 2), rest))
        self.refresh()
        return self._left != before

    def action_turn_node(self) -> None:
        """Unfold the value under the cursor, or fold it."""
        place = self.cursor
        if place is not None:
            self._turn(place, is_open=not self._json.is_open(place))

    def _turn(self, place: Place, *, is_open: bool) -> None:
        self._json.turn(place, is_open=is_open)
        self._fit()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to what was clicked, and fold or unfold it."""
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset is not None else self._json.row_count
        if row < self._json.row_count:
            self.move_to(row)
            self.action_turn_node()

    # Drawing.

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._fit()

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Return one line of those in sight."""
        width, base = self.scrollable_content_region.width, self._style("")
        row = y + self.scroll_offset.y
        if row >= self._json.row_count:
            return Strip.blank(width, base)
        left = self._left if row == self._row else 0
        line = self._line(row)
        is_cut_before, is_cut_after = left > 0, line.cell_length > left + width
        shown = line.crop_extend(left + is_cut_before, left + width - is_cut_after, base)
        mark = Strip([Segment(_CUT, self._style("quiet"))], 1)
        return Strip.join([*[mark] * is_cut_before, shown, *[mark] * is_cut_after])

    def _line(self, row: int) -> Strip:
        look = Style.null()
        drawn: list[Segment] = []
        for text, ink in self._json.pieces(self._json.place(row)):
            if ink is JsonInk.NAME and row == self._row:
                look = self._style("cursor")  # from the name on
            own = self._style("") + (Style.null() if ink in _PLAIN else self._style(ink))
            drawn.append(Segment(text, own + look))
        return Strip(drawn)

    def _style(self, name: str) -> Style:
        """Return the style of a component, of the whole without a name."""
        if name not in self._styles:
            self._styles[name] = (
                self.get_component_rich_style(f"json-lines--{name}", partial=True)
                if name
                else self.rich_style
            )
        return self._styles[name]
