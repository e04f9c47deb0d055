"""A jump goes where it was to go, also past rows that did not come, or says why it does not."""

import pytest
from stage import Open

from kinescope_tui.demo.fault_context import Kind
from kinescope_tui.demo.faults import KINDS, Fault
from kinescope_tui.demo.field_faults import _rows
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(600, hostile=False)


async def test_an_empty_page_is_told_and_keeps_no_jump_from_its_row(
    demo: DemoServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "no-rows", Kind(_rows(lambda _rows, _chance: []), "no rows"))
    async with opened((120, 30)) as stage:
        demo.faults[:] = [Fault.parse("no-rowsx1@/v1/videos$")]
        await stage.press("colon", *"250", "enter")
        await stage.shows("Page 3 came back empty; the server reports 600 rows.")
        assert "row 250 of 600 · page 3/6" in stage.text
        assert "not loaded · r retries" in stage.text
        for typed, row in (("p4", 301), ("450", 450), ("90%", 541), ("250", 250)):
            await stage.press("colon", *typed, "enter")
            assert f"row {row} of 600" in stage.text
        await stage.press("r")
        assert "row 250 of 600 · page 3/6" in stage.text
        assert "came back empty" not in stage.text
        assert "not loaded" not in stage.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("999", "Row 999 is beyond the last known row, 600."),
        ("p9", "Page 9 is beyond the last known page, 6."),
        ("600", ""),
        ("p6", ""),
    ],
)
async def test_a_jump_beyond_the_end_says_so(opened: Open, typed: str, told: str) -> None:
    async with opened((120, 30)) as stage:
        await stage.press("colon", *typed, "enter")
        assert "page 6/6" in stage.text
        assert ("is beyond" in stage.text) is bool(told)
        assert told in stage.text


async def test_a_jump_beyond_the_last_request_says_so(opened: Open) -> None:
    async with opened((120, 30)) as stage:
        await stage.press("colon", *"requests", "enter", "colon", *"9999", "enter")
        assert " is beyond the last known row, 2." in stage.text
