"""docs/architecture.md tells the rooms that there are, and names nothing that is gone."""

import re
from pathlib import Path

import pytest

import kinescope_tui

PACKAGE = Path(kinescope_tui.__file__).parent
TOLD = (PACKAGE.parent / "docs" / "architecture.md").read_text()


def rooms(folder: Path) -> set[str]:
    return {one.parent.name for one in folder.glob("*/__init__.py")}


def test_every_room_stands_in_the_table() -> None:
    lines = [line for line in TOLD.splitlines() if line.startswith("| `")]
    named = {name for line in lines for name in re.findall(r"`(\w+)/`", line.split("|")[1])}
    assert named == rooms(PACKAGE)


@pytest.mark.parametrize("room", ["services", "presentation"])
def test_so_do_its_domains(room: str) -> None:
    line = next(line for line in TOLD.splitlines() if line.startswith(f"| `{room}/`"))
    assert set(re.findall(r"`(\w+)`", line)) == rooms(PACKAGE / room)


def test_every_module_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)`", TOLD)
    missing = [name for name in named if not any((at / name).is_file() for at in
               (PACKAGE, PACKAGE.parent))]  # fmt: skip
    assert named
    assert missing == []
