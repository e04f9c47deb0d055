"""A program that reads videos into an index: python -m benchmarks.index_reading URL FILE.

It takes the token from the environment, keeps no limits, and ends with JSON: how long it took, how
much of the processor, and how long the event loop was held at most, which others measure by.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from kinescope_tui.api import Clock, KinescopeClient, Pacer, Token
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_reader import IndexReader

OWNER = "benchmark"
_TICK_S = 0.002


async def read(base_url: str, path: Path) -> dict[str, float]:
    """Read everything, and return what that took; times are in seconds."""
    token, clock = Token.parse(os.environ["KINESCOPE_API_TOKEN"]), Clock()
    holds: list[float] = []
    ticking = asyncio.create_task(_tick(holds))
    began = time.monotonic()
    async with KinescopeClient(token, base_url=base_url, pacer=Pacer.unlimited()) as client:
        database = IndexDatabase(path, lambda _salt: OWNER)
        reader = IndexReader(client, database, clock)
        await reader.read()
    ticking.cancel()
    database.close()
    holds.sort()
    return {
        "took": time.monotonic() - began,
        "processor": time.process_time(),
        "count": reader.state.count,
        "hold_99": holds[len(holds) * 99 // 100],
        "hold": holds[-1],
    }


async def _tick(holds: list[float]) -> None:
    """Note how much later than wanted the loop comes back, again and again."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(_TICK_S)
        holds.append(time.monotonic() - before - _TICK_S)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(read(sys.argv[1], Path(sys.argv[2])))))
