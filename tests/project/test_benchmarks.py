"""The benchmarks: that they run and say what they measure. How fast things are is no test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.measures import MEASURES

ROOT = Path(__file__).parent.parent.parent


def test_they_list_what_they_measure() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--list"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = [line.split()[0] for line in told.stdout.splitlines()]
    assert names[:11] == [f"P{number}" for number in range(1, 12)]
    assert {"bytes", "link", "export"} <= set(names)


def test_one_of_them_is_measured_alone_beside_its_reference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--only", "P6", "--rounds", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    figure, *others = document["figures"]
    assert {one["measure"] for one in (figure, *others)} == {"P6"}
    assert figure["reference"]["name"] == "json.loads"
    assert figure["ratio"] > 0
    assert figure["reached"] in {True, False}
    assert "cores" in document["machine"]


def test_what_takes_minutes_is_said_to_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "P6", "--rounds", "1"]) == 0
    told = capsys.readouterr().out
    assert "json.loads" in told
    assert "Not measured" not in told
    assert {name for name, measure in MEASURES.items() if measure.left_out} == {
        "P5",
        "P11",
        "export",
        "index",
    }


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--only", "P99"])
    assert "P99" in capsys.readouterr().err
