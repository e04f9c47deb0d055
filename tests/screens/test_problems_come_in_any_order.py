"""Of two questions of one screen each tells its own failure, whichever of them ends first."""

from itertools import permutations

import pytest
from stage import Open

from kinescope_tui.api.errors import KinescopeError, NoAnswerError
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.session_screen import SessionScreen

WHOLE, PART = NoAnswerError("of the whole"), NoAnswerError("of a part")
AUDIENCE = 7  # squares to the right


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(videos=30)


async def ended(error: KinescopeError | None) -> str:
    if error is not None:
        raise error
    return "an answer"


async def test_a_screen_and_a_thing_tell_what_failed_whatever_came_after_it(
    opened: Open, demo: DemoServer
) -> None:
    async with opened() as stage:
        screen = stage.app.screen
        assert isinstance(screen, SessionScreen)
        for whole, part in ((WHOLE, None), (None, PART), (WHOLE, PART), (None, None)):
            for order in permutations((("", whole), ("part", part))):
                for name, error in order:
                    await screen.or_show_problem(ended(error), name)
                assert screen.problem is (whole or part)
                for name, _ in order:  # each is answered at last
                    await screen.or_show_problem(ended(None), name)
                assert screen.problem is None

        await stage.press("enter", *["right_square_bracket"] * AUDIENCE)
        thing = stage.app.screen
        assert isinstance(thing, DetailScreen)
        demo.faults[:] = [Fault.parse("403@/v1/videos")]
        for tabs in permutations((None, AUDIENCE)):
            thing.clear_problem()
            for tab in tabs:  # as keys in a row begin them
                if tab is None:
                    thing._ask()  # noqa: SLF001
                else:
                    thing._answer_tab(thing.model.ask_page(tab))  # noqa: SLF001
                await stage.settle()
            assert thing.problem is not None
            assert thing.problem is thing.model.failure
        demo.faults.clear()
        await stage.press("r")
        assert thing.problem is None
