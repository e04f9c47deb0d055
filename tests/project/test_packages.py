"""The program is built with Textual, httpx, keyring and humanize: what each does is not ours."""

import re
import tomllib
from pathlib import Path

import pytest

import kinescope_tui

PACKAGE = Path(kinescope_tui.__file__).parent
_CHOSEN = ("textual", "httpx", "keyring", "humanize")


@pytest.mark.parametrize("name", _CHOSEN)
def test_a_chosen_package_is_required_and_used(name: str) -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    required = {re.split(r"[^\w-]", line)[0] for line in project["project"]["dependencies"]}
    assert name in required
    imported = re.compile(rf"^\s*(?:import|from) {name}\b", re.MULTILINE)
    files = PACKAGE.rglob("*.py")
    assert any(imported.search(file.read_text(encoding="utf-8")) for file in files)
