"""What happens to tests in forked workers is told as if they had run in one process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import forked_workers
import pytest
from patience import until

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


HANGS = """
import pathlib, pytest, time
@pytest.fixture
def thing(tmp_path):
    pathlib.Path("begun").touch()
    yield
    pathlib.Path("ended").touch()
def test_hangs(thing): time.sleep(600)
"""
TELLS_MORE = """
def test_tells(record_property, tmp_path): record_property("said", "more")
"""


def start(folder: Path, *texts: str, options: Sequence[str] = ()) -> "subprocess.Popen[str]":
    """Run files of tests in three workers; which worker takes which is left to chance."""
    for number, text in enumerate(texts):
        (folder / f"test_{number}.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    own = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_DEBUG_TEMPROOT": str(folder),
        "PYTHONPATH": str(Path(forked_workers.__file__).parent),
    }
    words = ["-m", "pytest", "-rA", "-p", "forked_workers", "--workers", "3", *options]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    folder: Path, *texts: str, options: Sequence[str] = ()
) -> "subprocess.CompletedProcess[str]":
    with start(folder, *texts, options=options) as process:
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


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


def test_after_enough_failures_a_worker_runs_no_more_of_its_file(tmp_path: Path) -> None:
    ended = run(tmp_path, GOES_ON, options=["-x"])
    assert ended.returncode == 1
    assert "! stopping after 1 failures !" in ended.stdout
    assert "= 1 failed, 1 passed in " in ended.stdout


def test_who_interrupts_the_run_alone_interrupts_its_workers(tmp_path: Path) -> None:
    with start(tmp_path, HANGS) as process:
        for _ in until((tmp_path / "begun").exists):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()  # what a worker holds open has no end before it
    assert "! KeyboardInterrupt !" in out
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert (tmp_path / "ended").exists()


def test_what_else_is_told_of_a_test_gets_into_files_and_its_folder_is_let_go(
    tmp_path: Path,
) -> None:
    told = ["--junitxml", "told.xml", "-o", "junit_family=xunit1", "--durations=0", "-vv"]
    ended = run(tmp_path, TELLS_MORE, options=told)
    assert ended.returncode == 0
    assert '<property name="said" value="more"' in (tmp_path / "told.xml").read_text()
    assert "s setup    test_0.py::test_tells" in ended.stdout
    assert [*tmp_path.glob("pytest-of-*/pytest-0/test_tells0")]
    assert not [*tmp_path.rglob(".lock")]
