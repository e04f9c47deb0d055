"""`open TEXT` opens the dashboard with the whole of what was given."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kinescope_tui.cli import cli


def test_the_words_of_a_text_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    begun: list[str] = []

    def run_app(_sign_in: object, _settings: object, _history: object, opens: str) -> int:
        begun.append(opens)
        return 0

    monkeypatch.setattr("kinescope_tui.cli.open_thing.run_app", run_app)
    result = CliRunner().invoke(cli, ["open", "invoice", "INV-2026-17"])
    assert (result.exit_code, begun) == (0, ["invoice INV-2026-17"])
    assert CliRunner().invoke(cli, ["open"]).exit_code == 2
