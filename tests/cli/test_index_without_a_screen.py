"""The index without a screen: read, asked and erased; and it goes with what was seen last."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TOKEN

from kinescope_tui.cli import cli
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.state_store import StateStore


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, hostile=False)


@pytest.fixture
def demo(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, token=TOKEN, limits=False) as running:
        yield running


@pytest.fixture
def run(demo: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("KINESCOPE_BASE_URL", demo.base_url)

    def run_(*words: str) -> Result:
        monkeypatch.setenv("KINESCOPE_API_TOKEN", TOKEN)
        return CliRunner().invoke(cli, words)

    return run_


def test_an_index_is_read_asked_and_erased(run: Callable[..., Result]) -> None:
    found = run("videos", "--indexed")
    assert found.exit_code == 1
    assert "kinescope-tui index" in found.stderr
    assert "no index" in run("index", "--status").stdout

    assert "30 videos of 30" in run("index").stdout.replace("\u00a0", " ")
    words = ("--where", "privacy=anywhere", "--order", "size.desc", "--all", "--format", "json")
    found = run("videos", "--indexed", *words)
    rows = json.loads(found.stdout)
    assert {row["privacy_type"] for row in rows} == {"anywhere"}
    sizes = [row["size_bytes"] for row in rows if row["size_bytes"] is not None]
    assert sizes == sorted(sizes, reverse=True)
    assert "as of" in found.stderr

    counted = run("sql", "SELECT count(*) AS n FROM videos", "--format", "jsonl")
    assert json.loads(counted.stdout) == {"n": 30}
    assert run("sql", "DROP TABLE fact").exit_code == 1
    assert run("videos", "--where", "size>1GB").exit_code == 2
    assert run("videos", "--indexed", "--where", "colour=red").exit_code == 2

    assert "erased" in run("index", "--forget").stdout
    assert "no index" in run("index", "--status").stdout


def test_it_is_moved_and_erased_with_what_was_seen_last(tmp_path: Path) -> None:
    old, new = (StateStore(tmp_path / f"seen-{name}.sqlite") for name in ("old", "new"))
    assert old.index_path == tmp_path / "index-old.sqlite"
    assert new.index_path is not None
    (tmp_path / "index-old.sqlite").write_text("rows")
    (tmp_path / "index-old.sqlite-wal").write_text("more")
    old.move_to(tmp_path / "seen-new.sqlite")
    assert new.index_path.read_text() == "rows"
    new.forget()
    assert not list(tmp_path.glob("index-*"))
