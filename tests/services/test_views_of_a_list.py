"""What a list can be asked for next, what is counted of it, and what an answer did besides."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
NEWEST = View(Order.parse("created_at.desc"))
ROWS = 7


class Server:
    """Answers at once.

    Attributes:
        says: The order that it says it made; that of the question without.
        error: What it refuses with.
    """

    def __init__(self) -> None:
        self.says: Order | None = None
        self.error: errors.KinescopeError | None = None

    def fetch(self, view: View) -> Callable[[int, int, Priority], Awaitable[Page[Video]]]:
        async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Video]:
            if self.error is not None:
                raise self.error
            items = [Video(id=f"v{n}") for n in range(ROWS)][:per_page]
            order = view.order if self.says is None else self.says
            return Page(items, number, 100, ROWS, order, EXCHANGE)

        return fetch


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def model(server: Server) -> ListModel[Video]:
    return ListModel(server.fetch, NEWEST, VIDEOS.narrowed)


async def show(model: ListModel[Video], view: View) -> None:
    await model.answer(model.ask(view))


def test_a_column_sorts_up_down_and_not_at_all(model: ListModel[Video]) -> None:
    orders = []
    for _ in range(3):
        model.ask(model.asked_view.ordered(model.asked_view.order.cycled("title")))
        orders.append(str(model.asked_view.order))
    assert orders == ["title.asc", "title.desc", "created_at.desc"]
    model.ask(View(search="saved without one"))
    assert model.asked_view.order == NEWEST.order


def test_keys_build_on_what_is_asked_for_and_not_yet_here(model: ListModel[Video]) -> None:
    model.ask(model.asked_view.searched("sdk"))
    model.ask(model.steps.toggled("status[]", "done"))
    assert model.view == NEWEST
    assert model.asked_view.query == (("q", "sdk"), ("status[]", "done"))
    model.ask(model.asked_view.ordered(Order.parse("title")))
    assert model.asked_view == View(Order.parse("title"), "sdk", (("status[]", "done"),))


@pytest.mark.parametrize(("parameter", "value"), [("status[]", "done"), ("q", "A title")])
def test_a_cell_narrows_and_widens_again(
    model: ListModel[Video], parameter: str, value: str
) -> None:
    asked = []
    for cell in (value, "another", "another"):
        model.ask(model.steps.toggled(parameter, cell))
        asked.append(model.asked_view.query)
    assert asked == [((parameter, value),), ((parameter, "another"),), ()]


def test_a_place_takes_away_what_contradicts_it(model: ListModel[Video]) -> None:
    model.ask(model.steps.narrowed("without_folder", ["true"]))
    asked = []
    for project_id, folder_id in (("p1", "f1"), ("p2", ""), ("", "")):
        model.ask(model.steps.in_place(project_id, folder_id))
        asked.append(model.asked_view.filters)
    assert asked == [(("project_id", "p1"), ("folder_id", "f1")), (("project_id", "p2"),), ()]


async def test_counts_are_of_the_view_that_is_asked_for_and_not_for_ever(
    model: ListModel[Video], server: Server
) -> None:
    assert await model.count_in(model.steps.toggled("status[]", "done")) == ROWS
    counts = model.counts.beside(model.asked_view, 0)
    counts["status[]", "done"] = 3
    assert model.counts.beside(model.asked_view, 299) is counts
    assert model.counts.beside(model.asked_view, 301) == {}
    model.counts.beside(model.asked_view, 301)["status[]", "done"] = 3
    model.counts.forget()
    assert model.counts.beside(model.asked_view, 302) == {}
    model.counts.beside(model.asked_view, 302)["status[]", "done"] = 3
    model.ask(model.steps.toggled("status[]", "done"))
    assert model.counts.beside(model.asked_view, 303) == {}
    server.error = errors.ForbiddenError("no", status=403)
    with pytest.raises(errors.ForbiddenError):
        await model.count_in(NEWEST)


async def test_an_order_that_the_server_did_not_make_is_news_once(
    model: ListModel[Video], server: Server
) -> None:
    server.says = Order.parse("title")
    seen = []
    for view in (NEWEST, NEWEST, View(Order.parse("duration")), NEWEST):
        await show(model, view)
        seen.append((model.is_denied, model.is_denied_anew))
        assert model.applied_order == server.says
    assert seen == [(True, True), (True, False), (True, True), (True, True)]
    server.says = Order()  # it does not say
    await show(model, NEWEST)
    assert (model.is_denied, model.is_denied_anew) == (False, False)
    assert model.applied_order == NEWEST.order
    server.says = Order.parse("title")
    await show(model, NEWEST)
    assert model.is_denied_anew  # it said otherwise meanwhile


async def test_a_range_ends_with_its_view_and_that_is_known(model: ListModel[Video]) -> None:
    assert model.chosen == []
    await show(model, NEWEST)
    assert model.chosen == [Video(id="v0")]  # what is under the cursor stands for marks
    model.marking.begin_range(0)
    model.move_to(2)
    assert model.chosen == [Video(id=f"v{n}") for n in range(3)]
    await show(model, NEWEST)
    assert (model.marking.has_range, model.has_ended_range) == (True, False)
    await show(model, View(Order.parse("title")))
    assert (model.marking.has_range, model.has_ended_range) == (False, True)
    assert len(model.marking.marks) == 3
    await show(model, NEWEST)
    assert not model.has_ended_range


async def test_who_is_told_sees_it_as_it_is_now(model: ListModel[Video], server: Server) -> None:
    told: list[object] = []
    model.on_shown = lambda: told.append((model.exchange, len(model.loaded), model.is_asking))
    model.on_failed = lambda error: told.append((error, model.asked_view))
    await show(model, NEWEST)
    server.error = errors.OrderFieldError("no", status=400, code=400216)
    await asyncio.gather(show(model, View(Order.parse("status"))))
    assert told == [(EXCHANGE, ROWS, False), (server.error, NEWEST)]
