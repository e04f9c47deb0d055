"""P3, P7 and P8: what a key costs, and what it costs to press none."""

import statistics
import time
from collections.abc import Iterator

from benchmarks import process
from benchmarks.dashboard import MANY, ROWS, dashboard, served
from benchmarks.figure import Figure, beside
from benchmarks.measure import Extent
from benchmarks.terminal_program import TerminalProgram
from kinescope_tui.demo.faults import Fault

_DOWN, _UP, _PAGE_DOWN = "\x1b[B", "\x1b[A", "\x1b[6~"
_MOVES = 10  # down, and then up again, so that nothing scrolls
_TICKS = 4
_PAGES = 4
_REST_S = 10.0
_IN_FLIGHT = 10
_TABLE = ["benchmarks.references.data_table_app"]
_ONE_LINE = ["benchmarks.references.one_line_app"]


def cursor(extent: Extent) -> Iterator[Figure]:
    """Move the cursor of a list of a million rows, and that of Textual's own table."""
    ours: list[tuple[float, int]] = []
    theirs: list[tuple[float, int]] = []
    least: list[tuple[float, int]] = []
    with (
        served(MANY) as server,
        dashboard(server) as shown,
        TerminalProgram(_TABLE) as table,
        TerminalProgram(_ONE_LINE) as line,
    ):
        shown.wait_for(ROWS)
        table.wait_for("status 0")
        line.wait_for("counted 0")
        for program in (shown, table, line):
            program.settle()
            moved(program)  # fills caches
        used: dict[TerminalProgram, list[float]] = {shown: [], table: [], line: []}
        for _ in range(extent.rounds):
            for program, moves in ((shown, ours), (table, theirs), (line, least)):
                before = process.processor_s(program.pid) if process.KNOWN else 0.0
                for _ in range(_TICKS):  # the system counts processor time in ticks
                    moves.extend(moved(program))
                after = process.processor_s(program.pid) if process.KNOWN else 0.0
                used[program].append((after - before) / (_TICKS * 2 * _MOVES))
        # Of the smaller table there are no more pages; then it would have nothing to draw.
        turned = [[_pressed(one, _PAGE_DOWN) for one in (shown, table)] for _ in range(_PAGES)]
    name = "a 100-row DataTable"
    yield beside(
        "cursor down to frame", [s for s, _ in ours], name, [s for s, _ in theirs], most=0.65
    )
    if process.KNOWN:
        told = "processor time of a cursor move"
        yield beside(told, used[shown], name, used[table], most=0.65)
        yield beside("… of one line drawn", used[line], name, used[table])
    yield beside("the least: one line drawn", [s for s, _ in least], name, [s for s, _ in theirs])
    size, their_size = (statistics.median(b for _, b in moves) for moves in (ours, theirs))
    note = f"a DataTable's: {their_size:,.0f}"
    yield Figure("bytes of a cursor move", size, "B", most=600, note=note)
    pages, table_pages = ([took for took, _ in one] for one in zip(*turned, strict=True))
    yield beside("page down to frame", pages, name, table_pages)


def moved(program: TerminalProgram) -> list[tuple[float, int]]:
    """Move the cursor down and up again; return the seconds and bytes of each move."""
    return [_pressed(program, key) for key in [_DOWN] * _MOVES + [_UP] * _MOVES]


def _pressed(program: TerminalProgram, key: str) -> tuple[float, int]:
    """Return the seconds until the frame after a key is complete, and its bytes."""
    pressed = program.write(key)
    last, size = program.frame()
    return last - pressed, size


def rest(_extent: Extent) -> Iterator[Figure]:
    """Leave the list alone."""
    with served() as server, dashboard(server) as shown:
        shown.wait_for(ROWS)
        shown.drain(6.0)  # the last of what the start leaves to do
        before, began = process.processor_s(shown.pid) if process.KNOWN else 0.0, time.monotonic()
        size = shown.drain(_REST_S)
        took = time.monotonic() - began
        if process.KNOWN:
            share = (process.processor_s(shown.pid) - before) / took * 100
            yield Figure("processor time at rest", share, "%", most=0.3)
    yield Figure(f"bytes in {_REST_S:.0f} s at rest", size, "B", most=0)


def busy(extent: Extent) -> Iterator[Figure]:
    """Move the cursor while requests hang or fail, and while none does."""
    for told, kind in ((f"{_IN_FLIGHT} requests hang", "hang"), ("requests fail", "500")):
        idle: list[float] = []
        troubled: list[float] = []
        with served() as server, dashboard(server) as calm, dashboard(server) as shown:
            for program in (calm, shown):
                program.wait_for(ROWS)
                program.settle()
                moved(program)
            server.faults.append(Fault(kind))
            for _ in range(_IN_FLIGHT):
                shown.write("r")
                shown.drain(0.15)
            for _ in range(extent.rounds):
                idle += [took for took, _ in moved(calm)]
                troubled += [took for took, _ in moved(shown)]
        yield beside(f"cursor down while {told}", troubled, "the same at rest", idle, most=1.3)
