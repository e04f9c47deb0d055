"""Commands write what Kinescope's documents show as its answers, and tell of nothing odd in it."""

import json

import pytest
from command_line import ask
from recorded_answers import ANSWERS, serve_recorded
from scripted_server import ScriptedServer

from kinescope_tui.resources.registry import LISTINGS

NAMES = [name for name, listing in LISTINGS.items() if listing.path in ANSWERS]
DAYS = ("--from", "2020-08-30", "--to", "2020-09-01")


def test_every_command_writes_the_recorded_answers(scripted: ScriptedServer) -> None:
    serve_recorded(scripted)
    for name in NAMES:
        told = ask(scripted, name, "--format", "json")
        data = ANSWERS[LISTINGS[name].path]["data"]
        written = json.loads(told.stdout)
        rows = written if isinstance(written, list) else written["rows"]
        assert len(rows) == (len(data) if isinstance(data, list) else 1), name
        assert "hidden-" not in told.output, name
        assert "could not be read" not in told.output, name
        assert ask(scripted, name).exit_code == told.exit_code, name


@pytest.mark.parametrize("words", [("analytics", *DAYS), ("usage", *DAYS)])
def test_numbers_of_viewers_and_products_are_written(
    scripted: ScriptedServer, words: tuple[str, ...]
) -> None:
    serve_recorded(scripted)
    told = ask(scripted, *words)
    assert told.exit_code == 0, told.output
    assert "could not be read" not in told.output
