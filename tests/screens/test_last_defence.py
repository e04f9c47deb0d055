"""What gets past the API's border is stopped where lines are drawn, and what comes by paste too."""

from datetime import UTC, datetime

import pytest
from stage import Open
from textual.events import Paste
from textual.widgets import Input, Static

from kinescope_tui.demo.workspace import Workspace

RAW = "a\x1b]52;c;aGk=\x07b\x9b31mc\x7f\u202ed\u2066e\u200bf\U000e0041g\x00h"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(50, now=datetime(2026, 8, 22, 12, tzinfo=UTC), hostile=False)


async def test_a_text_that_nobody_cleaned_gives_no_order(opened: Open) -> None:
    async with opened() as stage:
        wild = Static(RAW, markup=False)
        await stage.app.screen.mount(wild)
        await stage.settle()
        lines = "".join(line.text for line in wild.render_lines(wild.size.region))
        assert "a\ufffd]52;c;aGk=" in lines
        assert all(character.isprintable() for character in lines)


async def test_what_is_pasted_is_shown_and_searched_for_as_it_reads(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("slash")
        stage.app.post_message(Paste(RAW))
        await stage.settle()
        assert stage.app.screen.query_one(Input).value.startswith("a␛]52;c;aGk=␇b")
        assert "⟨RLO⟩" in stage.text
