"""Whatever measures or waits in the API service asks its clock, so that tests can turn it."""

import ast
from pathlib import Path

import pytest

from kinescope_tui import api

FOLDER = Path(api.__file__).parent
OTHER_CLOCKS = {
    "time.time", "time.monotonic", "time.sleep", "time.perf_counter", "datetime.now",
    "datetime.utcnow", "asyncio.sleep", "asyncio.wait_for", "loop.time", "loop.call_later",
}  # fmt: skip


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_nothing_tells_the_time_by_itself(file: Path) -> None:
    if file.stem == "clock":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            is_yield = ast.unparse(node) == "asyncio.sleep(0)"  # others' turn: no time is waited
            assert called not in OTHER_CLOCKS or is_yield, f"{file.name}:{node.lineno}"
            # Without an end of its own it only marks the block that an alarm of the clock ends.
            is_endless = [ast.unparse(given) for given in node.args] == ["None"]
            assert called != "asyncio.timeout" or is_endless, f"{file.name}:{node.lineno}"
