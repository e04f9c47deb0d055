"""Settings tell their value at the left, and at the right whence it is, or what would change it."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from kinescope_tui.presentation.settings_page import (
    appearance,
    facts_section,
    kept,
    keys,
)
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.services.setup import diagnostics as diagnostics_module
from kinescope_tui.services.setup.diagnostics import settings_file
from kinescope_tui.services.setup.settings import Setting, Settings, Source
from kinescope_tui.services.setup.sourced_value import BUILT_IN, SourcedValue
from kinescope_tui.services.workspace.kept_here import KeptHere
from kinescope_tui.themes import SIXTEEN, THEMES
from kinescope_tui.widgets.theme_gallery import swatch

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


def test_defaults_are_dim_with_what_changes_them_and_own_values_bright_with_their_source() -> None:
    own = SourcedValue("Proxy", "http://proxy", "HTTPS_PROXY")
    default = SourcedValue("Timeout", "30 s", BUILT_IN)
    changeable = SourcedValue("Per page", "100", BUILT_IN, "per_page")
    section = facts_section("Network", [own, default, changeable])
    assert section.has_ends
    values = [(row[1].tone, row[2].text, row[2].tone) for row in section.rows]
    assert values == [
        (Tone.PLAIN, "HTTPS_PROXY", Tone.WARNING),
        (Tone.MUTED, BUILT_IN, Tone.MUTED),
        (Tone.MUTED, "per_page", Tone.MUTED),
    ]


def test_what_is_kept_is_told_with_its_size_its_age_and_its_limits(tmp_path: Path) -> None:
    settings = Settings(index_mb=Setting(64, Source.FILE), path=tmp_path / "config.toml")
    here = KeptHere(2_000_000, 5_000, 12, NOW - timedelta(days=3))
    told = {fact.name: (fact.value, fact.source) for fact in kept(here, settings, NOW)}
    assert told["Index"] == ("2.0 MB, limit 67.1 MB", "file")
    assert told["Requests"][0] == "12 requests, 5.0 kB, oldest 3 days ago"
    assert kept(KeptHere(0), settings, NOW)[0].value.startswith("none yet")
    assert all(fact.changed_by for fact in keys(settings))


async def test_whether_there_is_a_file_of_settings_is_told_as_far_as_the_disk_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    assert (await settings_file(path)).source == "not created yet"
    path.touch()
    assert (await settings_file(path)).source == ""
    assert (await settings_file(None)).value == "none"
    hangs = threading.Event()
    monkeypatch.setattr(Path, "exists", lambda _path: hangs.wait())
    monkeypatch.setattr(diagnostics_module, "_LIMIT_S", 0.0)
    assert (await settings_file(path)).source == ""
    hangs.set()


def test_settings_are_told_in_words() -> None:
    colours = SourcedValue("Colours", "256")
    facts = [*appearance(Settings(), "own", colours), *keys(Settings())]
    facts += kept(KeptHere(), Settings(), NOW)
    told = {fact.name: fact.value for fact in facts}
    assert told["Stuck after"] == "6 hours"
    assert [value for value in told.values() if "{" in value] == []


def test_every_theme_has_a_swatch_of_one_size() -> None:
    for theme in (*THEMES, SIXTEEN, *BUILTIN_THEMES.values()):
        lines = swatch(theme, is_shown=theme is SIXTEEN)
        assert [line.cell_length for line in lines] == [20, 20]
