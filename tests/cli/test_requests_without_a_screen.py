"""What was asked, on standard output: commands keep it, and write it, and bundle it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TOKEN
from scripted_server import REQUEST_ID, ScriptedServer, answer, page

from kinescope_tui.cli import cli

VIDEOS = page({"id": "v1", "title": "Video 1", "status": "done"})
DENIED = answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden")


@pytest.fixture
def run(scripted: ScriptedServer, tmp_path: Path) -> Callable[..., Result]:
    def run(*words: str) -> Result:
        environment = {
            "KINESCOPE_API_TOKEN": TOKEN,
            "KINESCOPE_BASE_URL": scripted.url,
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        }
        return CliRunner().invoke(cli, words, env=environment)

    return run


def test_what_commands_asked_is_written_and_bundled_and_asks_nothing(
    run: Callable[..., Result], scripted: ScriptedServer, tmp_path: Path
) -> None:
    scripted.script = [DENIED]
    assert run("get", "/v1/videos?q=Anna").exit_code == 1
    scripted.script = [VIDEOS]
    assert run("get", "/v1/videos").exit_code == 0
    asked = len(scripted.requests)
    told = run("requests", "--format", "jsonl")
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(row["status"], row["asker"]) for row in rows] == [(200, "headless"), (403, "headless")]
    assert rows[1]["error"]["code"] == 100103
    assert "Anna" not in told.stdout
    assert TOKEN not in told.stdout
    (failed,) = json.loads(run("requests", "--failed", "--format", "json").stdout)
    assert failed["name"] == "ACCESS_DENIED"
    both = json.loads(run("requests", "--id", REQUEST_ID.upper(), "--format", "json").stdout)
    assert len(both) == 2
    assert run("requests", "--id", "none", "--format", "jsonl").stdout == ""
    table = run("requests", "--since", "-1h", "--plain").stdout
    assert "GET /v1/videos?q=HIDDEN" in table
    bundle = run("bundle", "--since", "-1h", "--what", "The list is refused.").stdout
    assert bundle.startswith("The list is refused.")
    assert REQUEST_ID in bundle
    assert "First request in full" in bundle
    assert run("requests", "--since", "soon").exit_code == 2
    assert len(scripted.requests) == asked

    file = tmp_path / "sent.jsonl"
    file.write_text(told.stdout)
    again = run("requests", "--file", str(file), "--failed", "--format", "csv").stdout
    assert again.splitlines()[1].split(",")[4:7] == ["403", "100103", "ACCESS_DENIED"]
    assert "403" in run("bundle", "--file", str(file)).stdout
    assert run("requests", "--file", str(tmp_path)).exit_code == 2


def test_a_setting_keeps_nothing(
    run: Callable[..., Result], scripted: ScriptedServer, tmp_path: Path
) -> None:
    scripted.script = [VIDEOS]
    assert run("--set", "ledger=off", "get", "/v1/videos").exit_code == 0
    assert not list((tmp_path / "state").rglob("requests-*"))
    told = run("--set", "ledger=off", "requests")
    assert told.exit_code == 2
    assert "Requests are not kept" in told.stderr
