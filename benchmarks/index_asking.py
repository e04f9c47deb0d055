"""A program that asks an index as the dashboard does: python -m benchmarks.index_asking FILE.

It ends with JSON: of each kind of question how long the event loop was held, and how long the
answers took, in milliseconds, which others measure by.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.index_reading import OWNER
from benchmarks.loop_beats import LoopBeats
from kinescope_tui.api.order import Order
from kinescope_tui.cli.wiring import TURN_S
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_query import IndexQuery
from kinescope_tui.services.lists.view import View
from kinescope_tui.terminal import garbage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_PATIENCE_S = 600.0  # on a busy machine
_NEWEST = Order.parse("created_at.desc")
_TYPED = "лекция матр"
_NARROWED = View(_NEWEST, filters=(("privacy", "anywhere"),))
_ALL = View(_NEWEST)


async def ask(path: Path) -> dict[str, dict[str, float]]:
    """Ask, and return what that took by what was asked."""
    garbage.freeze_startup_objects()
    sys.setswitchinterval(TURN_S)
    database = IndexDatabase(path, lambda _salt: OWNER)
    query = IndexQuery(database, lambda: datetime.now(UTC), limit_s=_PATIENCE_S)

    async def typed() -> None:
        for end in range(1, len(_TYPED) + 1):
            await query.rows(View(_NEWEST, _TYPED[:end]))

    async def given_up() -> None:
        scanning = asyncio.create_task(query.groups(_NARROWED, "tag"))
        await asyncio.sleep(0.1)  # so long somebody looks before typing on
        await query.rows(View(_NEWEST, "sdk"))
        await asyncio.gather(scanning, return_exceptions=True)

    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "a search, key by key": typed,
        "filters of all videos": lambda: query.facets(_ALL),
        "filters of a part": lambda: query.facets(_NARROWED),
        "tags of all videos": lambda: query.groups(_ALL, "tag"),
        "tags of a part": lambda: query.groups(_NARROWED, "tag"),
        "a search that gives up a group": given_up,
        "10,000 rows of SQL": lambda: query.sql("SELECT * FROM videos"),
        "audits": query.audits,
    }
    found = {}
    for told, question in questions.items():
        async with LoopBeats() as beats:
            await asyncio.sleep(0)  # the first beat begins
            began = time.monotonic()
            await question()
            took = time.monotonic() - began
        found[told] = {"took": took * 1e3, "hold": beats.longest_ms, "hold_99": beats.high_ms}
    query.close()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(ask(Path(sys.argv[1])))))
