"""What is typed after `:`, and views that are saved, wait for no other program that writes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.files import file_lock
from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.services.workspace.history import History


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, hostile=False)


@pytest.fixture(autouse=True)
def _waited_for_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the other program written for too long, and nobody wait for it on the event loop."""
    waited: set[threading.Thread] = set()

    def held_in_vain(_descriptor: int) -> bool:
        waited.add(threading.current_thread())
        return False

    monkeypatch.setattr(file_lock, "_held_in_turn", held_in_vain)
    yield
    assert threading.current_thread() not in waited


async def test_a_line_is_done_and_recalled_and_is_in_the_file_in_the_end(
    opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "history"
    path.write_text("billing")
    async with opened() as stage:
        stage.app.history = History(path)
        with alone_in(tmp_path):
            await stage.press("colon", *"p1", "enter", "colon", "up")
            await stage.shows("p1")
            await stage.press("up")
            await stage.shows("billing")
            assert path.read_text() == "billing"
    assert path.read_text() == "billing\np1"


async def test_views_are_there_at_once_and_in_the_file_in_the_end_in_their_order(
    opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "views.json"
    ViewStore(path).keep("videos", "Theirs", View())
    store = ViewStore(path)
    async with opened(views=store) as stage:
        with alone_in(tmp_path):
            await stage.press("F", "a", *"Mine", "enter")
            assert "Mine" in stage.text
            await stage.press("x", "a", *"Other", "enter", "escape")
            assert list(store.known("videos")) == ["Theirs", "Other"]
            assert list(ViewStore(path).views("videos")) == ["Theirs"]
    assert list(ViewStore(path).views("videos")) == ["Theirs", "Other"]


async def test_a_view_of_another_window_is_opened_by_its_name(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    async with opened(views=ViewStore(path)) as stage:
        ViewStore(path).keep("videos", "Theirs", View().searched("zzz"))
        await stage.press("colon", *"view Theirs", "enter")
        await stage.shows("zzz")
