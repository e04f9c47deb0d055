"""A link is handed to a browser with a window, or to nobody."""

import sys
from pathlib import Path

import pytest

from kinescope_tui.services.desktop.browser import NoBrowserError, open_in_browser

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways of Linux")
LINK = "https://kinescope.io/x?a=1&b=2"


def installed(folder: Path, *names: str, status: int = 0) -> dict[str, str]:
    """Put programs there that write down what they were given; return an environment with them."""
    for name in names:
        file = folder / name
        file.write_text(
            f'#!/bin/sh\necho "$@ BROWSER=$BROWSER" > {folder}/{name}.told\nexit {status}\n'
        )
        file.chmod(0o700)
    return {"PATH": str(folder)}


def told(folder: Path) -> dict[str, str]:
    return {file.stem: file.read_text().strip() for file in folder.glob("*.told")}


@pytest.mark.parametrize(
    ("choice", "given"),
    [("firefox", LINK), ("firefox --new-tab=%s -x", f"--new-tab={LINK} -x"), ("w3m:firefox", LINK)],
)
async def test_on_a_display_the_users_choice_opens_it(
    tmp_path: Path, choice: str, given: str
) -> None:
    environment = installed(tmp_path, "xdg-open", "w3m", "firefox")
    environment |= {"DISPLAY": ":0", "BROWSER": choice}
    assert await open_in_browser(LINK, environment) == "firefox"
    assert told(tmp_path) == {"firefox": f"{given} BROWSER="}


async def test_without_a_choice_the_desktop_opens_it(tmp_path: Path) -> None:
    environment = installed(tmp_path, "xdg-open", "firefox") | {"DISPLAY": ":0", "BROWSER": "'"}
    assert await open_in_browser(LINK, environment) == "xdg-open"


async def test_a_browser_that_needs_a_terminal_is_not_the_users_choice(tmp_path: Path) -> None:
    environment = installed(tmp_path, "xdg-open") | {"WAYLAND_DISPLAY": "x", "BROWSER": "w3m %s"}
    assert await open_in_browser(LINK, environment) == "xdg-open"
    assert told(tmp_path) == {"xdg-open": f"{LINK} BROWSER="}


@pytest.mark.parametrize(
    "names", [["w3m", "lynx", "links", "www-browser", "xdg-open", "firefox"], []]
)
async def test_without_a_display_nothing_is_started(tmp_path: Path, names: list[str]) -> None:
    environment = installed(tmp_path, *names) | {"BROWSER": "w3m", "DISPLAY": ""}
    with pytest.raises(NoBrowserError, match="No graphical browser"):
        await open_in_browser(LINK, environment)
    assert told(tmp_path) == {}


async def test_another_name_of_a_text_browser_is_seen_through(tmp_path: Path) -> None:
    environment = installed(tmp_path, "w3m") | {"DISPLAY": ":0"}
    (tmp_path / "x-www-browser").symlink_to(tmp_path / "w3m")
    with pytest.raises(NoBrowserError):
        await open_in_browser(LINK, environment)
    assert told(tmp_path) == {}


async def test_what_fails_leaves_it_to_the_next(tmp_path: Path) -> None:
    environment = installed(tmp_path, "xdg-open", status=3) | {"DISPLAY": ":0"}
    installed(tmp_path, "firefox")
    assert await open_in_browser(LINK, environment) == "firefox"


async def test_over_ssh_nothing_is_started(tmp_path: Path) -> None:
    environment = installed(tmp_path, "xdg-open") | {"DISPLAY": "localhost:10", "SSH_TTY": "x"}
    with pytest.raises(NoBrowserError, match="remote computer"):
        await open_in_browser(LINK, environment)
    assert told(tmp_path) == {}
