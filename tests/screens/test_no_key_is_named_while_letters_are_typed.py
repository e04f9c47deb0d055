"""Advice names keys that act where the focus is: in a field a letter is a letter."""

import pytest
from stage import Open, Stage

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

# What names a letter, or what esc does elsewhere.
ADVICE = ("r reloads", "r retries", "esc goes back", "esc clears", "t enters", "J K", "a analytics")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


def named(stage: Stage) -> list[str]:
    lines = stage.lines
    first = [line.split("enter, then ")[0] for line in lines]
    return [words for words in ADVICE if words in "\n".join(first)]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_a_list_names_its_keys_once_nobody_types(
    demo: DemoServer, opened: Open, size: tuple[int, int]
) -> None:
    async with opened(size) as stage:
        await stage.press("/", *"zzzqq")
        await stage.passes(0.3)
        assert "No match" in stage.text
        assert not named(stage), stage.text
        assert "enter keeps the search; then:" in stage.text
        await stage.press("enter")
        assert "enter keeps" not in stage.text
        assert named(stage) or "reloads" in stage.text
        await stage.press("escape", "/")
        assert "With these rows" not in stage.text
        await stage.passes(0.3)
        demo.faults.append(Fault.parse("403"))
        await stage.press(*"SDK")
        await stage.passes(0.3)
        await stage.shows("→ enter, then t enters another token")
        assert not named(stage), stage.text
        await stage.press("enter")
        await stage.shows("→ t enters another token")


async def test_panes_name_their_keys_once_nobody_types(opened: Open) -> None:
    async with opened((160, 40)) as stage:
        assert stage.lines[1].endswith("─ p ─╮")
        assert " f ─╮" in stage.lines[1]
        assert "a analytics" in stage.text
        await stage.press("/")
        assert "─ p ─╮" not in stage.text
        assert " f ─╮" not in stage.text
        assert "a analytics" not in stage.text
        await stage.press("enter")
        assert "─ p ─╮" in stage.text
        assert " f ─╮" in stage.text
        assert "a analytics" in stage.text


async def test_a_page_names_the_next_item_once_nobody_types(opened: Open) -> None:
    async with opened((100, 30)) as stage:
        await stage.press("enter", "[", "/")
        assert stage.lines[1].endswith("1 of 60")
        await stage.press("J", "escape")
        assert stage.lines[1].endswith("1 of 60  K J")


async def test_requests_name_their_keys_once_nobody_types(demo: DemoServer, opened: Open) -> None:
    async with opened((80, 24)) as stage:
        demo.faults.append(Fault.parse("404"))
        await stage.press("r", "4")
        assert "esc goes back" in stage.text
        await stage.press("/")
        assert not named(stage), stage.text
        await stage.press(*"zzz")
        await stage.passes(0.3)
        assert "No id or path" in stage.text
        assert "esc shows" not in stage.text
        await stage.press("enter")
        assert "esc shows all requests" in stage.text
