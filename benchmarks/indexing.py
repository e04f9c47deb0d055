"""Reading a workspace into the index, and asking it: at every key, for filters, for audits."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import process
from benchmarks.dashboard import MANY, served
from benchmarks.figure import Figure, Reference
from benchmarks.index_reading import OWNER
from benchmarks.measure import Extent
from benchmarks.searching import keys_of, scan_of
from benchmarks.terminal_program import ROOT, MeasureError
from kinescope_tui.services.index.audit_answers import audit_answers
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.lists.view import View

_FEW = 10_000
_MS = 1e3


def reading(extent: Extent) -> Iterator[Figure]:
    """Read a million videos, or ten thousand, and ask for them."""
    videos = MANY if extent.is_full else _FEW
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        yield from _read(videos, path)
        yield from _asked(IndexDatabase(path, lambda _salt: OWNER))


def _read(videos: int, path: Path) -> Iterator[Figure]:
    with served(videos) as server:
        program = subprocess.Popen(  # noqa: S603 - this project's own program
            [sys.executable, "-m", "benchmarks.index_reading", server.base_url, str(path)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "KINESCOPE_API_TOKEN": server.token},
        )
        sizes: list[float] = []
        while program.poll() is None:
            if process.KNOWN:
                sizes.append(process.memory_mb(program.pid))
            time.sleep(0.2)  # to look at its memory takes time from it
        told = program.communicate()[0]
    if program.returncode:
        raise MeasureError(f"the reading ended with {program.returncode}")
    found = json.loads(told)
    if found["count"] != videos:
        raise MeasureError(f"{found['count']} of {videos} videos were read")
    note = f"{videos / found['took']:,.0f} a second, processor {found['processor']:.1f} s"
    yield Figure(f"read {videos:,} videos, no limits", found["took"], "s", note=note)
    note = f"99 of a hundred at most {found['hold_99'] * _MS:.1f} ms"
    yield Figure("… longest hold of the loop", found["hold"] * _MS, "ms", most=16, note=note)
    settled = [size for size in sizes if size][len(sizes) // 10 :]
    if len(settled) > 1:
        early = Reference("a tenth of the way", settled[0])
        yield Figure("… memory at the end", settled[-1], "MB", early, most=1.05)
    size = sum(file.stat().st_size for file in path.parent.iterdir())
    yield Figure("bytes on the disk of a video", size / videos, "B", most=1_200)


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
