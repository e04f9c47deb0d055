"""Measures a search in an index of made-up videos: python -m benchmarks.searching FILE [ROWS].

The file is written if there is none, which takes about a third of a millisecond a row. Each key of
some texts is a question; beside it stands what SQLite's LIKE takes for the same over all rows.
"""

import sqlite3
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


def keys_of(search: IndexSearch) -> list[float]:
    """Return the processor time of each key of some texts that are searched for, in seconds."""
    newest, spent = Order.parse("created_at.desc"), []
    for text in _TEXTS:
        for end in range(1, len(text) + 1):
            used = time.thread_time()
            search.rows(View(newest, text[:end]), 0, 100)
            spent.append(time.thread_time() - used)
    return spent


def scan_of(base: sqlite3.Connection) -> float:
    """Return the processor time of looking through all titles and descriptions, in seconds."""
    used = time.thread_time()
    base.execute(
        "SELECT count(*) FROM rest WHERE title LIKE ? OR description LIKE ?",
        [f"%{_SCANNED}%"] * 2,
    ).fetchone()
    return time.thread_time() - used


def main(path: Path, rows: int) -> None:
    """Print what a key takes, in milliseconds of processor time."""
    database = write_index(path, rows)
    base = database.reading_connection()
    (size,) = base.execute("SELECT count(*) FROM fact").fetchone()
    print(f"{size:,} rows, {database.size / max(1, size):,.0f} bytes a row")
    spent = [1000 * taken for taken in keys_of(IndexSearch(base, datetime.now(UTC)))]
    median, high = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    print(f"{len(spent)} keys: median {median:.1f} ms, 95th of a hundred {high:.1f} ms")
    scan = 1000 * scan_of(base)
    print(f"a scan by LIKE: {scan:.0f} ms, {scan / median:.0f} times")
    base.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)  # noqa: PLR2004 - its own name and two more
