"""What is imported before something is asked, or said, is waited for."""

import os
import subprocess
import sys
from pathlib import Path


def modules_after(code: str, home: Path) -> set[str]:
    """Return the names of what a program has imported by its end."""
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    run = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    return set(run.stdout.split())


def test_the_first_request_waits_for_nothing_that_rows_do_not_need(tmp_path: Path) -> None:
    found = modules_after("import kinescope_tui.resources.videos", tmp_path)
    assert "kinescope_tui.resources.videos" in found
    assert not found & {"textual", "rich", "httpx", "tomllib", "zoneinfo"}
    assert not {name for name in found if name.startswith("kinescope_tui.services.time.")}


def test_help_reads_no_settings_where_there_are_none_and_no_command(tmp_path: Path) -> None:
    code = "from kinescope_tui.cli import cli\ncli(['--help'], standalone_mode=False)"
    found = modules_after(code, tmp_path)
    assert "kinescope_tui.cli.told_commands" in found
    assert not found & {"kinescope_tui.cli.commands", "kinescope_tui.resources.registry"}
    needless = {"tomllib", "json", "kinescope_tui.services.setup.settings"}
    assert not found & {*needless, "kinescope_tui.services.lists.view"}
