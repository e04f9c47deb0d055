"""Moderators in words: the live events whose chats they look after, and which nobody does."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from kinescope_tui.api.models import LiveEvent, Moderator
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.ended_lines import ended
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import human
from kinescope_tui.services.live.stream_state import StreamState, stream_state

_MOST = 8
_NONE = (Cell(""), Cell("none", Tone.MUTED), Cell(""))


def moderator_ids(event: LiveEvent) -> frozenset[str] | None:
    """Return who looks after the chat of an event; None if the API does not say."""
    if "moderators" not in event.raw:
        return None
    found = event.raw["moderators"]
    found = found if isinstance(found, list) else []
    return frozenset(one for one in found if isinstance(one, str))


def moderated(person: Moderator, events: Sequence[LiveEvent], now: datetime) -> list[Section]:
    """Return the events that somebody moderates, as a preview shows them.

    Args:
        person: Who.
        events: Those that are here.
        now: The time of the day.
    """
    told = [ids for event in events if (ids := moderator_ids(event)) is not None]
    if not told or not person.id:
        return []
    found = [event for event in events if person.id in (moderator_ids(event) or ())]
    state = Cell(f"{count(len(found))} of {count(len(told))} loaded", Tone.MUTED)
    rows = [_row(event, now) for event in found] or [_NONE]
    return [ended("Live events", rows, state)]


def moderator_sections(
    people: Sequence[Moderator], events: Sequence[LiveEvent], now: datetime
) -> list[Section]:
    """Return who moderates how many events, which have no moderator, and whose addresses these are.

    Args:
        people: All of them.
        events: Those that are here.
        now: The time of the day.
    """
    told = [(event, ids) for event in events if (ids := moderator_ids(event)) is not None]
    found = Counter(one for _, ids in told for one in ids)
    bars = (
        [
            NamedBar(one_line(p.username) or MISSING, found[p.id] / len(told), count(found[p.id]))
            for p in sorted(people, key=lambda p: -found[p.id])[:_MOST]
        ]
        if told
        else []
    )
    return [
        bars_section("Live events by moderator", bars, f"of {plural(len(told), 'loaded event')}"),
        _without([event for event, ids in told if not ids], now),
        _domains(people),
        part_help(
            "About moderators",
            [
                "Moderators look after the chats of live events; each event has its own.",
                "Check that every address still belongs to somebody who should have access.",
                "The API does not say what a moderator may do, or when they last signed in.",
            ],
            [],
        ),
    ]


def _without(events: Iterable[LiveEvent], now: datetime) -> Section:
    """Return which events are to come, with a chat, and without anybody who looks after it."""
    found = [
        event
        for event in events
        if stream_state(event) is not StreamState.OVER and event.raw.get("chat_active") is not False
    ]
    rows = [_row(event, now) for event in found]
    state = Cell(plural(len(found), "event"), Tone.WARNING)
    return ended("Chat without a moderator", rows[:_MOST], state)


def _domains(people: Sequence[Moderator]) -> Section:
    """Return at which domains the addresses are: a rare one may not belong here."""
    found = Counter(one_line(person.email).rpartition("@")[2].casefold() for person in people)
    bars = [
        NamedBar(domain or "no address", number / len(people), count(number))
        for domain, number in found.most_common(_MOST)
    ]
    more = f"{_MOST} of {count(len(found))}" if len(found) > _MOST else f"of {count(len(people))}"
    return bars_section("E-mail domains", bars, more)


def _row(event: LiveEvent, now: datetime) -> tuple[Cell, Cell, Cell]:
    begins = event.scheduled.time if event.scheduled is not None else None
    return Cell(""), Cell(_named(event)), Cell(human(begins, now), Tone.MUTED)


def _named(event: LiveEvent) -> str:
    return one_line(event.name) or "(no name)"
