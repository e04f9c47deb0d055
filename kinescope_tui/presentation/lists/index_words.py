"""What is said of the index: how old it is, what it has of how many, how far a reading is."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.lists.list_words import ListWords
from kinescope_tui.presentation.text.numbers import count, plural, size
from kinescope_tui.presentation.text.times import age, minute
from kinescope_tui.services.index.index_reader import Progress
from kinescope_tui.services.index.workspace_index import WorkspaceIndex
from kinescope_tui.services.lists.list_model import ListModel

T = TypeVar("T", bound=Identified)

_HOUR, _MINUTE = 3_600, 60


class IndexWords(ListWords[T]):
    """The words of a list that comes from the index.

    Args:
        model: The list.
        noun: One of its items.
        index: What it is read from.
        sum_of: What some of them come to.
    """

    sorts = "○ sorted in the index"
    advice = ""

    def __init__(
        self,
        model: ListModel[T],
        noun: str,
        index: WorkspaceIndex,
        sum_of: Callable[[Sequence[T]], str] = lambda _: "",
    ) -> None:
        super().__init__(model, noun, sum_of)
        self.index = index

    def absence(self, problem: KinescopeError | None, chips: Sequence[str]) -> str:
        """Return why there are no rows; what was not read yet is not absent."""
        told = super().absence(problem, chips)
        state = self.index.state
        if problem is not None or (state is not None and state.is_whole):
            return told
        if self.index.is_reading:
            return "Nothing indexed yet.\n\nRows appear as they arrive; :index pause stops it"
        return "Nothing indexed yet.\n\n:index starts, or continues where it stopped"


def index_told(index: WorkspaceIndex, now: datetime) -> str:
    """Return how old an index is and what it has of how many, in a few words."""
    state = index.state
    if state is None or (not state.count and state.reading is None):
        return "○ nothing indexed yet"
    as_of = index.as_of
    old = f"as of {age(now - as_of)}" if as_of is not None else "never complete"
    has = f"has {count(state.count)} of {count(state.total)}"
    doubt = f", {state.shortfall}" if state.shortfall else ""
    left = "" if state.reading is None else ", indexing not finished"
    return f"○ {old} · {has}{doubt}{left}"


def reading_told(progress: Progress | None) -> str:
    """Return how far a reading is; empty if nothing is read."""
    if progress is None:
        return ""
    told = f"○ indexing {progress.told}"
    if progress.total is not None:
        told += f" {count(min(progress.done, progress.total))} of {count(progress.total)}"
    elif progress.done:
        told += f" {count(progress.done)}"
    if progress.seconds_left is not None:
        told += f" · {_left(progress.seconds_left)} left"
    return told


def status_lines(index: WorkspaceIndex, now: datetime) -> list[str]:
    """Return all that is known of an index, a line each."""
    state = index.state
    if state is None:
        return ["This workspace has no index yet."]
    lines = [
        f"{plural(state.count, 'video')} of {count(state.total)}",
        f"{size(index.size)} on disk, limit {size(index.most_mb * 2**20)}",
    ]
    if index.as_of is not None:
        lines.append(f"up to date as of {minute(index.as_of)}, {age(now - index.as_of)}")
    if state.whole_at is not None:
        whole_at = datetime.fromtimestamp(state.whole_at / 1000).astimezone()
        lines.append(f"last full run {minute(whole_at)}")
    if state.reading is not None:
        lines.append(f"indexing is not finished; it continues with page {state.reading.next}")
    if state.shortfall:
        lines.append(f"possibly incomplete: {state.shortfall}")
    lines += [f"could not read {kind}: {reason}" for kind, reason in state.unread.items()]
    if not index.is_kept:
        lines.append("kept for this session only")
    return lines


def _left(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    return str(timedelta(seconds=round(seconds))) if seconds > _HOUR else f"{seconds / 60:.0f} min"
