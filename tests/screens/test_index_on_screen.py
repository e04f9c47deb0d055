"""The index as a place: read, searched at every key, grouped, asked in SQL, and erased."""

import pytest
from patience import until
from stage import Open

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(130, hostile=False)


async def test_the_index_is_read_and_asked(opened: Open) -> None:
    async with opened((140, 30)) as stage:
        index = stage.app.gate.session.index  # type: ignore[union-attr]  # a workspace is open
        await stage.press("I")
        for _ in until(lambda: index.state is not None and not index.is_reading):
            await stage.passes(1)
        await stage.passes(1)
        text = await stage.shows("Index", " of 130 · page", "has 130 of 130", "○ as of")
        assert "found by the server" not in text

        await stage.press("slash", *"лекц")
        await stage.shows("found in the index", "/ лекц")
        await stage.press("escape")
        await stage.hides("found in the index")

        await stage.command("group privacy")
        await stage.shows("Videos by privacy", "anywhere", "VIDEOS")
        await stage.press("enter")
        await stage.shows("privacy: anywhere", "found in the index")
        await stage.press("escape", "escape")

        await stage.command("sql select status, count(*) as n from videos group by 1")
        await stage.shows("○ select status", "done")
        await stage.press("escape")
        await stage.command("sql drop table fact")
        await stage.shows("Only SELECT statements are allowed")
        await stage.press("escape", "escape")

        await stage.command("analytics")
        await stage.command("view failed")
        await stage.shows("This screen has no rows.")
        await stage.command("group privacy")
        await stage.shows("Videos by privacy")
        await stage.press("escape")

        await stage.command("index forget")
        await stage.until(lambda: not index.exists)
        await stage.shows("nothing indexed yet")
        await stage.press("I")
        await stage.shows("row 1 of 130")
        assert "○ as of" not in stage.text


async def test_more_rows_of_sql_than_are_read_are_told_and_not_counted(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinescope_tui.services.index.index_sql.MOST_ROWS", 3)
    async with opened((140, 30)) as stage:
        index = stage.app.gate.session.index  # type: ignore[union-attr]  # a workspace is open
        await stage.press("I")
        for _ in until(lambda: index.state is not None and not index.is_reading):
            await stage.passes(1)
        await stage.command("sql values (1), (2), (3)")
        await stage.shows("row 1 of 3")
        assert "only the first" not in stage.text
        await stage.command("sql values (1), (2), (3), (4)")
        await stage.shows("row 1 of ?", "only the first 3 rows")
        await stage.command("here")
        await stage.shows("There are more than 3 rows; use LIMIT to get fewer.")
        await stage.press("G")
        await stage.shows("row 4 of ?", "only the first 3 rows")


async def test_groups_come_while_the_index_is_read(opened: Open) -> None:
    async with opened((140, 30)) as stage:
        await stage.command("group privacy")
        assert "has no groups" not in stage.text  # nobody knows yet
        for _ in until(lambda: "has 130 of 130" in stage.text):
            await stage.passes(1)
        text = await stage.shows("anywhere", "VIDEOS")
        assert "Length" in text  # of the group under the cursor
