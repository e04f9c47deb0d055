"""The dashboard on a terminal of its own, over a demo server in this process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.terminal_program import SIZE, TerminalProgram
from kinescope_tui.demo.gate import Arrival
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

MANY = 1_000_000
FEW = 100

HEADER = "kinescope"
"""What the first frame says."""

ROWS = "row 1 of"
"""What is said as soon as there are rows."""


@cache
def workspace(videos: int) -> Workspace:
    """Return a workspace of that many videos, invented once in a run."""
    return Workspace(videos, hostile=False)


@contextmanager
def served(videos: int = 5_000, *, limits: bool = False, **options: Any) -> Iterator[DemoServer]:
    """Serve a workspace; the rate windows are counted only where they are what is measured."""
    with DemoServer(workspace(videos), limits=limits, **options) as server:
        yield server


def dashboard(
    server: DemoServer, *, size: tuple[int, int] = SIZE, watched: Path | None = None
) -> TerminalProgram:
    """Start the dashboard on a server.

    Args:
        server: Whose videos it shows.
        size: Columns and lines.
        watched: Where to write how long the event loop was held; nowhere if it is not watched.
    """
    program: Sequence[str] = ["kinescope_tui"]
    if watched is not None:
        program = ["benchmarks.watched_dashboard", str(watched)]
    return TerminalProgram(
        [*program, "--base-url", server.base_url],
        size=size,
        environment={"KINESCOPE_API_TOKEN": server.token},
    )


def lists(server: DemoServer) -> list[Arrival]:
    """Return the requests for pages of videos that arrived."""
    return [arrival for arrival in server.requests if arrival.target.startswith("/v1/videos?")]
