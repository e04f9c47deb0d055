"""What a list shows while keys and answers cross: answers late, in another order, or never."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from conftest import FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from patience import until

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.list_model import ListModel, Question
from kinescope_tui.services.lists.view import View

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
PER_PAGE = 5
UP, DOWN = View(Order.parse("title")), View(Order.parse("title.desc"))
EVEN = View(Order.parse("title"), search="even")
VIEWS = [UP, DOWN, EVEN]


class Server:
    """Answers when it is told to.

    Attributes:
        numbers: What there is, in the order of their titles.
        pending: Pages that were asked for: view, number, and where the answer goes.
    """

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count))
        self.pending: list[tuple[View, int, asyncio.Future[Page[Video]]]] = []

    def fetch(self, view: View) -> Callable[[int, int, Priority], asyncio.Future[Page[Video]]]:
        def fetch(number: int, per_page: int, priority: Priority) -> asyncio.Future[Page[Video]]:
            del per_page, priority
            answer: asyncio.Future[Page[Video]] = asyncio.get_running_loop().create_future()
            self.pending.append((view, number, answer))
            return answer

        return fetch

    def page(self, view: View, number: int) -> Page[Video]:
        found = [n for n in self.numbers if not view.search or n % 2 == 0]
        found = found[::-1] if view.order == DOWN.order else found
        start = (number - 1) * PER_PAGE
        items = [Video(id=f"v{n}") for n in found[start : start + PER_PAGE]]
        return Page(items, number, PER_PAGE, len(found), view.order, EXCHANGE)

    def answer(self, place: int = 0, error: errors.KinescopeError | None = None) -> None:
        view, number, answer = self.pending.pop(place)
        if answer.cancelled():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(self.page(view, number))


async def pass_on() -> None:
    """Let everything happen that nothing has to come for."""
    for _ in range(8):
        await asyncio.sleep(0)


class Lists(RuleBasedStateMachine):
    """Somebody moves, marks, sorts and reads again, while the server answers as it likes."""

    @initialize(count=st.integers(0, 23))
    def begin(self, count: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = Server(count)
        self.made = count
        self.model: ListModel[Video] = ListModel(self.server.fetch, UP)
        self.tasks: list[asyncio.Task[None]] = []
        self.marked: set[str] = set()
        self.before_all: set[str] | None = None
        self.run(lambda: self.ask(UP))
        while self.server.pending:
            self.answer(0)

    def run(self, action: Callable[[], object]) -> None:
        """Do something, and see that the cursor stays with what is under it."""
        model = self.model

        async def act() -> None:
            action()
            shown, view, row = model.rows, model.view, model.cursor_row
            asked = model.asked_view
            looked_at = model.item.id if model.item is not None else ""
            await pass_on()
            if model.rows is shown:
                assert model.cursor_row == row
                return
            assert model.view == asked
            if looked_at and model.rows is not None and view == model.view:
                found = model.rows.row_of(looked_at)
                assert found is None or found == model.cursor_row

        self.loop.run_until_complete(act())

    def ask(self, view: View) -> Question[Video]:
        question = self.model.ask(view)
        self.tasks.append(asyncio.get_running_loop().create_task(self.model.answer(question)))
        return question

    # What a person does.

    @rule(rows=st.integers(-6, 6))
    def move(self, rows: int) -> None:
        shown = self.model.shown
        last = shown.row_count - 1 if shown is not None else 0
        row = max(0, min(self.model.cursor_row + rows, last))

        def move() -> None:
            self.model.move_to(row)
            self.before_all = None
            if self.model.rows is not None:
                self.model.rows.look_at(row, row + 3)

        self.run(move)

    @rule()
    def mark(self) -> None:
        item = self.model.item
        if item is not None:
            self.marked ^= {item.id}
            self.before_all = None
            self.run(lambda: self.model.marking.toggle(item))

    @rule()
    def mark_all(self) -> None:
        rows = self.model.rows
        here = {item.id for _, item in rows.loaded()} if rows is not None else set()
        self.before_all = set(self.marked)
        self.marked = set() if here and here <= self.marked else self.marked | here
        self.run(self.model.marking.toggle_all)

    @rule()
    def undo(self) -> None:
        if self.before_all is not None:
            self.marked, self.before_all = self.before_all, None
        self.run(self.model.marking.undo_all)

    @rule(view=st.sampled_from(VIEWS))
    def sort_or_search(self, view: View) -> None:
        self.run(lambda: self.ask(view))

    @rule(rows=st.lists(st.integers(-3, 3), max_size=2))
    def read_again_and_go_on(self, rows: list[int]) -> None:
        self.run(lambda: self.ask(self.model.view))
        for places in rows:
            self.move(places)

    @rule()
    def hear_an_answer_twice(self) -> None:
        def ask() -> None:
            question = self.ask(self.model.asked_view)
            again = self.model.answer(question)
            self.tasks.append(asyncio.get_running_loop().create_task(again))

        self.run(ask)

    # What the server does.

    @precondition(lambda self: self.server.pending)
    @rule(which=st.integers(0, 100))
    def answer(self, which: int) -> None:
        place = which % len(self.server.pending)
        self.run(lambda: self.server.answer(place))

    @precondition(lambda self: self.server.pending)
    @rule(which=st.integers(0, 100))
    def fail(self, which: int) -> None:
        place = which % len(self.server.pending)
        self.run(lambda: self.server.answer(place, errors.UnreachableError("no route")))

    @precondition(lambda self: self.server.pending)
    @rule(which=st.integers(0, 100))
    def never_answer(self, which: int) -> None:
        del self.server.pending[which % len(self.server.pending)]

    @rule(at=st.integers(0, 30))
    def insert(self, at: int) -> None:
        self.server.numbers.insert(at, self.made)
        self.made += 1

    @precondition(lambda self: self.server.numbers)
    @rule(at=st.integers(0, 30))
    def remove(self, at: int) -> None:
        del self.server.numbers[at % len(self.server.numbers)]

    @rule(view=st.sampled_from(VIEWS))
    def come_to_rest(self, view: View) -> None:
        """Everything is answered from now on: then the last thing asked for is shown."""
        self.run(lambda: self.ask(view))
        while self.server.pending:
            self.answer(0)
        model = self.model
        assert (model.view, model.asked_view, model.is_asking) == (view, view, False)
        assert model.failure is None
        assert model.rows is not None
        assert model.rows.row_count == self.server.page(view, 1).total
        assert model.said_order == view.order

    # What always holds.

    @invariant()
    def marks_are_those_that_were_set(self) -> None:
        assert {item.id for item in self.model.marking.marks.items} == self.marked

    @invariant()
    def what_failed_changes_nothing(self) -> None:
        if not self.model.is_asking:
            assert self.model.asked_view == self.model.view

    def teardown(self) -> None:
        async def end() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self.loop.run_until_complete(end())
        self.loop.close()


SIZE = settings(
    max_examples=1_000 if FULL else 40,
    stateful_step_count=50 if FULL else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(1800 if FULL else 600)
def test_cursor_and_marks_are_those_of_what_was_looked_at_last() -> None:
    run_state_machine_as_test(Lists, settings=SIZE)


async def shown(server: Server, view: View = UP) -> ListModel[Video]:
    """A model that shows what the server has."""
    model = ListModel[Video](server.fetch, view)
    await answered(server, model, view)
    return model


async def answered(server: Server, model: ListModel[Video], view: View) -> None:
    """Ask for a view, and wait until it is shown."""
    task = asyncio.create_task(model.answer(model.ask(view)))
    await pass_on()
    for _ in until(lambda: not server.pending):
        server.answer()
        await pass_on()
    await task


async def look(server: Server, model: ListModel[Video], row: int) -> None:
    """Put the cursor into a row, and wait until it is here."""
    assert model.rows is not None
    model.move_to(row)
    model.rows.look_at(row, row)
    await pass_on()
    for _ in until(lambda: not server.pending):
        server.answer()
        await pass_on()


@pytest.mark.parametrize("added", [1, 3, 4])  # as far as a neighbour shows where it went
@pytest.mark.parametrize("row", [0, 4, 5, 9, 12])
async def test_what_went_to_another_page_is_followed(row: int, added: int) -> None:
    server = Server(20)
    model = await shown(server)
    await look(server, model, row)
    wanted = model.item
    server.numbers = [*range(100, 100 + added), *server.numbers]
    await answered(server, model, UP)
    assert model.item == wanted
    server.numbers = server.numbers[added:]
    await answered(server, model, UP)
    assert (model.item, model.cursor_row) == (wanted, row)


async def test_where_a_row_is_deleted_the_next_one_is_under_the_cursor() -> None:
    server = Server(20)
    model = await shown(server)
    await look(server, model, 7)
    del server.numbers[7]
    await answered(server, model, UP)
    assert model.item == Video(id="v8")


async def test_keys_pressed_during_a_refresh_lead_to_the_page_where_they_end() -> None:
    server = Server(30)
    model = await shown(server)
    task = asyncio.create_task(model.answer(model.ask(UP)))
    await pass_on()
    assert model.rows is not None
    model.move_to(22)
    model.rows.look_at(22, 22)
    await pass_on()
    for _ in until(lambda: not server.pending):
        server.answer()
        await pass_on()
    await task
    assert model.item == Video(id="v22")


async def test_remembered_rows_give_way_to_those_of_today_where_the_cursor_went() -> None:
    server = Server(30)
    model = ListModel[Video](server.fetch, UP)
    model.begin_with(DOWN, [Video(id=f"v{n}") for n in (24, 23, 22, 21)], row=6, first=5)
    assert (model.row, model.cursor_row) == (6, 1)
    task = asyncio.create_task(model.answer(model.ask(DOWN)))
    await pass_on()
    model.move_to(3)
    server.numbers.append(30)
    for _ in until(lambda: not server.pending):
        server.answer()
        await pass_on()
    await task
    assert (model.item, model.row) == (Video(id="v21"), 9)


async def test_a_view_is_come_back_to_where_it_was_left() -> None:
    server = Server(30)
    model = await shown(server)
    await look(server, model, 12)
    await answered(server, model, EVEN)
    await look(server, model, 7)
    server.numbers.insert(0, 99)
    await answered(server, model, UP)
    assert model.item == Video(id="v12")


async def test_an_older_answer_in_the_view_that_is_asked_for_is_shown_until_the_newer_comes() -> (
    None
):
    server = Server(5)
    model = await shown(server)
    tasks = [asyncio.create_task(model.answer(model.ask(UP))) for _ in range(2)]
    await pass_on()
    server.numbers.append(5)
    server.answer(0)
    await pass_on()
    assert model.rows is not None
    assert (model.rows.row_count, model.is_asking) == (6, True)
    server.answer(0, errors.UnreachableError("no route"))
    await asyncio.gather(*tasks)
    assert (model.rows.row_count, model.is_stale) == (6, True)


async def test_an_order_that_fails_makes_nothing_stale() -> None:
    server = Server(5)
    model = await shown(server)
    task = asyncio.create_task(model.answer(model.ask(DOWN)))
    await pass_on()
    server.answer(0, errors.UnreachableError("no route"))
    await task
    assert (model.asked_view, model.is_stale) == (UP, False)


async def test_a_neighbour_is_the_one_beside_what_is_under_the_cursor_when_it_comes() -> None:
    server = Server(12)
    model = await shown(server)
    model.move_to(4)
    task = asyncio.create_task(model.neighbour(1))
    await pass_on()
    server.numbers.insert(0, 99)
    refresh = asyncio.create_task(model.answer(model.ask(UP)))
    await pass_on()
    for _ in until(lambda: not server.pending):
        server.answer(len(server.pending) - 1)
        await pass_on()
    await refresh
    row = await task
    assert row is not None
    model.move_to(row)
    assert model.item == Video(id="v5")


async def test_of_a_list_that_gave_way_to_another_one_no_page_is_kept() -> None:
    server = Server(12)
    model = await shown(server)
    before = model.rows
    assert before is not None
    assert before.loaded_pages
    task = asyncio.create_task(model.answer(model.ask(DOWN)))
    await pass_on()
    assert before.loaded_pages  # it stays as long as it is shown
    server.answer()
    await task
    assert model.rows is not before
    assert before.loaded_pages == 0


async def test_of_views_that_were_asked_for_in_passing_nothing_is_waited_for() -> None:
    server = Server(12)
    model = await shown(server)
    tasks = []
    for view in (DOWN, EVEN, DOWN, EVEN):
        tasks.append(asyncio.create_task(model.answer(model.ask(view))))
        await pass_on()
    assert [answer.cancelled() for _, _, answer in server.pending] == [True, True, True, False]
    for _ in until(lambda: not server.pending):
        server.answer()
        await pass_on()
    await asyncio.gather(*tasks)
    assert model.view == EVEN
