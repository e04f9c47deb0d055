"""A problem's advice and its keys are whole in the panel's four lines at 80 columns."""

import textwrap

import pytest

from kinescope_tui.api import errors
from kinescope_tui.api.error_codes import CODES
from kinescope_tui.presentation.requests.problems import problem_of, problem_section
from kinescope_tui.widgets.cells import fitting_parts
from kinescope_tui.widgets.problem_panel import ProblemPanel

_ROOM = 76  # between the frame's padding
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)]
MADE = [
    *(kind("what the server said") for kind in KINDS if issubclass(kind, errors.KinescopeError)),
    *(errors.InvalidRequestError("x", status=400, code=code) for code in CODES),
]


@pytest.mark.parametrize("error", MADE, ids=lambda error: f"{type(error).__name__}-{error.code}")
def test_the_panel_holds_the_whole_advice(error: errors.KinescopeError) -> None:
    error.request_id = "7127f2d7-0e96-40d0-9a03-2e987c096466"
    section = problem_section(problem_of(error))
    (told,) = section.rows[0]
    assert told.text
    assert error.request_id not in told.text  # the status line has it
    assert len(textwrap.wrap(told.text, _ROOM)) <= 2
    assert len(section.foot) <= _ROOM
    assert section.foot.endswith("! all details")
    # In the narrowest terminal: a step, or the way to all of them, and neither is cut.
    foot = fitting_parts(section.foot, 34)
    assert foot.endswith("! all details") or section.foot.startswith(f"{foot} · ")


@pytest.mark.parametrize("height", [1, 2])
def test_advice_that_is_cut_says_so(height: int) -> None:
    panel = ProblemPanel()
    panel.section = problem_section(problem_of(errors.NotFoundError("x", status=404, code=404404)))
    for width in range(20, 200):
        lines = [line.plain for line in panel.told_lines(width, height)]
        assert len(lines) <= height
        whole = " ".join(" ".join(line.split()) for line in lines)
        assert whole == panel.section.rows[0][0].text or whole.endswith("…")
