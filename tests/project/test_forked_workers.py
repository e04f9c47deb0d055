"""What happens to tests in forked workers is told as if they had run in one process."""

import os
import subprocess
import sys
from pathlib import Path

import forked_workers

GOES_ON = """
import pytest
def test_passes(): pass
def test_fails():
    print("said here")
    assert [1] == [2]
def test_is_skipped(): pytest.skip("for a reason")
@pytest.fixture
def broken(): raise ValueError("no start")
def test_has_no_start(broken): pass
"""
DIES = """
import os
def test_passes(): pass
def test_dies(): os._exit(7)
def test_never_comes(): pass
"""
LEAVES_SOMETHING = """
def test_passes():
    class Left:
        def __init__(self): self.me = self
        def __del__(self): raise ValueError("left behind")
    Left()
"""


def run(folder: Path, *texts: str) -> "subprocess.CompletedProcess[str]":
    """Run files of tests in three workers; which worker takes which is left to chance."""
    for number, text in enumerate(texts):
        (folder / f"test_{number}.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    own = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(Path(forked_workers.__file__).parent),
    }
    words = ["-m", "pytest", "-rA", "-p", "forked_workers", "--workers", "3"]
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_that_tests_do_is_told(tmp_path: Path) -> None:
    ended = run(tmp_path, GOES_ON, "def test_passes(): pass")
    assert ended.returncode == 1
    for said in (
        "test_0.py .FsE", "test_1.py .",
        "Captured stdout call -----------------------------\nsaid here\n",
        "FAILED test_0.py::test_fails - assert [1] == [2]\n",
        "SKIPPED [1] test_0.py:7: for a reason\n",
        "ERROR test_0.py::test_has_no_start - ValueError: no start\n",
        "= 1 failed, 2 passed, 1 skipped, 1 error in ",
    ):  # fmt: skip
        assert said in ended.stdout


def test_what_is_left_behind_is_told(tmp_path: Path) -> None:
    ended = run(tmp_path, LEAVES_SOMETHING)
    assert ended.returncode == 1
    assert "test_0.py ." in ended.stdout
    assert "ValueError: left behind" in ended.stderr


def test_a_worker_that_dies_fails_the_run(tmp_path: Path) -> None:
    ended = run(tmp_path, DIES)
    assert ended.returncode == 1
    for said in (
        "test_0.py .F",
        "FAILED test_0.py::test_dies - the worker ended with 7\n",
        "! a worker ended with 7",
        "= 1 failed, 1 passed in ",
    ):
        assert said in ended.stdout
