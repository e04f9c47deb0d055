"""The benchmarks: that they run and say what they measure. How fast things are is no test."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_they_list_what_they_measure() -> None:
    told = run("--list")
    assert told.returncode == 0
    names = [line.split()[0] for line in told.stdout.splitlines()]
    assert names[:11] == [f"P{number}" for number in range(1, 12)]
    assert {"bytes", "link", "export"} <= set(names)


def test_one_of_them_is_measured_alone_beside_its_reference() -> None:
    told = run("--only", "P6", "--rounds", "1", "--json")
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    figure, *others = document["figures"]
    assert {one["measure"] for one in (figure, *others)} == {"P6"}
    assert figure["reference"]["name"] == "json.loads"
    assert figure["ratio"] > 0
    assert figure["reached"] in {True, False}
    assert "cores" in document["machine"]


def test_what_takes_minutes_is_said_to_be_left_out() -> None:
    told = run("--only", "P6", "--rounds", "1")
    assert "json.loads" in told.stdout
    assert "Not measured" not in told.stdout
    from benchmarks.measures import MEASURES

    assert {name for name, measure in MEASURES.items() if measure.left_out} == {
        "P5",
        "P11",
        "export",
        "index",
    }


def test_a_name_that_is_none_is_refused() -> None:
    told = run("--only", "P99")
    assert told.returncode == 2
    assert "P99" in told.stderr
