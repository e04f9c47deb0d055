"""Rows that are all here are sorted and filtered here, where the server cannot; it is undone so."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Project
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.here_words import (
    found_told,
    here_needed,
    here_progress,
    here_told,
)
from kinescope_tui.presentation.lists.list_words import ListWords
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import Here, View, view_of, written_view
from kinescope_tui.services.lists.whole_list import TooManyRowsError, WholeList

EXCHANGE = Exchange("GET", "/v1/projects", (), datetime(2026, 8, 21, tzinfo=UTC))
BY_SIZE = View(here=Here(Order.parse("size.desc")))


def project(n: int, size: int | None = None) -> Project:
    return Project(id=f"p{n}", name=f"Project {n:03}", size_bytes=size)


class Server:
    """Answers at once, page by page.

    Attributes:
        asked: The pages that were asked for.
        fails: Pages that cannot be read.
    """

    def __init__(self, items: list[Project], *, total: int | None = None) -> None:
        self.items = items
        self.total = len(items) if total is None else total
        self.asked: list[int] = []
        self.fails: set[int] = set()
        self.on_page: Callable[[int], None] = lambda _number: None

    def fetch(self, view: View) -> Callable[..., object]:
        del view

        async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Project]:
            self.asked.append(number)
            self.on_page(number)
            await asyncio.sleep(0)
            if number in self.fails:
                raise errors.UnreachableError("no route")
            items = self.items[(number - 1) * per_page : number * per_page]
            return Page(items, number, per_page, self.total, Order(), EXCHANGE)

        return fetch


def model_of(server: Server) -> ListModel[Project]:
    return ListModel(
        server.fetch,  # type: ignore[arg-type]  # what it returns is such a thing
        View(),
        arrange=lambda items, view: PROJECTS.arranged(items, view, {}),
    )


async def show(model: ListModel[Project], view: View) -> None:
    await model.answer(model.ask(view))


def ids(model: ListModel[Project]) -> list[str]:
    return [item.id for item in model.loaded]


SIZES = [30, 400, None, 2_000, 1]


@pytest.fixture
def server() -> Server:
    return Server([project(n, size) for n, size in enumerate(SIZES)])


async def test_a_list_that_is_here_is_sorted_without_the_server(server: Server) -> None:
    model = model_of(server)
    await show(model, View())
    model.move_to(1)
    model.marking.toggle(server.items[4])
    assert model.is_whole
    await show(model, BY_SIZE)
    assert ids(model) == ["p3", "p1", "p0", "p4", "p2"]  # by number; what has none stands last
    assert server.asked == [1]
    assert model.item is not None
    assert model.item.id == "p1"  # the cursor stays with its item
    assert "p4" in model.marking.marks
    assert ListWords(model, "project").order(80) == "○ sorted here: size ▼"
    assert model.applied_order == BY_SIZE.here.order
    assert not model.is_denied
    await show(model, model.steps.widened() or BY_SIZE)
    assert ids(model) == ["p0", "p1", "p2", "p3", "p4"]
    assert model.item.id == "p1"
    assert model.steps.widened() is None


async def test_words_and_cells_narrow_what_is_here_and_the_count_says_of_how_many(
    server: Server,
) -> None:
    model = model_of(server)
    await show(model, View())
    for text, found in (("roject 003", ["p3"]), ("PROJECT 00", ids(model)), ("nothing", [])):
        await show(model, View(here=Here(text=text)))
        assert ids(model) == found
        assert found_told(model) == f"○ {len(found)} of 5 loaded rows"
    assert PROJECTS.chips(model.view, {}) == ["○ / nothing"]
    await show(model, View(here=Here(values=(("name", "Project 001"), ("name", "Project 002")))))
    assert ids(model) == ["p1", "p2"]
    assert server.asked == [1]


async def test_asking_again_is_asking_the_server(server: Server) -> None:
    model = model_of(server)
    await show(model, View())
    await show(model, BY_SIZE)
    server.items = [project(7, 1), project(8, 2)]
    server.total = 2
    await show(model, BY_SIZE)
    assert ids(model) == ["p8", "p7"]
    assert server.asked == [1, 1]


async def test_a_long_list_is_loaded_first_and_can_be_stopped() -> None:
    server = Server([project(n, n) for n in range(1_250)])
    model = model_of(server)
    await show(model, View())
    assert not model.is_whole
    assert here_needed(model).startswith("○ 100 of 1\u00a0250 loaded; :here")
    told: list[str] = []

    def tell() -> None:
        told.append(here_progress(model))
        if model.whole is not None and model.whole.taken == 500:
            model.held.stop()

    model.held.on_change = tell
    with pytest.raises(errors.StoppedError):
        await model.read_whole()
    assert "○ loading all: 300 of 1\u00a0250 · esc stops" in told
    assert here_progress(model) == ""
    asked = len(server.asked)
    await model.read_whole()  # it goes on from there
    assert len(server.asked) - asked <= 9
    assert here_told(model).startswith("○ All loaded: 1\u00a0250 rows.")
    await show(model, BY_SIZE)
    assert ids(model)[:2] == ["p1249", "p1248"]
    assert model.rows is not None
    assert model.rows.row_count == 1_250


async def test_more_than_the_limit_is_refused_before_it_is_read() -> None:
    server = Server([project(n) for n in range(100)], total=10_001)
    model = model_of(server)
    await show(model, View())
    assert here_needed(model) == (
        "10\u00a0001 rows are too many for this; the limit is 10\u00a0000. Narrow the list down."
    )
    with pytest.raises(TooManyRowsError):
        await model.read_whole()
    assert len(server.asked) <= 1 + 10  # what one second lets go
    await show(model, BY_SIZE)
    assert isinstance(model.failure, TooManyRowsError)
    assert model.view == View()  # what is shown stays


async def test_a_page_that_fails_is_asked_for_again(server: Server) -> None:
    server.fails = {1}
    whole: WholeList[Project] = WholeList(server.fetch(View()))  # type: ignore[arg-type]  # see above
    with pytest.raises(errors.UnreachableError):
        await whole.read()
    server.fails.clear()
    assert len((await whole.read()).items) == len(SIZES)


def test_what_is_done_here_is_written_with_the_view() -> None:
    view = View(
        Order.parse("name"), "x", (("a", "b"),), Here(BY_SIZE.here.order, "t", (("c", "d"),))
    )
    assert view_of(written_view(view)) == view
    assert "here" not in written_view(view.of_server)
    steps = [view]
    while steps[-1].query or steps[-1].here:
        steps.append(steps[-1].widened())
    assert [bool(step.here.values) for step in steps[:2]] == [True, False]
    assert steps[-1] == View(Order.parse("name"))
    assert len(steps) == 6
