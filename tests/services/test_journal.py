"""The journal: bounded, in order, of the older ones without bodies."""

from datetime import UTC, datetime

from kinescope_tui.api import Exchange, Priority, errors
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.services.workspace.journal import Journal


def exchange(number: int) -> Exchange:
    made = Exchange("GET", f"/{number}", (), datetime.now(UTC))
    made.body = b"body"
    return made


def test_the_last_exchanges_are_kept_and_the_oldest_lose_their_bodies_first() -> None:
    journal = Journal()
    for number in range(700):
        made = exchange(number)
        journal.record(made)
        made.outcome = Outcome.DONE
        journal.record(made)
    assert [e.path for e in journal] == [f"/{number}" for number in range(200, 700)]
    assert [e.path for e in journal.newest_first[:2]] == ["/699", "/698"]
    assert sum(bool(e.body) for e in journal) == 50
    assert journal.newest_first[0].body
    assert journal.under_way == set()


def test_what_was_looked_at_and_what_failed_stays_beside_a_long_export() -> None:
    journal = Journal()
    looked_at, failed = exchange(0), exchange(1)
    failed.priority, failed.error = Priority.BULK, errors.ServerError("x")
    looked_at.outcome, failed.outcome = Outcome.DONE, Outcome.FAILED
    exported = [exchange(number) for number in range(2, 2_000)]
    for made in [looked_at, failed, *exported]:
        made.priority = Priority.LOOKED_AT if made is looked_at else Priority.BULK
        ended, made.outcome = made.outcome, Outcome.ASKING
        journal.record(made)
        made.outcome = Outcome.DONE if ended is Outcome.WAITING else ended
        journal.record(made)
    assert list(journal) == [looked_at, failed, *exported[-100:]]
    assert [bool(made.body) for made in journal] == [False] * 52 + [True] * 50


def test_what_is_under_way_is_told_in_the_order_in_which_it_began() -> None:
    journal = Journal()
    began = [exchange(number) for number in range(50)]
    for made in [*began, *reversed(began)]:
        journal.record(made)
    assert list(journal.under_way) == began


def test_an_exchange_is_kept_once_and_is_under_way_until_it_ends() -> None:
    journal, made = Journal(), exchange(1)
    heard: list[int] = []
    deaf = journal.subscribe(lambda: heard.append(len(journal.under_way)))
    for outcome in (Outcome.WAITING, Outcome.ASKING, Outcome.RETRYING, Outcome.FAILED):
        made.outcome = outcome
        journal.record(made)
    assert len(journal) == 1
    assert heard == [1, 1, 1, 0]
    deaf()
    journal.record(exchange(2))
    assert len(heard) == 4


def test_the_last_problem_is_the_last_that_failed() -> None:
    journal = Journal()
    assert journal.last_problem is None
    failed, good = exchange(1), exchange(2)
    failed.error = errors.ServerError("x")
    for made in (failed, good):
        journal.record(made)
    assert journal.last_problem is failed
