"""Rows on standard output: in the order that was asked for, or it is said that they are not."""

import json

import pytest
from click.testing import CliRunner, Result
from command_line import NOTHING_KEPT
from conftest import TOKEN

from kinescope_tui.cli import cli
from kinescope_tui.demo import endpoints
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(5, hostile=False)


def run(demo: DemoServer, *words: str) -> Result:
    env = {"KINESCOPE_API_TOKEN": demo.token, "KINESCOPE_BASE_URL": demo.base_url, **NOTHING_KEPT}
    return CliRunner().invoke(cli, words, env=env)


def test_invoices_that_the_server_does_not_sort_are_sorted_here(workspace: Workspace) -> None:
    with DemoServer(workspace, token=TOKEN, limits=False) as demo:
        ran = run(demo, "invoices", "--order", "due_date", "--format", "jsonl", "--per-page", "10")
        refused = run(demo, "invoices", "--order", "nonsense")
    days = [json.loads(line)["due_date"] for line in ran.stdout.splitlines()]
    assert len(days) == 10
    assert days == sorted(days)
    assert "Sorted here by due_date.asc: the server cannot." in ran.stderr
    assert refused.exit_code
    assert not refused.stdout


def test_an_order_that_the_server_denies_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "_order", lambda *_asked: (("created_at", "desc"),))
    with DemoServer(workspace, token=TOKEN, limits=False) as demo:
        denied = run(demo, "videos", "--order", "title")
        kept = run(demo, "videos", "--order", "created_at.desc", "--all")
    told = "The server sorted by created_at.desc, not by title.asc."
    assert told in denied.stderr
    assert "sorted" not in kept.stderr


def test_all_rows_stand_in_the_order_that_is_asked_for_else_the_oldest_first(
    workspace: Workspace,
) -> None:
    with DemoServer(workspace, token=TOKEN, limits=False) as demo:
        for words, is_newest_first in (((), False), (("--order", "created_at.desc"), True)):
            ran = run(demo, "videos", "--all", *words, "--format", "jsonl")
            born = [json.loads(line)["created_at"] for line in ran.stdout.splitlines()]
            assert born == sorted(born, reverse=is_newest_first)
            assert "sorted" not in ran.stderr
