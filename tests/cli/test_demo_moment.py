"""The moment of a demo is one of time, or it is said that it is none."""

import pytest
from click.testing import CliRunner

from kinescope_tui.cli import cli


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "1200-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", [("demo",), ("demo-server", "--port", "0")])
def test_what_is_no_moment_is_refused_before_anything_starts(
    command: tuple[str, ...], text: str
) -> None:
    said = CliRunner().invoke(cli, [*command, "--now", text])
    assert said.exit_code == 2
    assert f"{text!r} is not a moment from 1980 on, like 2026-08-22T12:00:00Z." in said.output
