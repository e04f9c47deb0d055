"""`kinescope-tui workspaces` writes a row for each profile, and says by its status if one lacks."""

import json

from click.testing import CliRunner

from kinescope_tui.cli import cli
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.presentation.workspace_words import WORKSPACE_FIELDS


def test_the_demo_is_one_workspace() -> None:
    result = CliRunner().invoke(cli, ["workspaces", "--demo", "--format", "json"])
    (row,) = json.loads(result.stdout)
    assert (result.exit_code, list(row)) == (ExitStatus.OK, list(WORKSPACE_FIELDS))
    assert (row["profile"], row["videos"], row["problem"]) == ("demo", 5000, None)


def test_where_there_is_no_profile_it_is_said_how_to_add_one(tmp_path: object) -> None:
    where = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    result = CliRunner().invoke(cli, ["workspaces"], env={**where, **keyring})
    assert result.exit_code == ExitStatus.SIGN_IN
    assert "Add one with kinescope-tui login --profile NAME" in result.stderr


def test_a_workspace_that_cannot_be_read_makes_the_status_4(tmp_path: object) -> None:
    environment = {
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
        "KINESCOPE_API_TOKEN": "00000000-0000-4000-8000-00000000beef",
        "KINESCOPE_BASE_URL": "http://127.0.0.1:9",
    }
    result = CliRunner().invoke(cli, ["workspaces", "--format", "jsonl"], env=environment)
    assert result.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 1 workspace could only be read in part." in result.stderr
    assert json.loads(result.stdout)["videos"] is None
