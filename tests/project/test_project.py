"""The project itself: what is installed, what is generated, what the README says."""

import asyncio
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from readme import README, with_keys

from kinescope_tui import __version__, keymap
from kinescope_tui.cli import cli
from kinescope_tui.dialogs.copy_menu import CopyMenu
from kinescope_tui.dialogs.help import HelpScreen
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.settings_screen import SettingsScreen
from kinescope_tui.services.settings import Settings, Source, load_settings
from kinescope_tui.stylesheet import STYLESHEET
from kinescope_tui.widgets.virtual_table import VirtualTable
from screenshots import FOLDER, PICTURES

ROOT = Path(__file__).parent.parent.parent


def test_the_wheel_carries_the_stylesheet_and_starts(tmp_path: Path) -> None:
    wheel = next(
        iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    )
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("kinescope_tui/styles.tcss") == STYLESHEET.read_bytes()
        archive.extractall(tmp_path / "installed")
    assert "kinescope_tui/py.typed" in names
    assert not any(name.startswith("tests") for name in names)
    code = "from kinescope_tui.stylesheet import STYLESHEET; print(STYLESHEET)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert told.stdout.strip().startswith(str((tmp_path / "installed").resolve()))


def test_the_readme_shows_the_keys_that_exist() -> None:
    assert README.read_text() == with_keys(README.read_text()), "run: python3 dev.py readme"


def test_the_readme_names_commands_and_options_that_exist() -> None:
    text = README.read_text()
    shown = dict(re.findall(r"^\| `kinescope-tui ([a-z-]+)([^`]*)`", text, re.MULTILINE))
    assert set(shown) == set(cli.commands)
    for name, command in cli.commands.items():
        named = {option for parameter in command.params for option in parameter.opts}
        options = {option for option in named if option.startswith("--")}
        assert set(re.findall(r"--[a-z-]+", shown[name])) == options - {"-h", "--help"}


def test_the_readmes_two_commands_come_first_and_exist() -> None:
    first = re.findall(r"```sh\n(.*?)\n```", README.read_text(), re.DOTALL)[:2]
    assert first == ["python3 dev.py demo", "python3 dev.py test"]
    told = subprocess.run(
        [sys.executable, ROOT / "dev.py", "help"], capture_output=True, text=True, check=True
    )
    assert all(f"{command} " in told.stdout for command in first)


def test_the_readmes_settings_are_understood_and_the_defaults(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)\n```", README.read_text(), re.DOTALL)
    (tmp_path / "config.toml").write_text(shown[0])
    settings = load_settings(tmp_path / "config.toml")
    assert settings.problems == ()
    said = {name: setting.value for name, setting in settings.items()}
    assert {setting.source for _, setting in settings.items()} == {Source.FILE}
    defaults = {name: setting.value for name, setting in Settings().items()}
    assert said | {"keys.bindings": ()} == defaults
    assert said["keys.bindings"] == tuple(
        (key.id, key.keys) for key in keymap.KEYS if key.id in dict(said["keys.bindings"])
    )


def test_the_readmes_pictures_exist() -> None:
    pictures = set(re.findall(r"screenshots/([a-z-]+)\.svg", README.read_text()))
    assert pictures == set(PICTURES) == {file.stem for file in FOLDER.iterdir()}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_program_as_it_is(name: str) -> None:
    drawn = asyncio.run(PICTURES[name]())
    assert (FOLDER / f"{name}.svg").read_text() == drawn, "run: python3 dev.py screenshots"


def test_the_version_is_one() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    "groups",
    [
        ("app", "screen", "list", "table"),
        ("app", "screen", "video", "scroll"),
        ("app", "mode", "screen", "view", "settings"),
        ("copy", "dialog"),
        ("scroll", "dialog"),
    ],
)
def test_no_two_actions_of_a_place_share_a_key(groups: tuple[str, ...]) -> None:
    taken: dict[str, str] = {}
    for key in (key for group in groups for key in keymap.keys_of(group)):
        for name in key.keys.split(","):
            assert name not in taken, f"{name} runs {taken.get(name)} and {key.id}"
            taken[name] = key.id


def test_every_action_has_an_id_of_its_own_and_is_declared_once() -> None:
    ids = [key.id for key in keymap.KEYS]
    assert len(ids) == len(set(ids))
    assert {key.group for key in keymap.KEYS} == set(keymap.GROUPS)
    forbidden = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+s", "ctrl+a", "ctrl+b"}
    assert not forbidden & {name for key in keymap.KEYS for name in key.keys.split(",")}


@pytest.mark.parametrize(
    ("place", "group"),
    [
        (VirtualTable, "table"), (ListScreen, "list"), (DetailScreen, "video"),
        (SettingsScreen, "settings"),
        (CopyMenu, "copy"), (CopyMenu, "dialog"), (HelpScreen, "dialog"),
    ],
)  # fmt: skip
def test_every_declared_action_is_one_that_its_place_has(place: type, group: str) -> None:
    for key in keymap.keys_of(group):
        assert hasattr(place, f"action_{key.action.partition('(')[0]}")
