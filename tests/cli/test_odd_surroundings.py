"""Streams that are closed, texts that are none, a home that nobody knows: told in words."""

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kinescope_tui.cli import cli
from kinescope_tui.services.setup.own_folders import config_folder, state_folder
from kinescope_tui.services.setup.settings import Source, load_settings


def test_without_standard_input_the_dashboard_needs_a_terminal() -> None:
    told = subprocess.run(
        ["sh", "-c", '"$0" -m kinescope_tui demo <&-', sys.executable],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert told.returncode == 2
    assert "The dashboard needs a terminal" in told.stderr


@pytest.mark.parametrize(
    ("option", "stdin", "reason"),
    [
        ("--token-stdin", None, "Standard input is closed"),
        ("", None, "Standard input is closed"),
        ("--token-stdin", b"\xff\xfe", "is not text"),
        ("--token-stdin", b"y\n" * 100_000, "spaces or line breaks"),
    ],
)
def test_a_token_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str, stdin: bytes | None, reason: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    stream = io.TextIOWrapper(io.BytesIO(stdin), "utf-8") if stdin is not None else None
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(click.UsageError, match=reason):
        cli.main(["login", *option.split()], standalone_mode=False)


def test_without_a_home_nothing_is_kept_and_no_folder_made_of_its_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(_user: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert config_folder() is not None
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert os.path.expanduser("~") == "~"  # noqa: PTH111 - what the folders are made with
    assert (config_folder(), state_folder()) == (None, None)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_settings_are_read_with_a_mark_of_the_byte_order_and_without(
    tmp_path: Path, mark: str
) -> None:
    (tmp_path / "config.toml").write_text(f'{mark}glyphs = "ascii"\n', "utf-8")
    settings = load_settings(tmp_path / "config.toml")
    assert settings.problems == ()
    assert settings.glyphs.source is Source.FILE
