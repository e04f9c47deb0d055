"""What stands beside a table of the row under its cursor, as lines."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap

import msgspec

from kinescope_tui.api.models import Overview
from kinescope_tui.presentation.analytics.bars import resampled
from kinescope_tui.presentation.analytics.metrics import sparkline, watched
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.sections import Section, Slots

Line = tuple[Cell, ...]

_WIDEST_LABEL = 14
_GAP = 2
_TWO_COLUMNS = 70  # cells from which on facts stand in two columns
_NARROWEST = 12  # of a text beside its label
_SIZE = 9
_MAX_FILES = 6
_MAX_LINES = 4  # of one fact
_SECTIONS = 2  # parts before them
_USUAL_ROWS = 12  # of a section of which rows may be left out
_MAX_ROWS = 9  # of what lies deeper, with a table's head
DAYS_LINES = 3  # that days take, where there were views on any


class FileBar(msgspec.Struct, frozen=True):
    """One file of several, and how large it is."""

    name: str
    size_bytes: int | None


class DayViews(msgspec.Struct, frozen=True):
    """How often a video was viewed lately.

    Attributes:
        views: Of each day, the last one last; None where that is not known.
        total: Of all days together.
        watched_s: How many seconds were watched; None if that is not known.
    """

    views: Sequence[float | None]
    total: int
    watched_s: float | None


class Preview(msgspec.Struct, frozen=True):
    """What is told of a row; what is not known of it is not among this.

    Attributes:
        title: What it is called.
        status: Told beneath the title.
        facts: Labels and texts.
        files: Of which it consists, the largest first.
        keys: Keys and what they do with it.
        sections: What is drawn of it besides, each beneath its title.
    """

    title: str
    status: Line = ()
    facts: Sequence[tuple[str, Cell]] = ()
    files: Sequence[FileBar] = ()
    keys: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()


def day_views(overview: Overview) -> DayViews:
    """Return what an answer of analytics tells of some days."""
    days = [_number(point.views) for point in overview.timeline]
    total, watched_s = overview.total, None
    if total is not None:
        watched_s = _number(total.watch_time_s)
    told = _number(total.views) if total is not None else None
    return DayViews(days, round(told if told is not None else sum(filter(None, days))), watched_s)


def _number(counted: float | Decimal | None) -> float | None:
    return None if counted is None else float(counted)


def preview_lines(
    preview: Preview, width: int, days: DayViews | None = None, *, height: int = 0
) -> list[Line]:
    """Return a preview as lines of at most that many cells; the title's lines are the first.

    Args:
        preview: Of the row.
        width: In cells.
        days: How often it was viewed lately; None if nobody asked.
        height: How many lines there are; sections of which rows may be left out go on to the last.
    """
    lines: list[Line] = [(Cell(text),) for text in title_lines(preview, width)]
    if preview.status:
        lines.append(preview.status)
    parts = [
        _facts(preview.facts, width),
        _files(preview.files, width),
        *(_drawn(section, width) for section in preview.sections),
        _days(days, width) if days is not None else [],
        _keys(preview.keys, width),
    ]
    over = len(lines) + sum(len(part) + 1 for part in parts if part) - height
    for number, section in enumerate(preview.sections, _SECTIONS):
        if section.may_be_cut and over > 0:
            left = min(len(parts[number]), max(1 + _USUAL_ROWS, len(parts[number]) - over))
            over -= len(parts[number]) - left
            del parts[number][left:]
    for part in parts:
        if part:
            lines += [(), *part]
    return lines


def title_lines(preview: Preview, width: int) -> list[str]:
    """Return the title in as many lines as it needs."""
    return wrap(preview.title, max(1, width), max_lines=3, placeholder="…") or [""]


def _facts(facts: Sequence[tuple[str, Cell]], width: int) -> list[Line]:
    """Return facts in two columns where there is room; what has none in a column goes beneath."""
    if width < _TWO_COLUMNS:
        return _fact_lines(facts, width)
    column = (width - 2 * _GAP) // 2
    indent = _indent(facts, column)
    short = [fact for fact in facts if len(fact[1].text) <= column - indent]
    long = [fact for fact in facts if len(fact[1].text) > column - indent]
    half = (len(short) + 1) // 2
    left, right = (_fact_lines(part, column, indent) for part in (short[:half], short[half:]))
    both = [
        (*_padded(line, column + 2 * _GAP), *(right[n] if n < len(right) else ()))
        for n, line in enumerate(left)
    ]
    return [*both, *_fact_lines(long, width, indent)]


def _indent(facts: Sequence[tuple[str, Cell]], width: int) -> int:
    """Return where the texts begin: behind the labels, as far as these have room."""
    widest = max((len(label) for label, _ in facts), default=0)
    label = max(_WIDEST_LABEL, width // 3)
    return min(widest, label, max(1, width - _NARROWEST)) + _GAP


def _fact_lines(facts: Sequence[tuple[str, Cell]], width: int, indent: int = 0) -> list[Line]:
    indent = indent or _indent(facts, width)
    lines: list[Line] = []
    for label, cell in facts:
        room = max(1, width - indent)
        most = _MAX_LINES if label or len(facts) == 1 else 2 * _MAX_LINES
        texts = wrap(cell.text, room, max_lines=most, placeholder="…")
        if " " not in cell.text:  # a link says little by its second line
            texts = [_cut(cell.text.removeprefix("https://"), room)]
        for number, text in enumerate(texts or [""]):
            head = _cut(label, indent - 1) if not number else ""
            lines.append((Cell(head.ljust(indent), Tone.MUTED), Cell(text, cell.tone)))
    return lines


def _padded(line: Line, width: int) -> Line:
    return (*line, Cell(" " * max(0, width - sum(len(cell.text) for cell in line))))


def _heading(left: str, right: str, width: int) -> Line:
    return Cell(left.ljust(max(0, width - len(right))), Tone.MUTED), Cell(right, Tone.MUTED)


def _files(files: Sequence[FileBar], width: int) -> list[Line]:
    if not files:
        return []
    known = [file.size_bytes for file in files if file.size_bytes and file.size_bytes > 0]
    lines = [_heading("FILES", size(sum(known)) if known else "", width)]
    label = max(len(file.name[:_WIDEST_LABEL]) for file in files[:_MAX_FILES]) + _GAP
    room, top = width - label - _SIZE - 1, max(known, default=1)
    for file in files[:_MAX_FILES]:
        bar = round((file.size_bytes or 0) / top * room) if room > 0 else 0
        bar = max(0, min(bar, room))
        lines.append(
            (
                Cell(file.name[:_WIDEST_LABEL].ljust(label), Tone.MUTED),
                Cell("━" * bar, Tone.ACCENT),
                Cell("─" * max(0, room - bar), Tone.MUTED),
                Cell(size(file.size_bytes).rjust(_SIZE + 1)),
            )
        )
    if len(files) > _MAX_FILES:
        lines.append((Cell(f"{len(files) - _MAX_FILES} more", Tone.MUTED),))
    return lines


def _drawn(section: Section, width: int) -> list[Line]:
    if not section.rows:
        return []
    title, state = section.title.upper(), section.state
    heading = (Cell(title.ljust(max(0, width - len(state.text))), Tone.MUTED), state)
    if section.drawing is not None:
        return [heading, *map(_cells, section.drawing.lines(width))]
    rows = section.rows[:_MAX_ROWS]
    more = len(section.rows) - len(rows)
    lines = (
        _fact_lines([(row[0].text, row[-1]) for row in rows if row], width)
        if section.widths[-1:] == (0,)  # labels and texts
        else _table_lines(rows, width)
    )
    return [heading, *lines, *([(Cell(f"{more} more", Tone.MUTED),)] if more else [])]


def _table_lines(rows: Sequence[Sequence[Cell]], width: int) -> list[Line]:
    """Return a small table: the first column as wide as there is room, others as far as fit."""
    columns = [[row[n] for row in rows] for n in range(min(map(len, rows)))]
    widths = [max(len(cell.text) for cell in column) for column in columns]
    first = min(widths[0], max(_NARROWEST, width // 2)) if widths else 0
    shown, room = 1, width - first
    while shown < len(widths) and widths[shown] + _GAP <= room:
        room -= widths[shown] + _GAP
        shown += 1
    return [
        (
            Cell(_cut(row[0].text, first + room).ljust(first + room), row[0].tone),
            *(
                Cell(cell.text.rjust(wide + _GAP), cell.tone)
                for cell, wide in zip(row[1:shown], widths[1:shown], strict=True)
            ),
        )
        for row in rows
        if row
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: max(0, width - 1)]}…"


def _cells(slots: Slots) -> Line:
    """Return a line as cells; of letters that are two cells wide too many may stand there."""
    return tuple(
        Cell(
            _cut(slot.text, slot.width).rjust(slot.width)
            if slot.is_right
            else _cut(slot.text, slot.width).ljust(slot.width),
            slot.tone if isinstance(slot.tone, Tone) else Tone.PLAIN,
        )
        for slot in slots
        if slot.width > 0
    )


def _days(days: DayViews, width: int) -> list[Line]:
    told = plural(days.total, "view")
    if days.watched_s is not None:
        told += f" · {watched(days.watched_s)}"
    lines = [_heading(f"{len(days.views)} DAYS", told, width)]
    if any(days.views):
        course = resampled(len(days.views), width, lambda first, _count: days.views[first])
        lines.append((Cell("".join(sparkline(course)), Tone.ACCENT),))
    return lines


def _keys(keys: Sequence[tuple[str, str]], width: int) -> list[Line]:
    lines: list[Line] = []
    line: list[Cell] = []
    column = max((len(f"{key} {label}") for key, label in keys), default=0) + _GAP
    for key, label in keys:
        if line and sum(len(cell.text) for cell in line) + column - _GAP > width:
            lines.append(tuple(line))
            line = []
        rest = f" {label}".ljust(column - len(key))
        line += [Cell(key, Tone.ACCENT), Cell(rest, Tone.MUTED)]
    return [*lines, tuple(line)] if line else lines
