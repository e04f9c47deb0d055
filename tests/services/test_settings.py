"""Settings: who says what, and what becomes of what is not understood."""

from pathlib import Path

import pytest

from kinescope_tui.services.setup.settings import (
    Colours,
    Glyphs,
    Posters,
    Preset,
    Route,
    Setting,
    Settings,
    Source,
    load_settings,
)

EVERYTHING = """
theme = "nord"
colours = 16
glyphs = "ascii"
clipboard = "osc52"
posters = "off"
mouse = false
per_page = 25
stuck_after = "12h"
ledger = false
ledger_days = 7
ledger_entries = 500
index_mb = 500

[keys]
preset = "vim"
layouts = ["us"]

[keys.bindings]
list.facets = "F6"
"mark.one" = "space,m"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_without_a_file_everything_is_as_by_default(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "config.toml", {})
    assert {setting.source for _, setting in settings.items()} == {Source.DEFAULT}
    assert settings.problems == ()
    assert not (tmp_path / "config.toml").exists()


def test_every_setting_can_be_said_in_the_file(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, EVERYTHING), {})
    assert settings.problems == ()
    assert {setting.source for _, setting in settings.items()} == {Source.FILE}
    assert [setting.value for _, setting in settings.items()] == [
        "nord", Colours.SIXTEEN, Glyphs.ASCII, Route.OSC52, Posters.OFF, False,
        25, 12, False, 7, 500, 500, Preset.VIM, ("us",),
        (("list.facets", "F6"), ("mark.one", "space,m")),
    ]  # fmt: skip


def test_an_option_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    settings = load_settings(
        written(tmp_path, 'theme = "nord"\nglyphs = "ascii"\nmouse = true'),
        {"KINESCOPE_THEME": "gruvbox", "KINESCOPE_MOUSE": "off"},
        {"theme": "dracula", "keys.layouts": "us, DE"},
    )
    assert settings.theme == Setting("dracula", Source.OPTION)
    assert settings.mouse == Setting(value=False, source=Source.ENVIRONMENT)
    assert settings.glyphs == Setting(Glyphs.ASCII, Source.FILE)
    assert settings.layouts.value == ("us", "de")


@pytest.mark.parametrize(
    ("text", "no_color", "colours"),
    [
        ("", "1", Setting(Colours.NONE, Source.ENVIRONMENT)),
        ("", "", Setting(Colours.AUTO)),
        ('colours = "16"', "1", Setting(Colours.SIXTEEN, Source.FILE)),
    ],
)
def test_no_color_is_respected_unless_the_user_said_how_many(
    tmp_path: Path, text: str, no_color: str, colours: Setting[Colours]
) -> None:
    assert load_settings(written(tmp_path, text), {"NO_COLOR": no_color}).colours == colours


def test_what_is_not_understood_is_told_and_the_rest_counts(tmp_path: Path) -> None:
    text = (
        'theme = ["x"]\ncolours = "many"\nglyphs = "ascii"\nmuose = 1\n'
        '[keys]\nlayouts = 3\npreset = "em\\u001bacs"\nbindings = {a = 1}'
    )
    path = written(tmp_path, text)
    settings = load_settings(path, {"KINESCOPE_MOUSE": "perhaps"})
    assert settings.problems == (
        "config.toml: theme must be a name, not “['x']”.",
        "config.toml: colours must be one of auto, 16, none, not “many”.",
        "config.toml: no setting is called “muose”.",
        "config.toml: keys.layouts must be a list of names, not “3”.",
        "config.toml: keys.preset must be one of default, vim, not “em␛acs”.",
        "config.toml: keys.bindings must be a table of actions and their keys, not “{'a': 1}”.",
        "KINESCOPE_MOUSE: mouse must be on or off, not “perhaps”.",
    )
    assert settings.glyphs == Setting(Glyphs.ASCII, Source.FILE)
    assert settings.theme == Settings().theme
    assert path.read_text() == text


@pytest.mark.parametrize(
    "content",
    [
        b"theme = ",
        b"\xff\xfe",
        b"a = " + b"[" * 5_000,
        b"#" * 32_001,
        b"keys = 1",
        b"keys.bindings" + b".a" * 2_000 + b" = 1",
    ],
)
def test_a_file_that_is_no_settings_file_is_one_problem_and_stays(
    tmp_path: Path, content: bytes
) -> None:
    path = written(tmp_path, content)
    settings = load_settings(path, {})
    assert len(settings.problems) == 1
    assert "config.toml" in settings.problems[0]
    assert {setting.source for _, setting in settings.items()} == {Source.DEFAULT}
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert "cannot be read" in load_settings(tmp_path / "config.toml", {}).problems[0]
