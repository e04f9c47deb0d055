"""The paged list under anything: late, lost and crossed answers, lists that move."""

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

from kinescope_tui.api import Exchange, Page, Priority, errors
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import MissingRow

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
PER_PAGE = 5
SCREEN = 7
MAX_ASKED = 2_000
Asked = tuple[int, int, int, "asyncio.Future[Page[Video]]"]


class Lists(RuleBasedStateMachine):
    """Somebody scrolls, sorts and filters, while the server answers when and as it likes.

    Each question has items of its own, so that an answer to another one would be seen.
    """

    @initialize(count=st.integers(0, 23))
    def begin(self, count: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.question = 0
        self.pending: list[Asked] = []
        self.asked = 0
        self.made = count
        self.items = list(range(count))
        self.told_by_closed = 0
        self.ask()

    def ask(self) -> None:
        question = self.question
        self.rows = PagedList(self.fetch(question), per_page=PER_PAGE, most_pages=3)
        self.sight = (0, SCREEN - 1)
        self.look(0, 0)

    def fetch(self, question: int) -> Callable[[int, int, Priority], asyncio.Future[Page[Video]]]:
        def fetch(number: int, per_page: int, _priority: Priority) -> asyncio.Future[Page[Video]]:
            self.asked += 1
            assert self.asked < MAX_ASKED, "it asks for ever"
            answer: asyncio.Future[Page[Video]] = self.loop.create_future()
            self.pending.append((question, number, per_page, answer))
            return asyncio.shield(answer)  # what is on the wire ends by itself

        return fetch

    def run(self, action: Callable[[], object]) -> None:
        async def act() -> None:
            action()
            for _ in range(5):
                await asyncio.sleep(0)

        self.loop.run_until_complete(act())

    def page(self, question: int, number: int, per_page: int) -> Page[Video]:
        start = (number - 1) * per_page
        order = self.items if question % 2 == 0 else self.items[::-1]
        items = [Video(id=f"{question}-{n}") for n in order[start : start + per_page]]
        return Page(items, number, per_page, len(self.items), Order(), EXCHANGE)

    # What a person does.

    @rule(first=st.integers(0, 30), ahead=st.integers(-1, 1))
    def look(self, first: int, ahead: int) -> None:
        first = max(0, min(first, self.rows.row_count - 1))
        self.sight = (first, first + SCREEN - 1)
        self.run(lambda: self.rows.look_at(*self.sight, ahead=ahead))

    @rule()
    def sort_or_filter(self) -> None:
        self.question += 1

        def tell() -> None:
            self.told_by_closed += 1

        self.rows.on_change = tell
        self.rows.close()
        self.ask()

    @rule()
    def retry(self) -> None:
        self.run(self.rows.retry)

    # What the server does.

    @precondition(lambda self: self.pending)
    @rule(which=st.integers(0, 100))
    def answer(self, which: int) -> None:
        question, number, per_page, answer = self.pending.pop(which % len(self.pending))
        page = self.page(question, number, per_page)
        self.run(lambda: answer.set_result(page))

    @precondition(lambda self: self.pending)
    @rule(which=st.integers(0, 100))
    def lose(self, which: int) -> None:
        *_, answer = self.pending.pop(which % len(self.pending))
        self.run(lambda: answer.set_exception(errors.UnreachableError("no route")))

    @rule(at=st.integers(0, 30))
    def insert(self, at: int) -> None:
        self.items.insert(at, self.made)
        self.made += 1

    @precondition(lambda self: self.items)
    @rule(at=st.integers(0, 30))
    def remove(self, at: int) -> None:
        del self.items[at % len(self.items)]

    @rule()
    def come_to_rest(self) -> None:
        """All answers come, and a refresh is a new list: then every row in sight is there."""
        self.sort_or_filter()
        while self.pending:
            self.answer(0)
        assert self.rows.row_count == len(self.items)
        assert self.rows.failure is None
        first, last = self.sight
        for row in range(first, min(last + 1, len(self.items))):
            item = self.rows.row(row)
            expected = self.page(self.question, 1, len(self.items)).items[row]
            assert item == expected

    # What always holds.

    @invariant()
    def what_is_shown_answers_the_last_question_and_nothing_stands_twice(self) -> None:
        ids = [item.id for _, item in self.rows.loaded()]
        assert len(ids) == len(set(ids))
        assert all(item_id.startswith(f"{self.question}-") for item_id in ids)
        for row, item in self.rows.loaded():
            assert self.rows.row(row) is item
            assert row < self.rows.row_count

    @invariant()
    def nothing_loads_for_ever(self) -> None:
        mine = [asked for asked in self.pending if asked[0] == self.question]
        assert bool(mine) == self.rows.is_busy
        assert len(mine) <= 2
        first, last = self.sight
        in_sight = range(first, min(last + 1, self.rows.row_count))
        if not mine:
            assert all(self.rows.row(row) is not MissingRow.LOADING for row in in_sight)

    @invariant()
    def a_list_that_nobody_shows_tells_nobody(self) -> None:
        assert self.told_by_closed == 0

    @invariant()
    def memory_is_bounded(self) -> None:
        assert self.rows.loaded_pages <= 3 + 2

    def teardown(self) -> None:
        async def end() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self.loop.run_until_complete(end())
        self.loop.close()


SIZE = settings(
    max_examples=2_000 if FULL else 30,
    stateful_step_count=60 if FULL else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(1800 if FULL else 600)
def test_whatever_happens_the_list_shows_the_last_question_and_no_row_twice() -> None:
    run_state_machine_as_test(Lists, settings=SIZE)
