"""What one place of a screen tells no other place tells again."""

import pytest
from stage import Open

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_the_length_of_a_range_stands_beside_its_ends_and_nowhere_else(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("2")
        assert stage.text.replace("\xa0", " ").count("28 days") == 1
        assert "updated just now" in stage.lines[-3]
        await stage.press("b")  # of other steps the status bar tells how many came
        await stage.passes(0.3)
        assert "weeks · updated just now" in stage.lines[-3]


async def test_keys_to_the_next_item_stand_beside_its_place_or_else_in_the_footer(
    opened: Open,
) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("enter")
        assert stage.lines[1].endswith("1 of 60  K J")
        assert "J K item" not in stage.lines[-1]
        await stage.press("J")
        assert stage.lines[1].endswith("2 of 60  K J")
        for size, has_line in (((40, 20), True), ((80, 12), False), ((80, 24), True)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            assert stage.lines[1].endswith("K J") == has_line, stage.text
            assert ("J K item" in stage.lines[-1]) != has_line, stage.text


async def test_the_panel_of_a_problem_tells_the_next_step_and_the_status_line_does_not(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((100, 24)) as stage:
        demo.faults.append(Fault.parse("500"))
        await stage.press("r")
        assert stage.text.count("r retries") == 1
        await stage.press("5")  # where the same key asks for something else
        assert "500" in stage.lines[-2]
        assert "retries" not in stage.text


async def test_in_little_room_the_last_step_is_whole(demo: DemoServer, opened: Open) -> None:
    async with opened((60, 20)) as stage:
        demo.faults.append(Fault.parse("403@/v1/billing/usage"))
        await stage.press("3")
        assert stage.lines[1].endswith("· No permission for this · u shows more")
        await stage.pilot.resize_terminal(100, 20)
        await stage.settle()
        assert stage.lines[1].endswith("this · r reloads · u shows more")


async def test_cards_without_room_are_hinted_at_and_come_when_they_are_chosen(opened: Open) -> None:
    async with opened((60, 20)) as stage:
        await stage.press("2")
        assert "AVERAGE" not in stage.text
        assert stage.lines[2].endswith("›")
        assert "‹" not in stage.lines[2]
        await stage.press("M")  # the one before the first is the last
        assert "AVERAGE" in stage.lines[2]
        assert "VIEWS" not in stage.lines[2]
        assert stage.lines[2].startswith("‹")
        assert "›" not in stage.lines[2]
        await stage.pilot.click(offset=(2, 3))  # the first one that is shown
        await stage.settle()
        assert "Unique" in stage.lines[6]
        await stage.press("m")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert not {"‹", "›"} & set(stage.lines[2])
