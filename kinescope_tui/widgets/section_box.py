"""A titled box of labels and texts, or of what is drawn of them."""

from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.cells import fit, fitting_parts
from kinescope_tui.widgets.line_by_line import LazyLines, LineByLine
from kinescope_tui.widgets.styled import drawn, styled

_BETWEEN, _DOT = " · ", " ·"  # two parts, and what is left of that at a line's end
_BOUND = "\ue000"  # no blank, at which lines are broken
_NARROWEST = 12  # of a text beside its label
_GAP = 2  # between columns
_INDENT = 2  # of a text beneath its label
_CORNERS = 6  # of a frame, with the blanks beside the title


def show_facts(page: Widget, sections: Sequence[Section]) -> None:
    """Show sections on a page, in the boxes that are there: nothing leaves from under the mouse."""
    boxes = [child for child in page.children if isinstance(child, SectionBox)]
    for box, section in zip(boxes, sections, strict=False):
        box.section = section
        box.display = True
    for box in boxes[len(sections) :]:
        box.display = False
    page.mount_all(SectionBox(section) for section in sections[len(boxes) :])


def _wrapped(text: Content, room: int) -> list[Content]:
    """Return a text in lines of so many cells; a dot between two parts begins none of them.

    The parts stay whole where that takes no more lines.
    """
    bound = Content(text.plain.replace(_BETWEEN, f"{_BOUND}· "), spans=list(text.spans))
    lines = [_without_bounds(line) for line in bound.wrap(room)]
    parts = [part for line in text.split() for part in _in_parts(line, room)]
    return parts if len(parts) <= len(lines) and _are_within(parts, room) else lines


def _without_bounds(line: Content) -> Content:
    """Return a line with blanks before its dots; a dot that a broken word left over is no part."""
    line = line[1:] if line.plain.startswith(_BOUND) else line
    line = line[:-1] if line.plain.endswith(_BOUND) else line
    line = line[2:] if line.plain.startswith("· ") else line
    return Content(line.plain.replace(_BOUND, " "), spans=list(line.spans))


def _in_parts(text: Content, room: int) -> list[Content]:
    """Return a text in lines that end with a dot between two parts, as many parts as have room."""
    lines, start, end = [], 0, 0
    for part in text.plain.split(_BETWEEN):
        until = end + len(part)
        is_last = until >= len(text.plain)
        told = text[start:until].cell_length + (0 if is_last else len(_DOT))
        if end > start and told > room:
            lines.append(text[start : end - len(_BETWEEN) + len(_DOT)])
            start = end
        end = until + len(_BETWEEN)
    return [*lines, text[start:]]


def _are_within(lines: Sequence[Content], room: int) -> bool:
    return all(line.cell_length <= room for line in lines)


def _aligned(before: Sequence[Cell], widths: Sequence[int], last: Cell) -> Content:
    """Return cells in their columns, the last one as it is."""
    columns = (
        styled(Cell(fit(cell.text, wide) + " " * _GAP, cell.tone))
        for cell, wide in zip(before, widths, strict=False)
    )
    return Content("").join([*columns, styled(last)])


class SectionBox(LineByLine):
    """Shows a section, labels and texts or a small table; long texts wrap in their column."""

    section: reactive[Section] = reactive(Section("", (), ()), layout=True)

    def __init__(self, section: Section | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._laid_out: dict[
            int, tuple[Section, Sequence[Content]]
        ] = {}  # by width, the latest two
        if section is not None:
            self.section = section

    @property
    def is_broad(self) -> bool:
        """Whether it takes the whole width of a page that has columns."""
        return self.section.is_broad

    @property
    def grows(self) -> bool:
        """Whether more lines than it needs are of use to it."""
        return self.section.grows

    def watch_section(self, section: Section) -> None:
        """Put the title, the state and the foot into the border."""
        del section
        self._tell_title()
        self._tell_foot()

    def on_resize(self) -> None:
        """Let title and state stand at the ends of the frame, and whole parts at its foot."""
        self._tell_title()
        self._tell_foot()

    def notify_style_update(self) -> None:
        """Tell the state in the colours of another theme."""
        super().notify_style_update()
        self._laid_out.clear()
        if self.is_mounted:
            self._tell_title()

    def _tell_title(self) -> None:
        title, state = Content(self.section.title), self.section.state
        line = self.outer_size.width - _CORNERS - title.cell_length - cell_len(state.text) - 2
        if state.text and line > 0 and self.is_mounted:
            frame = Style(foreground=self.styles.border_top[1], bold=False)
            told = styled(state).stylize(Style(bold=False))
            title += Content(f" {'─' * line} ").stylize(frame) + told
        self.border_title = title

    def _tell_foot(self) -> None:
        foot, room = self.section.foot, self.outer_size.width - _CORNERS
        self.border_subtitle = Content(fitting_parts(foot, room) if room > 0 else foot)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return how many lines the texts take at that width."""
        return len(self.told_lines(width))

    def content_lines(self) -> Sequence[Content]:
        """Return the lines, columns aligned."""
        return self.told_lines(*self.content_size)

    def told_lines(self, width: int, height: int = 0) -> Sequence[Content]:
        """Return what is shown in so many columns; a drawing fills so many lines."""
        if self.section.drawing is not None:
            drawing = self.section.drawing.lines(width, height)
            return LazyLines([partial(drawn, line, self) for line in drawing])
        # Once for the height and the lines, beside a scrollbar and without one.
        section, lines = self._laid_out.pop(width, (None, ()))
        if section != self.section:
            # A table whose rows have no fields has rows without cells.
            rows = (row for row in self.section.rows if row)
            lines = LazyLines([line for row in rows for line in self._row(row, width)])
        self._laid_out = {**dict([*self._laid_out.items()][-1:]), width: (self.section, lines)}
        return lines

    def _row(self, row: tuple[Cell, ...], width: int) -> list[Content | Callable[[], Content]]:
        end = Cell("")
        if self.section.has_ends:
            *row_before, end = row
            row = tuple(row_before)
        *before, last = row
        widths = self._widths(len(before), width)
        room = max(_NARROWEST, width - sum(widths) - _GAP * len(widths))
        if not end.text and cell_len(last.text) <= room and last.text.isprintable():
            return [partial(_aligned, before, widths, last)]
        lead = _aligned(before, widths, Cell(""))
        told, ending = styled(last), styled(end)
        beside = room - ending.cell_length - _GAP
        longest = max(map(cell_len, last.text.split()), default=0)
        is_narrow = beside < max(_NARROWEST, room // 2, min(longest, room))
        if end.text and (is_narrow or beside < told.cell_length <= room):
            told, ending = Content.assemble(told, "  · ", ending), Content()
        room -= ending.cell_length + _GAP if ending.cell_length else 0
        is_short = told.cell_length <= room and told.plain.isprintable()
        lines = [told] if is_short else _wrapped(told, room) or [Content()]
        if before and longest > room and not ending:
            # What has no blanks, a link or an id, stands beneath its label if that keeps it whole.
            indent = 0 if width - _INDENT < longest <= width else _INDENT
            beneath = _wrapped(told, width - indent)
            if len(beneath) < len(lines):
                return [lead, *(Content(" " * indent) + line for line in beneath)]
        first, *others = lines
        first += Content(" " * (room + _GAP - first.cell_length)) + ending if ending else Content()
        indented = Content(" " * lead.cell_length)
        return [lead + first, *(indented + other for other in others)]

    def _widths(self, columns: int, width: int) -> list[int]:
        """Return the columns' widths; the widest one makes room for the last, which wraps."""
        widths = list(self.section.widths[:columns])
        missing = _NARROWEST - (width - sum(widths) - _GAP * len(widths))
        if widths and missing > 0:
            widest = widths.index(max(widths))
            widths[widest] = max(_NARROWEST, widths[widest] - missing)
        return widths
