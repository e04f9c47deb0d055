"""What is asked together is told as it was asked, whichever answer, or failure, comes first."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange
from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import ForbiddenError, NoAnswerError
from kinescope_tui.api.models import Overview, RawModel
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.inbox.finding_words import partly_told
from kinescope_tui.services.analytics.video_days import VideoDays
from kinescope_tui.services.billing.usage import UsageMeter
from kinescope_tui.services.digest.digest import PARTS, Digest
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.lists.rows_beside import RowsBeside
from kinescope_tui.services.time.time_range import PRESETS, TimeRange
from kinescope_tui.services.together import as_asked, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinescope_tui.api.client import KinescopeClient

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


class Server:
    """Answers requests of any method in an order of the test's."""

    def __init__(self) -> None:
        self.asked: dict[str, asyncio.Future[Any]] = {}

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def ask(path: str = "", *_: Any, **options: Any) -> Any:
            told = "".join(options.get("statuses", [])[:1])
            key = f"{name} {path if name == 'page' else told}".strip()
            self.asked[key] = asyncio.get_running_loop().create_future()
            return await self.asked[key]

        return ask


def client_of(server: Server) -> "KinescopeClient":
    return cast("KinescopeClient", server)


async def turns() -> None:
    for _ in range(9):
        await asyncio.sleep(0)


async def test_answers_and_the_failure_that_is_told_are_the_first_question_s() -> None:
    assert list(as_asked({"c": 1, "a": 2}, "abc")) == ["a", "c"]
    first, second = (asyncio.get_running_loop().create_future() for _ in range(2))
    asked = asyncio.ensure_future(together(first, second))
    second.set_result("two")
    await turns()
    first.set_result("one")
    assert await asked == ["one", "two"]
    first, second = (asyncio.get_running_loop().create_future() for _ in range(2))
    asked = asyncio.ensure_future(together(first, second))
    second.set_exception(NoAnswerError("the second"))
    await turns()
    first.set_exception(NoAnswerError("the first"))
    with pytest.raises(NoAnswerError, match="first"):
        await asked


async def test_an_inbox_tells_lists_and_its_request_in_one_order(clock: TurnedClock) -> None:
    async def none() -> "Sequence[Any]":
        return ()

    def page(path: str) -> Page[RawModel]:
        return Page([], 1, 100, 300, Order(), Exchange("GET", path, (), NOW))

    told = set()
    for is_reversed in (False, True):
        server = Server()
        inbox = Inbox(client_of(server), clock, requests=none)
        asked = asyncio.ensure_future(inbox.refresh())
        await turns()
        assert len(server.asked) == 6
        names = [name for name in server.asked if not name.startswith("videos")]
        for name in names[::-1] if is_reversed else names:
            server.asked[name].set_result(page(name))
            await turns()
        for future in server.asked.values():
            if not future.done():
                future.set_exception(NoAnswerError("none"))
        await asked
        assert inbox.exchange is not None
        told.add((partly_told(inbox.partly), inbox.exchange.path, *inbox.unread))
    assert len(told) == 1


def test_a_digest_names_what_it_lacks_as_its_parts_stand() -> None:
    digest = Digest(TimeRange.of(date(2026, 8, 1), date(2026, 8, 7)), (NOW, NOW), NOW)
    for name in reversed(PARTS):
        digest.note(name, ForbiddenError("", status=403))
    assert tuple(digest.unread) == PARTS


async def test_what_nobody_waited_for_was_not_asked() -> None:
    """Whoever left before the answer came asks again when he is back."""
    server = Server()
    days = VideoDays(client_of(server), lambda: NOW, lambda _zone: None)
    beside = RowsBeside()
    meter = UsageMeter(client_of(server), lambda: NOW)
    month = meter.question(PRESETS["this-month"](NOW))
    questions: list[tuple[str, Callable[[], Coroutine[Any, Any, Any]]]] = [
        ("overview", lambda: days.ask("v")),
        ("events", lambda: beside.ask("events", server.events)),
        ("usage", lambda: meter.before(month)),
    ]
    for name, question in questions:
        for _ in range(2):
            asked = asyncio.ensure_future(question())
            await turns()
            assert not server.asked.pop(name).done()
            asked.cancel()
            await turns()
    assert not days.is_asked("v")
    assert not beside.is_asked("events")
    asked = asyncio.ensure_future(days.ask("v"))
    await turns()
    server.asked["overview"].set_result(SimpleNamespace(value=Overview(), zone=""))
    await asked
    assert days.get("v") is not None
