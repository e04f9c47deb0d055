"""The rows of another list that tell more are asked for once, and needed by nobody."""

from datetime import UTC, datetime

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import NoAnswerError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.rows_beside import RowsBeside


def page(*ids: str) -> Page[Identified]:
    exchange = Exchange("GET", "/v1/x", (), datetime(2026, 8, 22, tzinfo=UTC))
    return Page([Identified(id=one) for one in ids], 1, 100, len(ids), Order(), exchange)


async def test_what_came_is_kept_and_a_failure_is_no_problem() -> None:
    beside = RowsBeside()

    async def fine() -> Page[Identified]:
        return page("a", "b")

    async def failing() -> Page[Identified]:
        raise NoAnswerError("none")

    assert not beside.get("events")
    await beside.ask("events", fine)
    await beside.ask("videos", failing)
    assert [one.id for one in beside.get("events")] == ["a", "b"]
    assert beside.is_asked("videos")
    assert not beside.get("videos")
