"""A program that reads 600 videos into an index, and tells of each page before it is committed."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from indexing import Workspace, reader, video

from kinescope_tui.services.index.index_database import IndexDatabase, Written
from kinescope_tui.services.index.indexed_video import VideoRow


class TellingDatabase(IndexDatabase):
    def put(
        self,
        base: sqlite3.Connection,
        rows: Sequence[VideoRow],
        reading: int,
        *,
        at: int | None = None,
    ) -> Written:
        written = super().put(base, rows, reading, at=at)
        sys.stdout.write("written\n")
        sys.stdout.flush()
        return written


if __name__ == "__main__":
    kept = TellingDatabase(Path(sys.argv[1]) / "index.sqlite", lambda _salt: "me")
    asyncio.run(reader(Workspace([video(n) for n in range(600)]), kept).read())
