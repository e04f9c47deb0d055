"""A reading that nobody waits for says what ended it, whatever that was."""

import asyncio
from pathlib import Path

import pytest
from indexing import NOW, Workspace, video
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.services.index.workspace_index import WorkspaceIndex


@pytest.mark.parametrize("fault", [OverflowError("too large"), KeyError("x")])
async def test_a_fault_of_the_program_is_not_silent(tmp_path: Path, fault: Exception) -> None:
    def broken() -> None:
        raise fault

    there = Workspace([video(n) for n in range(120)])
    index = WorkspaceIndex(
        there.client, lambda _salt: "me", tmp_path / "i.sqlite", TurnedClock(NOW), most_mb=64
    )
    there.at[2] = broken
    index.start()
    for _ in until(lambda: not index.is_reading):
        await asyncio.sleep(0)
    told = str(index.failure)
    assert type(fault).__name__ in told
    assert "`:index` tries again" in told
    there.at.clear()
    assert await index.read()
    assert index.failure is None
    assert (await index.look()).count == 120
    await index.aclose()
