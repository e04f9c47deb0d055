"""Measures a search in an index of made-up videos: python -m benchmarks.searching FILE [ROWS].

The file is written if there is none, which takes about a third of a millisecond a row. Each key of
some texts is a question; beside it stands what SQLite's LIKE takes for the same over all rows.
"""

import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.indexed_rows import write_index
from kinescope_tui.api.order import Order
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.lists.view import View

_TEXTS = (
    "матрицы предел", "вебинар часть 3", "sdk token", "raw_cam12", "онбординг курс", "zzqx",
    "graph stream", "студия монтажа", "metric server", "конспект задание", "стадинае",
)  # fmt: skip
_SCANNED = "матрицы"


def main(path: Path, rows: int) -> None:
    """Print what a key takes, in milliseconds of wall and of processor time."""
    database = write_index(path, rows)
    base = database.reading_connection()
    (size,) = base.execute("SELECT count(*) FROM fact").fetchone()
    print(f"{size:,} rows, {database.size / max(1, size):,.0f} bytes a row")
    search, newest = IndexSearch(base, datetime.now(UTC)), Order.parse("created_at.desc")
    wall, spent = [], []
    for text in _TEXTS:
        for end in range(1, len(text) + 1):
            began, used = time.perf_counter(), time.thread_time()
            search.rows(View(newest, text[:end]), 0, 100)
            wall.append(1000 * (time.perf_counter() - began))
            spent.append(1000 * (time.thread_time() - used))
    for told, times in (("wall", wall), ("processor", spent)):
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{len(times)} keys, {told}: median {median:.1f} ms, 95th of a hundred {high:.1f} ms")
    used = time.thread_time()
    base.execute(
        "SELECT count(*) FROM rest WHERE title LIKE ? OR description LIKE ?",
        [f"%{_SCANNED}%"] * 2,
    ).fetchone()
    scan = 1000 * (time.thread_time() - used)
    print(f"a scan by LIKE, processor: {scan:.0f} ms, {scan / statistics.median(spent):.0f} times")
    base.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)  # noqa: PLR2004
