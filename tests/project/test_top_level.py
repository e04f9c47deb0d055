"""The top level stays as short as somebody who comes here can take in."""

import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
_KNOWN = {
    "CHANGELOG.md", "LICENSE", "README.md", "benchmarks", "constraints.txt", "dev.py", "docs",
    "kinescope_tui", "pyproject.toml", "screenshots", "styles.tcss", "tests",
}  # fmt: skip


def test_nothing_stands_at_the_top_that_does_not_belong_there() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("this is no checkout that git would tell about")
    top = {name.partition("/")[0] for name in listed.stdout.split("\0") if name}
    assert {name for name in top if not name.startswith(".")} == _KNOWN
