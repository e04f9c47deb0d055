"""P1, P2 and P4: how soon there is something to see, however much there is."""

from collections.abc import Iterator

from benchmarks import process
from benchmarks.dashboard import FEW, HEADER, MANY, ROWS, dashboard, lists, served
from benchmarks.figure import Figure, Reference, beside
from benchmarks.measure import Extent
from benchmarks.terminal_program import SMALLEST, until_seen
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.presentation.text.numbers import count

_TABLE = ["benchmarks.references.data_table_app"]


def first_frame(extent: Extent) -> Iterator[Figure]:
    """Measure from the start of the process to the first thing that is seen."""
    smallest, tables, frames = [], [], []
    with served() as server:
        for number in range(2 * extent.rounds + 1):
            small, table = until_seen(SMALLEST, "smallest"), until_seen(_TABLE, "status 0")
            with dashboard(server) as shown:
                frame = shown.wait_for(HEADER) - shown.began
            if number:  # the first round fills caches
                smallest.append(small)
                tables.append(table)
                frames.append(frame)
    reference = ("the smallest Textual app", smallest)
    yield beside("first frame", frames, *reference, most=1.5)
    yield beside("a 100-row DataTable, for comparison", tables, *reference)


def long_list(extent: Extent) -> Iterator[Figure]:
    """Open a workspace of a million videos beside one of a hundred."""
    times: dict[int, list[float]] = {FEW: [], MANY: []}
    sizes: dict[int, list[float]] = {FEW: [], MANY: []}
    with served(FEW) as few, served(MANY) as many:
        pair = [(FEW, few), (MANY, many)]
        for number in range(4 * extent.rounds + 1):  # starts differ more than these two
            pair.reverse()  # what one leaves the other finds
            for videos, server in pair:
                took, size = _opened(server)
                if number:
                    times[videos].append(took)
                    sizes[videos].append(size)
    yield beside("open 1,000,000 videos", times[MANY], "100 videos", times[FEW], most=1.05)
    if process.KNOWN:
        most, least = sorted(sizes[MANY]), sorted(sizes[FEW])
        middle = len(most) // 2
        reference = Reference("100 videos", least[middle])
        yield Figure("memory with 1,000,000 videos", most[middle], "MB", reference, most=1.05)


def _opened(server: DemoServer) -> tuple[float, float]:
    with dashboard(server) as shown:
        took = shown.wait_for(ROWS) - shown.began
        shown.settle()
        return took, process.memory_mb(shown.pid) if process.KNOWN else 0.0


def last_row(_extent: Extent) -> Iterator[Figure]:
    """Go to the last of a million rows."""
    with served(MANY) as server, dashboard(server) as shown:
        shown.wait_for(ROWS)
        shown.settle()
        before = len(lists(server))
        pressed = shown.write("G")
        took = shown.wait_for(f"row {count(MANY)} of") - pressed
        shown.settle()
        pages = [arrival.target.partition("page=")[2].split("&")[0] for arrival in lists(server)]
        asked = pages[before:]
    note = f"page {' and '.join(asked)}; shown after {took * 1e3:.0f} ms"
    yield Figure("requests for G on 1,000,000 rows", len(asked), "request", most=2, note=note)
