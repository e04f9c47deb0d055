"""A course of many hours is gone through beside the loop, and once, also for a copy or a file."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kinescope_tui.api.client import Item, KinescopeClient
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.presentation.analytics import timeline_file
from kinescope_tui.presentation.analytics.answer_page import AnswerPage, takes_long
from kinescope_tui.presentation.analytics.cards import cards
from kinescope_tui.presentation.analytics.timeline_file import timeline_fields
from kinescope_tui.services.analytics import overview
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.files.records import plain
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import TimeRange

START = datetime(2026, 1, 1, tzinfo=UTC)


def analytics_of(hours: int) -> tuple[Analytics, Question]:
    points = [TimelinePoint(date=START + n * timedelta(hours=1), views=n) for n in range(hours)]
    exchange = Exchange("GET", "/v1/analytics/overview", (), START)

    async def answer(*_words: Any, **_options: Any) -> Item[Overview]:
        return Item(Overview(timeline=points), {}, exchange)

    client = cast("KinescopeClient", SimpleNamespace(overview=answer))
    asked = TimeRange.of(START, START + hours * timedelta(hours=1))
    return Analytics(client, lambda: START + timedelta(days=900)), Question.of(asked, "hour")


@pytest.mark.parametrize(("hours", "is_beside"), [(48, False), (2_000, True)])
async def test_only_a_long_course_is_added_up_beside_the_loop(
    hours: int, is_beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[bool] = []

    class Noted(Sums):
        def __init__(self, moments: Any) -> None:
            where.append(threading.current_thread() is not threading.main_thread())
            super().__init__(moments)

    monkeypatch.setattr(overview, "Sums", Noted)
    analytics, question = analytics_of(hours)
    answer = await analytics.ask(question)
    assert where == [is_beside]
    assert takes_long(answer, None) == is_beside
    page = AnswerPage(answer, None)  # adds nothing up again
    assert where == [is_beside]
    assert page.is_of(answer, None)
    assert not page.is_of(answer, answer)
    assert [card.value for card in page.cards] == [card.value for card in cards(answer, None)]


async def test_the_fields_of_a_file_are_known_from_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    analytics, question = analytics_of(2_000)
    page = AnswerPage(await analytics.ask(question), None)
    written: list[object] = []

    def noted(model: Any) -> Any:
        written.append(model)
        return plain(model)

    monkeypatch.setattr(timeline_file, "plain", noted)
    assert timeline_fields(page.timeline)[:3] == ["from", "date", "views"]
    assert len(written) == 1
