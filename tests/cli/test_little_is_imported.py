"""What is imported before something is asked, or said, is waited for."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from kinescope_tui import widgets
from kinescope_tui.app import workspace_gate


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


def test_soon_after_the_first_rows_no_pane_has_to_be_imported_by_a_key(tmp_path: Path) -> None:
    code = "from kinescope_tui.app import workspace_gate\nworkspace_gate._have_ready()"
    found = modules_after(code, tmp_path)
    folder = Path(widgets.__path__[0])
    assert {f"{widgets.__name__}.{file.stem}" for file in folder.glob("[!_]*.py")} <= found


def test_what_is_imported_ahead_is_there() -> None:
    names = [
        name
        for told, value in vars(workspace_gate).items()
        if told.startswith("_NEEDED")
        for name in value
    ]
    assert len(names) > 20
    assert [name for name in names if find_spec(name) is None] == []


def test_a_preview_beside_the_first_rows_is_imported_ahead(tmp_path: Path) -> None:
    code = "from kinescope_tui.app import workspace_gate\nworkspace_gate._import_to_show({})"
    pane = "kinescope_tui.widgets.preview_pane"
    assert pane in modules_after(code.format(120), tmp_path)
    assert pane not in modules_after(code.format(80), tmp_path)


def test_the_first_rows_wait_for_no_pane_beside_them(tmp_path: Path) -> None:
    code = "import kinescope_tui.screens.list_screen, kinescope_tui.resources.videos"
    found = modules_after(code, tmp_path)
    assert "kinescope_tui.screens.list_screen" in found
    panes = {"preview_pane", "list_filters_pane", "project_tree", "list_summary", "column_page"}
    assert not {f"kinescope_tui.widgets.{pane}" for pane in panes} & found
    assert "kinescope_tui.presentation.lists.preview" not in found
