"""Moderators are told with the live events that they look after, and events that nobody does."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import LiveEvent, Moderator, Schedule, Stream
from kinescope_tui.presentation.live.moderator_words import moderated, moderator_sections
from kinescope_tui.presentation.text.sections import Section

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
ANNA = Moderator(id="a", username="anna", email="anna@example.org")
BORIS = Moderator(id="b", username="boris", email="boris@Other.example")


def event(name: str, status: str = "pending", **raw: Any) -> LiveEvent:
    return LiveEvent(
        name=name,
        stream=Stream(status=status),
        scheduled=Schedule(time=NOW + timedelta(days=1)),
        raw=raw,
    )


EVENTS = [
    event("Town hall", moderators=["a"]),
    event("Lesson", moderators=[], chat_active=True),
    event("No chat", moderators=None, chat_active=False),
    event("Over", "finished", moderators=None),
    event("Untold"),
]


def rows(section: Section) -> list[tuple[str, str]]:
    """Return the first and the last text of each row."""
    return [(row[0].text, row[-1].text) for row in section.rows]


def test_who_moderates_what_and_which_chat_nobody() -> None:
    shares, without, domains, _ = moderator_sections([BORIS, ANNA], EVENTS, NOW)
    assert rows(shares) == [("anna", "1"), ("boris", "0")]
    assert shares.state.text == "of 4 loaded events"  # one says nothing of moderators
    assert rows(without) == [("Lesson", "23 Aug 12:00")]
    assert dict(rows(domains)) == {"example.org": "1", "other.example": "1"}


def test_a_moderator_tells_the_events() -> None:
    (section,) = moderated(ANNA, EVENTS, NOW)
    assert section.state.text == "1 of 4 loaded"
    assert rows(section)[0][0] == "Town hall"
    assert rows(moderated(BORIS, EVENTS, NOW)[0])[0][0] == "none"
    assert moderated(ANNA, [event("Untold")], NOW) == []  # that nobody knows is not none
    assert moderated(Moderator(), EVENTS, NOW) == []


def test_without_events_nothing_is_claimed_of_them() -> None:
    shares, without, *_ = moderator_sections([ANNA], [], NOW)
    assert shares.rows == without.rows == ()


ANY = st.none() | st.integers() | st.text(max_size=4) | st.lists(st.none() | st.text(max_size=3))


@given(ANY, st.text(max_size=6))
def test_any_moderators_are_told(found: object, email: str) -> None:
    person = Moderator(id="x", email=email)
    some = [event("e", moderators=found)]
    assert len(moderator_sections([person], some, NOW)) == 4
    moderated(person, some, NOW)
