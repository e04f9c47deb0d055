"""What time it is, and what the disk holds, is passed in: what a thing looks like hangs on neither.

Who reads the computer's clock by itself disagrees with those who are told the workspace's time, and
no test can turn it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "kinescope_tui"
CLOCKS = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.time_ns",
    "time.localtime",
}  # fmt: skip
OWN_CLOCK = {
    "presentation/requests/fault_report.py": "is of the program's end, whatever broke",
    "services/files/left_drafts.py": "marks a note for other programs",
    "services/requests/request_ledger.py": "drops what is old, of other programs too",
    "services/setup/diagnostics.py": "tells the computer's zone",
    "services/setup/report_folder.py": "names a file",
    "services/workspace/state_store.py": "marks a row for later starts",
}
"""Who may read it, and why: nothing that is shown of a workspace hangs on it."""
DISK = {"exists", "is_file", "is_dir", "stat", "read_text", "read_bytes", "iterdir", "open"}


def calls(path: Path) -> Iterator[str]:
    """Yield what is called in a module, with the name before the last dot."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])


def modules(room: str) -> dict[str, Path]:
    return {str(p.relative_to(PACKAGE)): p for p in sorted((PACKAGE / room).rglob("*.py"))}


@pytest.mark.parametrize("room", ["presentation", "resources", "services"])
def test_nobody_reads_the_clock_but_who_has_a_reason(room: str) -> None:
    read = {name for name, path in modules(room).items() if not CLOCKS.isdisjoint(calls(path))}
    assert read == {name for name in OWN_CLOCK if name.startswith(f"{room}/")}


def test_words_ask_no_disk() -> None:
    asking = {
        f"{name}: {call}"
        for name, path in modules("presentation").items()
        for call in calls(path)
        if call == "open" or ("." in call and call.split(".")[-1] in DISK)
    }
    assert not asking
