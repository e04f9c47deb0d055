"""Reading a workspace into the index, and asking it: at every key, for filters, for audits."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import process
from benchmarks.dashboard import MANY, ROWS, dashboard, served
from benchmarks.figure import Figure, Reference, beside
from benchmarks.index_reading import OWNER
from benchmarks.measure import Extent
from benchmarks.moving import moved
from benchmarks.searching import keys_of, scan_of
from benchmarks.terminal_program import ROOT, MeasureError, own_environment
from kinescope_tui.api.client import PER_PAGE
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.services.index.audit_answers import audit_answers
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.index.index_state import state_in
from kinescope_tui.services.index.tally import counts_in
from kinescope_tui.services.lists.view import View

_FEW = 10_000
_MS = 1e3
_LOOK_S = 0.2
_KILLED_AT = (0.02, 0.05, 0.09)


def reading(extent: Extent) -> Iterator[Figure]:
    """Read a million videos, or ten thousand, and ask for them."""
    videos = extent.videos or (MANY if extent.is_full else _FEW)
    with tempfile.TemporaryDirectory() as folder, served(videos) as server:
        path = Path(folder) / "index.sqlite"
        yield from _killed(videos, path, server)
        yield from _read(videos, path, server)
        yield from _beside_all(min(videos, _FEW))
        yield from _meanwhile(server, extent)
        yield from _asked(IndexDatabase(path, lambda _salt: OWNER))
        yield from _held(path)


def _killed(videos: int, path: Path, server: DemoServer) -> Iterator[Figure]:
    """Kill what reads, again and again; each time another program goes on."""
    spoilt, at = 0, []
    for part in _KILLED_AT:
        database = IndexDatabase(path, lambda _salt: OWNER)
        with _program(
            "benchmarks.index_reading", server.base_url, str(path), server=server
        ) as program:
            while program.poll() is None:
                time.sleep(_LOOK_S)  # to count takes time from it
                if database.exists and _count(database) >= part * videos:
                    break
            program.kill()
        count = database.load().count
        base = database.reading_connection()
        tallied = counts_in(base)
        base.close()
        database.close()
        at.append(count)
        kinds = sum(number for (field, _), number in tallied.items() if field == "status")
        spoilt += kinds != count or count % PER_PAGE != 0
    note = f"killed with {', '.join(f'{count:,}' for count in at)} videos"
    yield Figure("files that are not right after a kill", spoilt, "file", most=0, note=note)


def _count(database: IndexDatabase) -> int:
    try:
        base = database.reading_connection()
    except IndexFaultError:
        return 0  # it is just being made
    try:
        return state_in(base).count
    finally:
        base.close()


def _read(videos: int, path: Path, server: DemoServer) -> Iterator[Figure]:
    sizes: list[tuple[int, float]] = []  # with how many videos
    database = IndexDatabase(path, lambda _salt: OWNER)
    before = _count(database)
    with _program("benchmarks.index_reading", server.base_url, str(path), server=server) as program:
        while program.poll() is None:
            if process.KNOWN:
                sizes.append((_count(database), process.memory_mb(program.pid)))
            time.sleep(_LOOK_S)  # to look at its memory takes time from it
        found = _told(program)
    if found["count"] != videos or not found["whole"]:
        raise MeasureError(f"{found['count']} of {videos} videos were read")
    note = f"{found['new'] / found['took']:,.0f} a second"
    yield Figure(f"read {found['new']:,.0f} videos, no limits", found["took"], "s", note=note)
    each = found["processor"] / found["new"] * _MS
    yield Figure("… processor time of a video", each, "ms")
    note = f"99 of a hundred at most {found['hold_99_ms']:.1f} ms"
    yield Figure("… longest hold of the loop", found["hold_ms"], "ms", most=16, note=note)
    # A tenth of the videos, not of the time: a tenth of that may go by with imports alone.
    tenth = before + found["new"] / 10
    settled = [size for count, size in sizes if size and count >= tenth]
    if len(settled) > 1:
        early = Reference("a tenth of the way", settled[0])
        note = f"at most {max(settled):.0f} MB"
        yield Figure("… memory at the end", settled[-1], "MB", early, most=1.05, note=note)
    size = sum(file.stat().st_size for file in path.parent.iterdir())
    yield Figure("bytes on the disk of a video", size / videos, "B", most=1_200)


def _beside_all(videos: int) -> Iterator[Figure]:
    """Write videos with the command line, and read as many into an index."""
    if (before := process.children_s()) is None:
        return
    with tempfile.TemporaryDirectory() as folder, served(videos) as server:
        file = f"{folder}/index.sqlite"
        with _program("benchmarks.index_reading", server.base_url, file, server=server) as program:
            _told(program)
        read = (between := process.children_s() or 0.0) - before
        arguments = "--base-url", server.base_url, "videos", "--all", "--format", "csv"
        with _program("kinescope_tui", *arguments, server=server) as program:
            program.communicate()
        written = (process.children_s() or 0.0) - between
    export = Reference("videos --all", written)
    yield Figure(f"processor time of {videos:,} videos", read, "s", export)


def _meanwhile(server: DemoServer, extent: Extent) -> Iterator[Figure]:
    """Move the cursor while the index is read, and while it is not."""
    calm_s: list[float] = []
    reading_s: list[float] = []
    with dashboard(server) as calm, dashboard(server) as shown:
        for program in (calm, shown):
            program.wait_for(ROWS)
            program.settle()
            moved(program)
        shown.write("I")
        shown.wait_for("indexing videos")
        shown.write("1")
        shown.settle()
        for _ in range(extent.rounds):
            calm_s += [took for took, _ in moved(calm)]
            reading_s += [took for took, _ in moved(shown)]
    told = "cursor down while the index is read"
    yield beside(told, reading_s, "the same at rest", calm_s, most=1.3)


def _held(path: Path) -> Iterator[Figure]:
    with _program("benchmarks.index_asking", str(path)) as program:
        found_of = _told(program)
    for told, found in found_of.items():
        note = f"answered after {found['took']:,.0f} ms; 99 of a hundred {found['hold_99']:.1f} ms"
        yield Figure(f"longest hold: {told}", found["hold"], "ms", most=16, note=note)


def _program(
    module: str, *arguments: str, server: DemoServer | None = None
) -> "subprocess.Popen[bytes]":
    token = {"KINESCOPE_API_TOKEN": server.token} if server is not None else {}
    return subprocess.Popen(  # noqa: S603 - this project's own programs
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**own_environment(), **token},
    )


def _told(program: "subprocess.Popen[bytes]") -> Any:
    told = program.communicate()[0]
    if program.returncode:
        raise MeasureError(f"a program ended with {program.returncode}")
    return json.loads(told)


def _asked(database: IndexDatabase) -> Iterator[Figure]:
    base = database.reading_connection()
    try:
        now = datetime.now(UTC)
        search = IndexSearch(base, now)
        keys = keys_of(search)
        scan = Reference("a scan by LIKE", scan_of(base) * _MS)
        yield Figure("a key of a search, median", statistics.median(keys) * _MS, "ms", most=16)
        high = statistics.quantiles(keys, n=20)[-1]
        yield Figure("a key of a search, 95th of a hundred", high * _MS, "ms", most=50)
        yield Figure("a key beside a scan", statistics.median(keys) * _MS, "ms", scan)
        whole = _took(lambda: search.facets(View()))
        yield Figure("filters with their counts", whole * _MS, "ms", scan, most=0.1)
        audits = _took(lambda: audit_answers(base, now))
        yield Figure("all audits", audits * _MS, "ms", scan)
    finally:
        base.close()


def _took(call: Callable[[], object]) -> float:
    """Return the processor time that something takes, in seconds."""
    began = time.thread_time()
    call()
    return time.thread_time() - began
