"""No way that ends a session loses the rows of an export without being agreed to."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from keyring_in_memory import MemoryStore
from patience import PATIENCE_S
from stage import Open, Stage, signed_in, staged
from textual.screen import Screen

from kinescope_tui.api.models import Video
from kinescope_tui.app import KinescopeApp
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.export_dialog import ExportDialog
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.sign_in_screen import SignInScreen
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.left_drafts import LeftDrafts
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.workspace.session import Profile

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(videos=20)


async def stopped_export(stage: Stage, path: Path) -> Export[Video]:
    """Return an export that was stopped after its first rows."""
    screen = stage.app.screen
    assert isinstance(screen, ListScreen)
    export = Export(path, FileFormat.CSV, "videos", Video, [Video(id=f"v{n}") for n in range(501)])
    write = export._draft.write  # noqa: SLF001 - amid it, it is to stop

    def write_and_stop(content: bytes) -> None:
        write(content)
        export.stop()

    export._draft.write = write_and_stop  # type: ignore[method-assign]  # noqa: SLF001
    ended = asyncio.Event()
    assert screen.session.begin_export(export, ended.set)
    await ended.wait()
    export._draft.write = write  # type: ignore[method-assign]  # noqa: SLF001
    assert (export.state, export.written) == (State.STOPPED, 500)
    return export


async def test_a_note_that_fails_holds_up_no_export(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_drafts: LeftDrafts, _export: Export[Any]) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(LeftDrafts, "note", fails)
    async with opened() as stage:
        screen = stage.app.screen
        assert isinstance(screen, ListScreen)
        export = Export(tmp_path / "v.csv", FileFormat.CSV, "videos", Video, [Video(id="v")])
        ended = asyncio.Event()
        assert screen.session.begin_export(export, ended.set)
        await asyncio.wait_for(ended.wait(), PATIENCE_S)
        assert export.state is State.DONE


def is_on_top(stage: Stage, kind: type[Screen[Any]]) -> bool:
    return isinstance(stage.app.screen, kind)


def used(app: KinescopeApp, profile: Profile) -> None:
    app.gate.use(profile)  # what the palette, the settings and :profile call


async def test_every_way_out_asks_and_going_back_keeps_the_rows(
    tmp_path: Path, demo: DemoServer
) -> None:
    sign_in = signed_in(demo.base_url, demo.token)
    sign_in.store = MemoryStore()
    other = Profile("other", demo.base_url)
    await sign_in.store.save(
        other.name, other.base_url, next(iter(sign_in.known_tokens.values())).token
    )
    async with staged(sign_in) as stage:
        app, session = stage.app, stage.app.screen.session  # type: ignore[attr-defined]
        export = await stopped_export(stage, tmp_path / "x.csv")
        ways: dict[str, Callable[[], object]] = {
            "q": lambda: stage.in_one_go("q"),
            "ctrl+q": lambda: stage.in_one_go("ctrl+q"),
            "token": lambda: stage.in_one_go("t"),
            ":quit": lambda: stage.in_one_go(*":quit", "enter"),
            "profile": lambda: used(app, other),
        }
        for way, go in ways.items():
            go()
            await stage.shows("500 of 501 videos are written but not saved yet")
            await stage.press("escape")
            assert app.screen.session is session, way  # type: ignore[attr-defined]
            assert session.export is export, way
        another = Export(tmp_path / "y.csv", FileFormat.CSV, "videos", Video, [])
        assert not session.begin_export(another, lambda: None)
        another.discard()
        await stage.press("e")
        assert is_on_top(stage, ExportDialog)
        await stage.shows("Stopped at 500 of 501 videos", "save as incomplete", "enter continues")
        await stage.press("right", "enter")
        await stage.shows("INCOMPLETE: 500 of 501 videos")
        await stage.press("enter", "t")
        assert is_on_top(stage, SignInScreen)  # nothing is at stake any more
    assert [file.name for file in tmp_path.iterdir()] == ["x.incomplete.csv"]


async def test_a_name_that_came_meanwhile_is_replaced_or_another_is_given(
    tmp_path: Path, demo: DemoServer
) -> None:
    async with staged(signed_in(demo.base_url, demo.token)) as stage:
        await stopped_export(stage, tmp_path / "x.csv")
        (tmp_path / "x.csv").write_bytes(b"somebody's")
        await stage.press("e")
        await stage.press("enter")
        await stage.shows("Enter again replaces it")
        stage.app.screen.field.value = str(tmp_path / "y.csv")  # type: ignore[attr-defined]
        await stage.press("enter")
        await stage.shows("501 of 501 videos in")
        await stage.press("enter")
        await stopped_export(stage, tmp_path / "z.csv")
        await stage.press("ctrl+q")
        assert is_on_top(stage, Preview)
        await stage.burst("ctrl+q")  # who insists may go
    assert not stage.app.is_running
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.csv", "y.csv"]
    assert (tmp_path / "x.csv").read_bytes() == b"somebody's"
    assert len((tmp_path / "y.csv").read_text().splitlines()) == 502
