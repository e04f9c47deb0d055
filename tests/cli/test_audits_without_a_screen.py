"""Audits and changes without a screen: rows with what is not sure, and an audit as its videos."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TOKEN

from kinescope_tui.cli import cli
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with DemoServer(Workspace(60, hostile=False), token=TOKEN, limits=False) as demo:
        monkeypatch.setenv("KINESCOPE_BASE_URL", demo.base_url)

        def run_(*words: str) -> Result:
            monkeypatch.setenv("KINESCOPE_API_TOKEN", TOKEN)
            return CliRunner().invoke(cli, words)

        yield run_


def test_audits_are_rows_and_each_is_a_list(run: Callable[..., Result]) -> None:
    assert run("audit").exit_code == 1  # there is no index yet
    assert run("index").exit_code == 0
    found = run("audit", "--format", "json")
    rows = {row["id"]: row for row in json.loads(found.stdout)}
    assert rows["public"]["videos"] > 0
    assert rows["unwatched"]["cost_a_month"]
    assert rows["unwatched"]["currency"] == "EUR"
    assert "÷" in rows["unwatched"]["formula"]
    assert any("average" in told for told in rows["unwatched"]["uncertainties"])
    assert "as of" in found.stderr

    videos = run("audit", "public", "--all", "--format", "json")
    listed = json.loads(videos.stdout)
    assert len(listed) == rows["public"]["videos"]
    assert {row["privacy_type"] for row in listed} == {"anywhere"}
    assert "a month; based on" in videos.stderr
    assert run("audit", "nothing").exit_code == 2

    changed = run("changes", "--since", "-7d", "--format", "csv")
    assert changed.exit_code == 0
    assert changed.stdout.strip() == "at,what,title,video_id,old,new"
    assert run("changes", "--since", "soon").exit_code == 2
