"""A state is written when it stands still, and never takes the place of a later one."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.state_keeper import StateKeeper
from kinescope_tui.services.workspace.state_store import StateStore


class Kept(StateStore):
    """Keeps what it is told, without a file."""

    keeps = True


class Screen:
    """Something with a state."""

    def __init__(self, store: StateStore | None = None) -> None:
        self.state: object = None
        self.written: list[object] = []
        self.keeper = StateKeeper(lambda: store or Kept(), lambda: self.state, self._taken)

    def _taken(self) -> Callable[[], None]:
        state = self.state
        return lambda: self.written.append(state)


def test_a_state_is_written_once_a_look_after_its_last_change() -> None:
    screen = Screen()
    assert screen.keeper.when_still() is None  # there is nothing to keep
    for state in ("a", "b"):
        screen.state = state
        assert screen.keeper.when_still() is None  # it may change again
    write = screen.keeper.when_still()
    assert write is not None
    write()
    assert screen.keeper.when_still() is None
    assert screen.keeper.when_new() is None
    assert screen.written == ["b"]


def test_out_of_sight_a_state_is_written_without_a_second_look() -> None:
    screen = Screen()
    screen.state = "a"
    write = screen.keeper.when_new()
    assert write is not None
    write()
    assert screen.written == ["a"]


def test_nothing_is_written_where_nothing_is_kept() -> None:
    screen = Screen(StateStore())
    for screen.state in ("a", "a", "a"):
        assert screen.keeper.when_still() is None
    assert screen.keeper.at_once() is None
    assert screen.keeper.when_new() is None


@given(st.permutations(range(5)))
def test_threads_that_write_in_any_order_leave_the_last_state(order: list[int]) -> None:
    screen = Screen()
    writes = []
    for screen.state in range(5):
        writes.append(screen.keeper.at_once())
    for number in order:
        write = writes[number]
        assert write is not None
        write()
    assert screen.written[-1] == 4
    assert screen.written == sorted(screen.written, key=str)


def test_of_two_places_that_are_noted_at_once_the_later_one_counts(tmp_path: Path) -> None:
    store = StateStore(tmp_path / "seen.sqlite")
    store.open_for(Token(str(UUID(int=4, version=4))))
    keeper = Screen(store).keeper
    first, second = keeper.arrival("videos"), keeper.arrival("usage")
    assert first is not None
    assert second is not None
    assert keeper.arrival("usage") is None
    second()
    first()  # its thread was late
    assert store.last_place == "usage"
    store.close()
