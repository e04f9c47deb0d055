"""P9: how soon the first request leaves, rows are there, and a command says something."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from benchmarks import process
from benchmarks.dashboard import ROWS, dashboard, lists, served
from benchmarks.figure import Figure, beside
from benchmarks.measure import Extent
from benchmarks.terminal_program import SMALLEST, own_environment, until_seen

_TURNS = 6  # a round: one start may take half as long again as the next
_CLICK = ["-c", "import click"]
_HELP = ["-m", "kinescope_tui", "--help"]
_DEMO = ["-m", "kinescope_tui", "videos", "--demo"]
_LIBRARIES = ["-c", "import click, httpx, msgspec, starlette.applications, uvicorn"]


def first_rows(extent: Extent) -> Iterator[Figure]:
    """Measure from the start of the process, and commands by the processor time that they take."""
    smallest, requests, rows = [], [], []
    with served() as server:
        for number in range(_TURNS * extent.rounds + 1):
            frame = until_seen(SMALLEST, "smallest")
            server.requests.clear()
            with dashboard(server) as shown:
                row = shown.wait_for(ROWS) - shown.began
                request = lists(server)[0].at - shown.began
            if number:  # the first round fills caches
                smallest.append(frame)
                requests.append(request)
                rows.append(row)
    reference = ("the smallest Textual app's frame", smallest)
    yield beside("first request at the server", requests, *reference, most=1.9)
    yield beside("first rows", rows, *reference, most=2.2)
    environment = own_environment()
    took: dict[str, list[float]] = {}
    for number in range(3 * extent.rounds + 1):
        for arguments in (_CLICK, _HELP, _LIBRARIES, _DEMO):
            seconds = _took(arguments, environment)
            if number:
                took.setdefault(" ".join(arguments), []).append(seconds)
    click, help_, libraries, demo = took.values()
    yield beside("--help", help_, "import click", click, most=1.5)
    yield beside("videos --demo", demo, "importing the libraries", libraries)


def _took(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the processor time that a program takes, or its time where the system tells none."""
    before, began = process.children_s(), time.monotonic()
    subprocess.run(  # noqa: S603 - this project's own program
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True
    )
    after = process.children_s()
    return time.monotonic() - began if after is None or before is None else after - before
