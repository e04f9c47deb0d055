"""Ids in a few bytes each, as a dictionary would know them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.lists.seen_ids import SeenIds


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 3)), max_size=60))
def test_it_knows_what_a_dictionary_knows(noted: list[tuple[str, int]]) -> None:
    seen = SeenIds()
    known: dict[str, int] = {}
    for item_id, reading in noted:
        assert seen.reading_of(item_id) == known.get(item_id, 0)
        seen.note(item_id, reading)
        known[item_id] = reading
    assert {item_id: seen.reading_of(item_id) for item_id in known} == known


def test_it_grows_and_forgets_none() -> None:
    seen = SeenIds()
    for number in range(5_000):
        seen.note(f"v{number}", 1 + number % 3)
    assert all(seen.reading_of(f"v{number}") == 1 + number % 3 for number in range(5_000))
    assert not any(seen.reading_of(f"w{number}") for number in range(5_000))
