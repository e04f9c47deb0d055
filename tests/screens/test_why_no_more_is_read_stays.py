"""Why the index is read no further is told until it is, whatever rows come meanwhile."""

import pytest
from patience import until
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.index import index_database
from kinescope_tui.services.index.index_errors import FullDiskError


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, hostile=False)


async def test_a_full_disk_is_told_over_the_rows(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_: object, **__: object) -> None:
        raise FullDiskError

    async with opened((100, 24)) as stage:
        index = stage.app.gate.session.index  # type: ignore[union-attr]  # a workspace is open

        async def read() -> None:
            for _ in until(lambda: index.state is not None and not index.is_reading):
                await stage.passes(1)
            await stage.passes(1)  # it is looked at once a second

        await stage.press("I")
        await read()
        await stage.shows("has 30 of 30")
        with monkeypatch.context() as patched:
            patched.setattr(index_database.IndexDatabase, "put", is_full)
            await stage.command("index")
            await read()
            await stage.shows("The disk is full", "free some space")
            await stage.press("s")
            await stage.shows("▲1", "The disk is full")
        await stage.command("index")
        await read()
        await stage.hides("The disk is full")
