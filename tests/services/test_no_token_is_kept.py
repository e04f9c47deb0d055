"""What is typed somewhere by mistake is kept nowhere if it is the session's token."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from canary import CANARY, SPELLED, Spell, canary_in, files_with_canary

from kinescope_tui.api import Token
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.command_line import CommandError, parse_command
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.files.atomic_file import SaveError, save_file
from kinescope_tui.services.lists.view import View, written_view
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.setup.diagnostics import Display, diagnostics, terminal
from kinescope_tui.services.setup.settings import Route
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.state_store import StateStore

KEPT = View().searched("kept")
every_spelling = pytest.mark.parametrize("spell", SPELLED.values(), ids=SPELLED)


@pytest.fixture(autouse=True)
def own_token() -> None:
    OWN_SECRETS.add(Token(CANARY))


@every_spelling
def test_it_is_kept_neither_as_a_line_nor_as_a_view(tmp_path: Path, spell: Spell) -> None:
    text = spell(CANARY)
    history, views = History(tmp_path / "history"), ViewStore(tmp_path / "views.json")
    history.add(f"videos {text}")
    history.add("kept")
    history.write()
    views.keep("videos", "kept", KEPT)
    for name, view in (
        ("a", View().searched(text)),
        (text, KEPT),
        ("b", KEPT.filtered("q", [text])),
    ):
        with pytest.raises(ViewStoreError, match="this session's token"):
            views.keep("videos", name, view)
    views.keep("videos", text, None)  # one that an earlier version kept can be dropped
    assert history.lines == ["kept"]
    assert views.views("videos") == {"kept": KEPT}
    assert files_with_canary(tmp_path) == []


def test_a_place_stays_remembered_as_it_was_before(tmp_path: Path) -> None:
    memory = StateStore(tmp_path / "seen.sqlite")
    memory.open_for(Token(CANARY))
    memory.save("list", written_view(KEPT))
    for spell in SPELLED.values():
        memory.save("list", written_view(View().searched(spell(CANARY))))
        memory.save(f"list:{spell(CANARY)}", {})
    found = memory.load("list")
    memory.close()
    assert found is not None
    assert found.state["search"] == "kept"
    assert files_with_canary(tmp_path) == []


def test_what_an_earlier_version_kept_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    ViewStore(path).keep("videos", "kept", KEPT)
    ViewStore(path).keep("videos", "searched", View().searched("XYZ"))
    path.write_text(path.read_text().replace("XYZ", CANARY))
    views = ViewStore(path)
    assert views.views("videos") == {"kept": KEPT}
    views.keep("videos", "more", KEPT)
    memory = StateStore(tmp_path / "seen.sqlite")
    memory.open_for(Token(CANARY))
    memory.save("list", {"search": "XYZ", "row": 1})
    memory.close()
    with closing(sqlite3.connect(tmp_path / "seen.sqlite")) as base, base:
        base.execute("UPDATE place SET state = replace(state, 'XYZ', ?)", (CANARY,))
    memory.open_for(Token(CANARY))
    assert memory.load("list") is None
    memory.save("list", {"search": "", "row": 1})
    memory.close()
    assert canary_in(path.read_bytes()) == []


@every_spelling
def test_no_command_file_or_profile_is_called_so(tmp_path: Path, spell: Spell) -> None:
    text = spell(CANARY)
    for line in (text, f"invoice {text}", f":sort {text}"):
        with pytest.raises(CommandError, match="this session's token") as caught:
            parse_command(line)
        assert canary_in(str(caught.value)) == []
    with pytest.raises(SaveError, match="this session's token") as refused:
        save_file(tmp_path / f"{text.replace('/', '')}.csv", b"")
    assert canary_in(str(refused.value)) == []
    with pytest.raises(ProfileStoreError, match="this session's token"):
        ProfileStore(tmp_path).rename(Profile("default", "https://api.kinescope.io"), text)
    assert list(tmp_path.iterdir()) == []


async def test_it_is_not_copied() -> None:
    copied: list[str] = []
    for spell in SPELLED.values():
        await Clipboard(Route.OSC52, {}).copy(f"a {spell(CANARY)} b", copied.append)
    assert copied == ["a ···· b"] * len(SPELLED)


async def test_the_diagnostics_hold_it_no_more_than_they_hide_where_the_state_is(
    tmp_path: Path,
) -> None:
    environment = {"TERM": CANARY, "TERM_PROGRAM": f"x {CANARY}"}
    assert canary_in(terminal(Display(80, 24, "none"), environment).value) == []
    facts = {fact.name: fact.value for fact in await diagnostics(None, tmp_path, environment)}
    assert facts["State"] == str(tmp_path)
    facts = {fact.name: fact.value for fact in await diagnostics(None, None, environment)}
    assert facts["State"] == "nothing is kept"
