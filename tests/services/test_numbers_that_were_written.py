"""A number in a file of ours is a number or counts for nothing, whatever somebody wrote there."""

import json
from pathlib import Path

import pytest

from kinescope_tui.api import Token
from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View, written_view
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.state_store import StateStore

ODD = ["Infinity", "-Infinity", "NaN", "1e999", "-5", "1" + "0" * 400, "2.5", '"7"', "null", "[]"]


@pytest.fixture
def store(tmp_path: Path) -> StateStore:
    store = StateStore(tmp_path / "seen.sqlite")
    store.open_for(Token.parse("c0ffee00-0000-4000-8000-00000000cafe"))
    return store


@pytest.mark.parametrize("odd", ODD)
def test_a_view_with_an_odd_width_is_a_view(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "views.json"
    view = {**written_view(View(search="x")), "columns": [["title", "ODD"], ["size", 7]]}
    document = json.dumps({"version": 1, "views": {"videos": {"mine": view}}})
    path.write_text(document.replace('"ODD"', odd))
    assert ViewStore(path).views("videos")["mine"].columns == (("title", 0), ("size", 7))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["row", "first"])
def test_a_list_begins_whatever_its_row_is(store: StateStore, odd: str, name: str) -> None:
    state = {**written_view(View(search="x")), "row": 3, "first": 1, name: json.loads(odd)}
    store.save("place", state, [{"id": f"v{n}"} for n in range(5)])
    model: ListModel[Video] = ListModel(lambda _view: None, View())  # type: ignore[arg-type, return-value]  # nobody asks
    ListMemory(store, "place", Video).restore(model)
    assert 0 <= model.row < 10
    store.close()


@pytest.mark.parametrize("odd", [*ODD, '{"name": [1e999], "base_url": 1e999}'])
def test_a_list_of_profiles_with_odd_entries_is_put_aside(tmp_path: Path, odd: str) -> None:
    (tmp_path / "profiles.json").write_text(f'{{"version": 1, "profiles": [{odd}]}}')
    assert ProfileStore(tmp_path).profiles == []
