"""An index that was read, grown to a million videos: copies of all but those that are searched."""

import json
import sqlite3
from pathlib import Path

MILLION = 1_000_000
_COPIED = """
CREATE TEMP TABLE copied AS SELECT row_number() OVER (ORDER BY key) AS place, key AS old
  FROM rest WHERE title NOT LIKE '%' || ? || '%'
"""
_NUMBERS = """
CREATE TEMP TABLE made AS
  WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :missing)
  SELECT x AS key, old FROM n JOIN copied ON place = (x - 1) % (SELECT count(*) FROM copied) + 1
"""


def grow(path: Path, but_for: str) -> None:
    """Add copies of videos to an index, older than all that is there, until it has a million.

    Args:
        path: The file of an index that was read as a whole.
        but_for: What stands in the titles of videos that are there once.
    """
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA synchronous = OFF")
    base.execute("BEGIN IMMEDIATE")
    for index in ("title", "updated", "duration", "size"):
        base.execute(f"DROP INDEX fact_{index}")  # a search by words needs none of them
    (count,) = base.execute("SELECT count(*) FROM fact").fetchone()
    base.execute(_COPIED, (but_for,))
    base.execute(_NUMBERS, {"missing": MILLION - count})
    for table, own in (("fact", ("key", "id")), ("rest", ("key",))):
        columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
        values = ["made.key", "printf('%08x', made.key) || substr(f.id, 9)"][: len(own)]
        values += [f"f.{column}" for column in columns if column not in own]
        base.execute(
            f"INSERT INTO {table} ({', '.join((*own, *columns[len(own) :]))})"  # noqa: S608 - ours
            f" SELECT {', '.join(values)} FROM made JOIN {table} f ON f.key = made.old"
        )
    base.execute(
        "INSERT INTO found (rowid, text) SELECT made.key, '  ' || r.title FROM made"
        " JOIN rest r ON r.key = made.old ORDER BY made.key"
    )
    (written,) = base.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()
    state = json.loads(written) | {"total": MILLION}
    base.execute("REPLACE INTO meta VALUES ('state', ?)", (json.dumps(state),))
    base.execute("COMMIT")
    base.close()
