"""Cards of what was used are told beside the month before, however soon the answer comes."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.billing.usage import UsageAnswer, UsageMeter, usage_of
from kinescope_tui.services.time.range_source import Question


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_an_answer_that_comes_before_the_screen_is_laid_out_is_one_beside_the_month_before(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Question] = []

    async def ask(_meter: UsageMeter, question: Question) -> UsageAnswer:
        asked.append(question)
        first, last = question.range.first_day, question.range.last_day
        return UsageAnswer(question, usage_of([], first, last), exchange, exchange.started_at)

    monkeypatch.setattr(UsageMeter, "_ask", ask)
    async with opened((120, 30)) as stage:
        assert stage.app.gate.session is not None
        exchange = stage.app.gate.session.journal.newest_first[0]
        await stage.press("3")
    this_month, before = asked
    assert before == this_month.before
