"""What is said of a list: where the cursor is, its order, its marks, and why it is empty."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.lists.order_words import order_words
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.times import age
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.marking import Marking

T = TypeVar("T", bound=Identified)

_LONGEST_ORDER = 80  # characters of what the server says
_BROAD = 100  # columns, from which on the line says who sorted the rows


class ListWords(Generic[T]):
    """The words of one list, as it is when they are asked for.

    Args:
        model: The list.
        noun: One of its items, "video".
        sum_of: What some of them come to; empty where that means nothing.
    """

    sorts = "sorted by the server"
    advice = (
        "{list.index} searches the index instead: descriptions, tags, domains and links as well.\n"
        "Paste a link or an id after {view.command} to open a video directly."
    )
    """What else to try where a search finds no video."""

    def __init__(
        self, model: ListModel[T], noun: str, sum_of: Callable[[Sequence[T]], str] = lambda _: ""
    ) -> None:
        self.model = model
        self.noun = noun
        self._sum_of = sum_of

    def position(self, now: datetime, others: Iterable[str] = ()) -> str:
        """Return the parts of a position on one line."""
        return joined(self.parts(now, others))

    def parts(self, now: datetime, others: Iterable[str] = ()) -> list[str]:
        """Return where the cursor is, and what else there is to know of the rows."""
        model, rows = self.model, self.model.rows
        if rows is None:
            if model.remembered_at is None:
                return []
            next_step = "updating …" if model.is_asking else hint("{view.refresh} reloads")
            return [f"as of {age(now - model.remembered_at)}", next_step]
        row, total = model.cursor_row, rows.total
        place = f"row {count(row + 1)} of {count(total)}"
        if total is None:
            place += f" · page {count(rows.page_number(row))}"
        elif rows.page_count > 1:
            place += f" · page {count(rows.page_number(row))}/{count(rows.page_count)}"
        parts = [place if rows.row_count else "no rows", marks_text(model.marking), *others]
        parts += [self.sums, *rows.notes]
        whole = model.whole if model.view.here else None
        if whole is not None and whole.shortfall:
            parts.append(f"possibly incomplete: {whole.shortfall}")
        if model.is_stale and model.exchange is not None:
            parts.append(f"refresh failed; rows are from {age(now - model.exchange.started_at)}")
        return [part for part in parts if part]

    @property
    def sums(self) -> str:
        """What the marked rows come to; empty where that means nothing."""
        marked = self.model.marking.marks.items
        return self._sum_of(marked) if marked else ""

    def order(self, width: int) -> str:
        """Return in which order the rows stand, and who put them there where there is room.

        That is `sorted by the server: created ▼1 · title ▲2`, or the levels alone.
        """
        asked, said = self.model.view.order, self.model.said_order
        if self.model.rows is None:
            return ""
        if here := self.model.view.here.order:
            return f"○ sorted here: {order_words(here)}"
        if not said:
            return f"requested: {order_words(asked)}" if asked else ""
        told = order_words(said)
        if self.model.is_denied:
            return f"! {told}, not {order_words(asked)}"
        return f"{self.sorts}: {told}" if width >= _BROAD else told

    def absence(self, problem: KinescopeError | None, chips: Sequence[str]) -> str:
        """Return why there are no rows, and which key leads on.

        Args:
            problem: What is shown as a problem.
            chips: What the list is narrowed to.
        """
        model = self.model
        if model.rows is None and model.is_asking:
            return "░░░░░░ loading …"
        told = absence(self.noun, problem if model.rows is not None else model.failure, chips)
        if "\n\n" not in told and problem is None and model.failure is not None:
            told += f"\n\n{hint('{view.refresh} reloads')}"  # the problem said so
        has_advice = problem is None and self.noun == "video" and bool(model.view.search)
        return f"{told}\n\n{hint(self.advice)}" if has_advice and self.advice else told

    @property
    def news(self) -> list[str]:
        """What the answer that came last did that nobody asked for."""
        model, told = self.model, []
        if model.has_ended_range:
            marked = plural(len(model.marking.marks), "row")
            told.append(f"The range ended; marked: {marked}.")
        if model.is_denied_anew:
            said = one_line(str(model.said_order))[:_LONGEST_ORDER]
            told.append(f"The server sorted by {said}, not by {model.view.order}.")
        return told

    @property
    def refused_order(self) -> str:
        """What to say where an order is refused."""
        model = self.model
        stays = str(model.view.order) if model.rows is not None else "none"
        return f"The server cannot sort by {model.failed_view.order}. Order kept: {stays}."


def while_typing(told: str) -> str:
    """Return why there are no rows where letters are typed into a search: then they are no keys.

    Args:
        told: Why, and in paragraphs of their own which keys lead on, and what else to try.
    """
    why, _, others = told.partition("\n\n")
    advice = others.partition("\n\n")[2]
    return f"{why}\n\nenter keeps the search; then:\n{advice}" if advice else why


def joined(parts: Sequence[str]) -> str:
    """Return parts on one line."""
    return " · ".join(parts)


def split_position(parts: Sequence[str], room: int) -> tuple[str, str]:
    """Return what of a position is told in the table's frame, and what is left to tell elsewhere.

    Args:
        parts: As `ListWords.parts` has them.
        room: How many cells there are in the frame.
    """
    taken = 1
    while taken < len(parts) and len(joined(parts[: taken + 1])) <= room:
        taken += 1
    return joined(parts[:taken]), joined(parts[taken:])


def foot_told(rest: str, order: str, room: int) -> str:
    """Return what is told at a frame's foot; the order, which the header shows, as a whole or not.

    Args:
        rest: What of a position was left to tell.
        order: In which order the rows stand.
        room: How many cells there are.
    """
    told = joined(list(filter(None, [rest, order])))
    return told if len(told) <= room or not rest else rest


def marks_text(marking: Marking[Any]) -> str:
    """Return how many rows are marked, and how many of a range are not because they are missing."""
    marked, lacks = len(marking.marks), marking.lacks
    if not marked and not lacks:
        return ""
    told = f"{count(marked)} marked{', range' if marking.has_range else ''}"
    if not lacks:
        return told
    is_coming = "loading, esc stops" if marking.wants else "not loaded (too many)"
    return f"{told} · {count(lacks)} of {plural(marking.spanned, 'row')} in the range {is_coming}"


def lacking_text(marking: Marking[Any]) -> str:
    """Return why what is marked cannot be used yet; empty if all that ranges mark is here."""
    if not marking.lacks:
        return ""
    told = f"{count(marking.lacks)} of {plural(marking.spanned, 'row')} in the range"
    if marking.wants:
        return f"{told} still loading; esc stops."
    return hint(f"{told} not loaded, because there are too many; {{mark.range}} ends the range.")
