"""A million videos for minutes: nothing grows, and nobody asks more than the windows allow."""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import process
from benchmarks.dashboard import MANY, ROWS, dashboard, lists, served
from benchmarks.draining import WINDOWS, least_s
from benchmarks.figure import Figure, Reference
from benchmarks.measure import Extent
from benchmarks.terminal_program import ROOT, MeasureError
from kinescope_tui.api.nouns import noun_of

_ESCAPE = "\x1b"
# Each asks for a page at most, and for its neighbour.
_JOURNEY = (
    "\x1b[6~", "\x1b[6~", "\x1b[6~", "\x1b[5~", "G", "\x1b[5~", ":500000", "\x1b[B", "]", "[",
    ":90%", "\x1b[A", ":p7", "g", "l", "s", "\x1b[6~", "s", "/", "7\r", "\x1b[6~", "/", "\x7f\r",
    "s", "h", "\r", "]", "]", _ESCAPE, "2", "\x1b[D", "1", "3", "1", "?", _ESCAPE, "f",
    _ESCAPE, "y", _ESCAPE,
)  # fmt: skip
_PAUSE_S = 0.35
_EXPORTED = 90_000
_PER_PAGE = 100


def browsing(extent: Extent) -> Iterator[Figure]:
    """Browse, sort, search and jump for minutes."""
    memory: list[float] = []
    descriptors: list[int] = []
    keys = 0
    with served(MANY, limits=True) as server, dashboard(server) as shown:
        shown.wait_for(ROWS)
        began = time.monotonic()
        for pressed in itertools.cycle(_JOURNEY):
            if time.monotonic() > began + extent.minutes * 60:
                break
            if pressed.startswith(":"):
                shown.enter(pressed[1:])
            else:
                shown.write(pressed)
            keys += 1
            if pressed == _ESCAPE:  # with the next key it would be another one
                shown.settle()  # a busy machine may not have drawn yet what it closes
            shown.drain(_PAUSE_S)
            # What is opened for the first time is no growth; ten seconds open half of it.
            if process.KNOWN and keys > len(_JOURNEY):
                memory.append(process.memory_mb(shown.pid))
                descriptors.append(process.descriptors(shown.pid))
        arrivals = [arrival.at for arrival in server.requests]
        asked, refused = len(lists(server)), len(server.refused)
    told = f"{extent.minutes:g} {noun_of(extent.minutes, 'minute')}, {keys} keys"
    if len(memory) > 1:
        quarter = max(1, len(memory) // 4)
        early = Reference("the first quarter", statistics.median(memory[:quarter]))
        late = statistics.median(memory[-quarter:])
        yield Figure("memory in the last quarter", late, "MB", early, most=1.03, note=told)
        most = Reference("the first quarter", statistics.median(descriptors[:quarter]))
        late = statistics.median(descriptors[-quarter:])
        yield Figure("open files in the last quarter", late, "file", most, most=1.0)
    yield Figure("requests for pages by key", asked / keys, "request", most=2)
    for most_requests, length in WINDOWS:
        busiest = _busiest(arrivals, length)
        what = f"most requests in any {length:.0f} s"
        yield Figure(what, busiest, "request", most=most_requests)
    yield Figure("answers of 429", refused, "answer", most=0)


def _busiest(moments: Sequence[float], length: float) -> int:
    """Return the largest number of moments within any window of that length."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - length:
            first += 1
        most = max(most, last - first + 1)
    return most


def exporting(_extent: Extent) -> Iterator[Figure]:
    """Write 90,000 rows as CSV without a screen, under both windows."""
    with served(_EXPORTED, limits=True) as server, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "videos.csv"
        command = [sys.executable, "-m", "kinescope_tui", "--base-url", server.base_url, "videos"]
        environment = {**os.environ, "KINESCOPE_API_TOKEN": server.token, "HOME": folder}
        sizes: list[float] = []
        with file.open("wb") as output:
            program = subprocess.Popen(  # noqa: S603 - this project's own program
                [*command, "--all", "--format", "csv"],
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment,
            )
            while program.poll() is None:
                if process.KNOWN:
                    sizes.append(process.memory_mb(program.pid))
                time.sleep(0.5)  # to look at its memory takes time from it
        if program.returncode:
            raise MeasureError(f"the export ended with {program.returncode}")
        arrivals = lists(server)
        took = arrivals[-1].at - arrivals[0].at
        refused = len(server.refused)
    # Two more than its pages: how many there are, and where the newest stands before it begins.
    reference = Reference("the least possible", least_s(_EXPORTED // _PER_PAGE + 2, 0.0))
    yield Figure(f"export {_EXPORTED:,} rows", took, "s", reference, most=1.02)
    yield Figure("… answers of 429", refused, "answer", most=0)
    settled = [size for size in sizes if size][len(sizes) // 10 :]
    if len(settled) > 1:
        early = Reference("a tenth of the way", settled[0])
        yield Figure("… memory at the end", settled[-1], "MB", early, most=1.05)
