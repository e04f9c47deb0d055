"""The project itself: what is installed, what is generated, what the README says."""

import asyncio
import importlib
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import FULL
from documentation import DOCS, PAGES, README, up_to_date
from hatchling.builders.wheel import WheelBuilder
from said_texts import texts_in
from textual.actions import parse
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

import kinescope_tui
from kinescope_tui import __version__
from kinescope_tui.app import KinescopeApp
from kinescope_tui.cli import cli
from kinescope_tui.keys import keymap
from kinescope_tui.keys.remapping import remapped
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.setup.settings import Preset, Settings, Source, load_settings
from kinescope_tui.stylesheet import STYLESHEET
from screenshots import DEAR, FOLDER, RUNS, drawn, steady

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_generated_in_the_documentation_is_as_the_program_has_it(page: Path) -> None:
    text = page.read_text()
    assert text == up_to_date(text), "run: python3 dev.py docs"


def test_the_documentation_shows_every_key_and_command() -> None:
    keys, commands = ((DOCS / name).read_text() for name in ("keys.md", "command-line.md"))
    assert all(f"| {key.help} |" in keys for key in keymap.KEYS)
    assert all(f"`kinescope-tui {name}" in commands for name in cli.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_documentation_leads_to_what_exists(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text()):
        name, _, heading = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.is_file(), target
        titles = re.findall(r"^#+ (.+)$", there.read_text(), re.MULTILINE) if heading else []
        assert not heading or heading in {title.lower().replace(" ", "-") for title in titles}


def test_the_readmes_two_commands_come_first_and_exist() -> None:
    first = re.findall(r"```sh\n(.*?)\n```", README.read_text(), re.DOTALL)[:2]
    assert first == ["python3 dev.py demo", "python3 dev.py test"]
    told = subprocess.run(
        [sys.executable, ROOT / "dev.py", "help"], capture_output=True, text=True, check=True
    )
    assert all(f"{command} " in told.stdout for command in first)


def test_the_settings_that_are_shown_are_understood_and_the_defaults(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)\n```", (DOCS / "settings.md").read_text(), re.DOTALL)
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


def test_the_gallery_shows_every_picture() -> None:
    text = (DOCS / "gallery.md").read_text()
    pictures = set(re.findall(r"screenshots/([a-z-]+)\.svg", text))
    known = {name for run in RUNS for name in run}
    assert pictures == known == {file.stem for file in FOLDER.iterdir()}


@pytest.mark.parametrize(
    "names", [run for run in RUNS if FULL or DEAR.isdisjoint(run)], ids=" ".join
)
def test_pictures_show_the_program_as_it_is(names: tuple[str, ...]) -> None:
    pictures = asyncio.run(drawn(names))
    assert tuple(pictures) == names
    for name, picture in pictures.items():
        assert (FOLDER / f"{name}.svg").read_text() == picture, "run: python3 dev.py screenshots"


def test_pictures_of_what_a_server_said_are_of_no_day() -> None:
    said = "date Mon, 01 Jan 2035 23:59:59 GMT"
    assert steady(said) == "date Sat, 22 Aug 2026 12:00:00 GMT"


def test_the_version_is_one() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


def declared(kind: type) -> set[str]:
    """Return the groups of keys that a class binds, with those of its bases."""
    bound = (base.__dict__.get("BINDINGS", ()) for base in kind.__mro__)
    ids = {binding.id for bindings in bound for binding in bindings if hasattr(binding, "id")}
    return {name.partition(".")[0] for name in ids if name} & set(keymap.GROUPS)


def kinds_of(base: type) -> set[type]:
    """Return the program's classes that are of a kind."""
    for module in pkgutil.walk_packages(kinescope_tui.__path__, "kinescope_tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, left = set(), [base]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("kinescope_tui."):
            found.add(kind)
    return found


def test_no_two_actions_of_a_place_share_a_key() -> None:
    for keys in (keymap.Keymap(), *(remapped(preset, ()) for preset in Preset)):
        for place in keymap.KEY_SCOPES:
            taken: dict[str, str] = {}
            for key in (key for key in keys.keys if key.group in place):
                for name in key.names:
                    assert name not in taken, f"{name} runs {taken.get(name)} and {key.id}"
                    taken[name] = key.id


def test_every_place_of_the_program_is_one_where_clashes_are_looked_for() -> None:
    places = [set(place) for place in keymap.KEY_SCOPES]
    for kind in kinds_of(DOMNode):
        own = declared(kind)
        further = [{group} for group in getattr(kind, "KEY_GROUPS", ()) if group != "search"]
        if kind is SessionScreen or issubclass(kind, App):
            further = []
        for alive in (own, *(own | group for group in further)):  # letters of a search are typed
            assert any(alive <= place for place in places), (
                f"KEY_SCOPES: {kind.__name__} has {alive}"
            )


def test_every_action_has_an_id_of_its_own_and_is_declared_once() -> None:
    ids = [key.id for key in keymap.KEYS]
    assert len(ids) == len(set(ids))
    assert {key.group for key in keymap.KEYS} == set(keymap.GROUPS)
    forbidden = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+s", "ctrl+a", "ctrl+b"}
    assert not forbidden & {name for key in keymap.KEYS for name in key.keys.split(",")}


_NAMED = re.compile(
    r"\b(?:ctrl|alt)\+\w|\bF\d\d?\b"  # keys that nothing else is written like
    r"|(?:^|[·.;:,(\n] ?|\b(?:then|and|or|press) )"  # where a hint begins
    r"(?:[b-zB-Z`/?*\[\]] (?:[a-zA-Z] )?[a-z]{2,}|space [a-z]+s\b|a [a-z]+s(?:$| [a-z]))"
    r"|(?:·|\bthen) [b-zB-Z`/?!*]$"
)
_NAMES_KEYS = {
    "keymap.py": "declares them",
    "remapping.py": "says why a key cannot be had",
}
"""Modules that may name keys, and why."""


def test_no_text_names_a_key_that_may_be_another_one() -> None:
    ids = {key.id for key in keymap.KEYS}
    package = ROOT / "kinescope_tui"
    for file in package.rglob("*.py"):
        if file.name in _NAMES_KEYS or file.parent.name in {"demo", "cli", "headless", "api"}:
            continue
        for line, text in texts_in(file):
            assert not _NAMED.search(text), f"{file.name}:{line}: hint() names keys"
            assert ids.issuperset(re.findall(r"\{([a-z]+\.[a-z-]+)\}", text)), text


def test_every_declared_action_is_one_that_its_place_has() -> None:
    groups: set[str] = set()
    for kind in kinds_of(MessagePump):
        own = kind.__dict__.get("BINDINGS", ())
        for binding in own:
            namespace, name, _ = parse(binding.action)
            place = KinescopeApp if namespace == "app" else kind
            if namespace != "screen":
                assert hasattr(place, f"action_{name}"), f"{kind.__name__} has no {name}"
        groups |= declared(kind)
    assert groups == set(keymap.GROUPS)
