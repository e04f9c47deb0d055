"""Of two refreshes the answer of the first is shown, though the second one failed before."""

import asyncio
from datetime import UTC, datetime

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import NoAnswerError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime.now(UTC))


async def test_what_comes_is_newer_than_what_stands_there() -> None:
    answers = [asyncio.get_running_loop().create_future() for _ in range(3)]
    left = iter(answers)

    def ask(_view: View) -> Fetch[Video]:
        answer = next(left)

        async def fetch(number: int, size: int, _priority: object) -> Page[Video]:
            items = await answer
            return Page(items, number, size, len(items), Order(), EXCHANGE)

        return fetch

    model = ListModel(ask, View())
    answers[0].set_result([Video(id="old")])
    await model.answer(model.ask(View()))
    one, two = (asyncio.create_task(model.answer(model.ask(View()))) for _ in range(2))
    answers[2].set_exception(NoAnswerError("none"))
    await two
    assert model.failure is not None
    answers[1].set_result([Video(id="new")])
    await one
    assert [item.id for item in model.loaded] == ["new"]
