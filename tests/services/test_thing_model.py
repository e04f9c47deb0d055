"""What a detail shows while keys and answers cross: always what belongs to the thing in sight."""

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

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.client import Item
from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.thing_model import ThingModel

EXCHANGE = Exchange("GET", "/v1/videos/1", (), datetime(2026, 8, 21, tzinfo=UTC))
LAST = 6
NO_ROUTE = "no route"


class Details(RuleBasedStateMachine):
    """Somebody opens, turns pages and goes on, while the server answers as it likes."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.pending: list[tuple[asyncio.Future[object], object]] = []
        self.tasks: list[asyncio.Task[object]] = []
        self.wanted = self.cursor = 0
        self.model: ThingModel[Video, str] = ThingModel(
            Video(id="0"), self.read, self.read_page, self.neighbour
        )
        self.told: list[tuple[str, str]] = []  # what a failure is of, and what was shown then

    async def later(self, answer: object) -> object:
        future: asyncio.Future[object] = self.loop.create_future()
        self.pending.append((future, answer))
        return await future

    async def read(self, video: Video) -> Item[Video]:
        await self.later(None)
        return Item(Video(id=video.id, title="whole"), {}, EXCHANGE)

    async def read_page(self, number: int, video: Video) -> str:
        await self.later(None)
        return f"{video.id}:{number}"

    async def neighbour(self, step: int) -> Video | None:
        await self.later(None)
        if not 0 <= self.cursor + step <= LAST:
            return None
        self.cursor += step
        return Video(id=str(self.cursor))

    def run(self, action: Callable[[], object]) -> None:
        async def act() -> None:
            action()
            for _ in range(8):
                await asyncio.sleep(0)

        self.loop.run_until_complete(act())

    def begin_to(self, ask: Callable[[], object]) -> None:
        async def asked() -> None:
            shown = self.model.thing.id
            try:
                await ask()  # type: ignore[misc]  # a coroutine, of whatever
            except errors.UnreachableError:
                self.told.append((shown, self.model.thing.id))

        self.run(lambda: self.tasks.append(self.loop.create_task(asked())))

    @rule()
    def ask(self) -> None:
        self.begin_to(self.model.ask)

    @rule(number=st.integers(0, 2))
    def ask_page(self, number: int) -> None:
        self.begin_to(lambda: self.model.answer_page(self.model.ask_page(number)))

    @rule(step=st.sampled_from([-1, 1]))
    def move(self, step: int) -> None:
        async def move() -> None:
            await self.model.move(step)

        def go() -> None:
            self.tasks.append(self.loop.create_task(move()))

        self.run(go)

    @precondition(lambda self: self.pending)
    @rule(which=st.integers(0, 100), fails=st.booleans())
    def answer(self, which: int, fails: bool) -> None:
        future, answer = self.pending.pop(which % len(self.pending))
        if fails:
            self.run(lambda: future.set_exception(errors.UnreachableError(NO_ROUTE)))
        else:
            self.run(lambda: future.set_result(answer))

    @invariant()
    def what_is_shown_is_of_one_thing(self) -> None:
        model = self.model
        assert model.thing.id == str(self.cursor)
        assert model.item is None or model.item.value.id == model.thing.id
        assert all(page == f"{self.cursor}:{number}" for number, page in model.pages.items())
        assert all(of == shown for of, shown in self.told)

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
    stateful_step_count=50 if FULL else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(1800 if FULL else 600)
def test_answers_are_shown_with_the_thing_that_they_are_of() -> None:
    run_state_machine_as_test(Details, settings=SIZE)


def model_of(gate: asyncio.Event, first: int = 0) -> ThingModel[Video, str]:
    """A thing in a list of seven whose answers wait for the gate."""
    cursor = first

    async def read(video: Video) -> Item[Video]:
        await gate.wait()
        return Item(video, {}, EXCHANGE)

    async def read_page(number: int, video: Video) -> str:
        return f"{video.id}:{number}"

    async def neighbour(step: int) -> Video | None:
        nonlocal cursor
        await gate.wait()
        if not 0 <= cursor + step <= LAST:
            return None
        cursor += step
        return Video(id=str(cursor))

    return ThingModel(Video(id=str(first)), read, read_page, neighbour)


async def test_each_step_counts_however_late_the_first_one_leads_on() -> None:
    gate = asyncio.Event()
    model = model_of(gate)
    moves = [asyncio.create_task(model.move(1)) for _ in range(4)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(*moves) == [True, None, None, None]
    assert model.thing.id == "4"


async def test_steps_beyond_the_end_lead_to_the_last_one() -> None:
    gate = asyncio.Event()
    model = model_of(gate, first=5)
    moves = [asyncio.create_task(model.move(1)) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    assert (await asyncio.gather(*moves))[0] is False
    assert model.thing.id == "6"


async def test_a_page_that_came_while_the_thing_was_asked_for_stays() -> None:
    gate = asyncio.Event()
    model = model_of(gate)
    await model.answer_page(model.ask_page(1))
    asked = asyncio.create_task(model.ask())
    await asyncio.sleep(0)
    await model.answer_page(model.ask_page(2))
    gate.set()
    assert await asked
    assert model.pages == {2: "0:2"}
