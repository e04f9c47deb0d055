"""A place is found by whatever people call it."""

import pytest

from kinescope_tui.api.nouns import plural_of
from kinescope_tui.resources.places import PLACES, all_places, find_place
from kinescope_tui.resources.registry import RESOURCES


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_is_found_by_its_name_in_the_singular_and_in_the_plural(name: str) -> None:
    noun = RESOURCES[name].noun
    for text in (name, noun, plural_of(noun), noun.upper(), noun.replace(" ", "-")):
        found = find_place(f"{text} 42")
        assert found is not None, text
        assert (found[0].name, found[1]) == (name, "42")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("invoice", "billing", ""),
        ("invoices", "billing", ""),
        ("Billing", "billing", ""),
        ("tokens", "access-tokens", ""),
        ("live", "live-events", ""),
        ("live events 7", "live-events", "7"),
        ("request", "requests", ""),
        ("profiles", "settings", ""),
        ("analytics 24h", "analytics", "24h"),
    ],
)
def test_everyday_names_lead_to_a_place(text: str, name: str, rest: str) -> None:
    found = find_place(text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize("text", ["", " ", "nowhere", "video-", "42"])
def test_what_is_no_name_leads_nowhere(text: str) -> None:
    assert find_place(text) is None


def test_no_two_places_share_a_name_or_a_key() -> None:
    places = all_places().values()
    names = [name for place in places for name in {place.name, *place.others}]
    assert sorted(names) == sorted(set(names))
    keys = [place.key for place in PLACES if place.key]
    assert len(keys) == len(set(keys))
