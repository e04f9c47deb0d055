"""A program that reads videos into an index: python -m benchmarks.index_reading URL FILE.

It takes the token from the environment, keeps no limits, goes on where another one was killed, and
ends with JSON: how long it took, how much of the processor, and how long the event loop was held,
which others measure by.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.loop_beats import LoopBeats
from kinescope_tui.api import Clock, KinescopeClient, Pacer, Priority, Token
from kinescope_tui.api.order import Order
from kinescope_tui.cli.wiring import TURN_S
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_reader import IndexReader
from kinescope_tui.terminal import garbage

OWNER = "benchmark"


async def read(base_url: str, path: Path) -> dict[str, float]:
    """Read everything, and return what that took; times are in seconds."""
    token, clock = Token.parse(os.environ["KINESCOPE_API_TOKEN"]), Clock()
    garbage.freeze_startup_objects()
    sys.setswitchinterval(TURN_S)
    database = IndexDatabase(path, lambda _salt: OWNER)
    there = database.load().count if database.exists else 0
    began = time.monotonic()
    async with KinescopeClient(token, base_url=base_url, pacer=Pacer(())) as client:
        # The first request imports what it needs; the dashboard has done that long ago.
        await client.videos(page=1, order=Order(), priority=Priority.BULK)
        async with LoopBeats() as beats:
            reader = IndexReader(client, database, clock)
            await reader.read()
    database.close()
    return {
        "took": time.monotonic() - began,
        "processor": time.process_time(),
        "count": reader.state.count,
        "new": reader.state.count - there,
        "whole": reader.state.is_whole,
        "hold_99_ms": beats.high_ms,
        "hold_ms": beats.longest_ms,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(read(sys.argv[1], Path(sys.argv[2])))))
