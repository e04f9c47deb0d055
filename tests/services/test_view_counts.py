"""Views are counted when nobody else asks, once in five minutes, and a failure ends it."""

from turned_clock import TurnedClock

from kinescope_tui.api.errors import UnreachableError
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_counts import ViewCounts

FAILED, DONE = (View().filtered("status[]", (status,)) for status in ("error", "done"))


class Server:
    """Counts, or fails."""

    def __init__(self) -> None:
        self.asked: list[View] = []
        self.fails = False

    async def count(self, view: View) -> int | None:
        self.asked.append(view)
        if self.fails:
            raise UnreachableError("no route")
        return len(self.asked)


async def test_each_view_is_counted_once_whatever_its_order() -> None:
    server, clock = Server(), TurnedClock()
    counts = ViewCounts(server.count, clock)
    views = [FAILED, DONE]
    assert counts.get(FAILED) is None
    assert counts.counted_at(views) is None
    for _ in views:
        view = counts.next_of(views)
        assert view is not None
        await counts.count(view)
    assert counts.next_of(views) is None
    assert server.asked == views
    assert counts.get(DONE.ordered(Order.parse("title"))) == 2
    assert counts.counted_at(views) is not None


async def test_an_old_count_stays_until_there_is_a_new_one() -> None:
    server, clock = Server(), TurnedClock()
    counts = ViewCounts(server.count, clock)
    await counts.count(FAILED)
    clock.turn(299)
    assert counts.next_of([FAILED]) is None
    clock.turn(2)
    assert counts.next_of([FAILED]) == FAILED
    assert counts.get(FAILED) == 1
    await counts.count(FAILED)
    assert counts.get(FAILED) == 2
    counts.forget()
    assert counts.get(FAILED) is None
    assert counts.next_of([FAILED]) == FAILED


async def test_after_a_failure_nothing_is_counted_for_a_while() -> None:
    server, clock = Server(), TurnedClock()
    counts = ViewCounts(server.count, clock)
    server.fails = True
    await counts.count(FAILED)
    assert counts.get(FAILED) is None
    assert counts.next_of([FAILED, DONE]) is None
    clock.turn(301)
    assert counts.next_of([FAILED, DONE]) == FAILED
