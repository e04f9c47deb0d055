"""What is asked is named by the part of the program that asked, and not by how urgent it is."""

from pathlib import Path

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.session_screen import SessionScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(150, hostile=False)


async def test_a_screen_its_refreshing_the_inbox_and_an_export_ask_in_their_own_names(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as stage:
        screen = stage.app.screen
        assert isinstance(screen, SessionScreen)
        journal = screen.session.journal
        asked = [len(journal)]
        await stage.press("w")
        await stage.passes(61)
        asked.append(len(journal))
        await stage.press("0")
        asked.append(len(journal))
        await stage.press("1", "e", "enter")
        asked.append(len(journal))
        names = [exchange.asker for exchange in journal]
        spans = zip([0, *asked], asked, strict=False)
        assert [set(names[first:last]) for first, last in spans] == [
            {""},
            {"refresh"},
            {"inbox"},
            {"export"},
        ]
