"""What is watched by `:notify` is told wherever one is by then, and listed in the inbox."""

from pathlib import Path

import pytest
from stage import Open

from kinescope_tui.api.models import AnyRow
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens import DetailScreen
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.records import FileFormat


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(40, hostile=False)


async def test_a_video_a_reload_and_an_export_are_watched_and_told_when_they_end(
    opened: Open, demo: DemoServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened((110, 30)) as stage:
        sent: list[str] = []
        driver = stage.app._driver  # noqa: SLF001 - what is written to the terminal
        assert driver is not None
        monkeypatch.setattr(driver, "write", sent.append)

        await stage.press("colon", *"notify", "enter")
        assert "Nothing to watch here." in stage.text
        await stage.press(*":4", "enter", "colon", *"notify", "enter")  # one that uploads
        assert "You'll be notified when" in stage.text

        # It survives leaving the screen, and is dropped in the inbox.
        await stage.press("0", "left_square_bracket")
        assert "Watching 1" in stage.text
        assert "↑ uploading" in stage.text
        asked = len(stage.app.gate.exchanges)
        await stage.passes(14)
        assert len(stage.app.gate.exchanges) == asked
        await stage.passes(2)
        (exchange,) = stage.app.gate.exchanges[asked:]
        assert "video_ids[]=" in exchange.target
        await stage.press("x")
        assert "You are not watching anything." in stage.text

        # A refresh that waits is told when its answer is here.
        await stage.press("1")
        demo.faults[:] = [Fault.parse("503x1@/v1/videos")]
        await stage.burst("r", "colon", *"notify reload", "enter")
        await stage.settle()
        await stage.passes(2)
        assert "Videos: loaded." in stage.text
        (note,) = [text for text in sent if "]777;" in text]
        assert "\x1b]777;notify;kinescope-tui;Videos: loaded.\x1b\\" in note

        # So is an export, which is the session's.
        session = stage.app.gate.session
        assert session is not None
        session.export = Export(tmp_path / "rows.csv", FileFormat.CSV, "rows", AnyRow, [])
        await stage.press("colon", *"notify export", "enter")
        assert "when the export ends" in stage.text
        await session.export.run()
        await stage.passes(2)
        assert "Export to rows.csv: 0 of 0 rows in" in stage.text


async def test_a_video_is_watched_unless_its_status_is_known_for_an_end(opened: Open) -> None:
    async with opened((110, 30)) as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, DetailScreen)
        assert screen.model.thing.status == "done"
        await stage.press("colon", *"notify", "enter")
        assert "Nothing to watch here." in stage.text
        screen.model.thing.status = "transcoding"
        await stage.press("colon", *"notify", "enter")
        assert "You'll be notified when" in stage.text
