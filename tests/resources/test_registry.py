"""One register of lists: what is declared of them, and how they are shown."""

import pytest

from kinescope_tui.api.models import RawModel, SpeakRoom
from kinescope_tui.resources.listing import Listing
from kinescope_tui.resources.registry import LISTINGS, RESOURCES, resource_of


@pytest.mark.parametrize("name", LISTINGS)
def test_what_is_shown_is_what_is_declared(name: str) -> None:
    listing, shown = LISTINGS[name], resource_of(LISTINGS[name])
    for fact in Listing.__struct_fields__:
        assert getattr(shown, fact) == getattr(listing, fact)
    assert set(listing.sort_fields) >= {column.sort_field for column in shown.columns} - {""}
    asked = {facet.parameter for facet in listing.facets} | {"q"}
    assert asked >= {column.parameter for column in shown.columns} - {""}
    options = [facet.option for facet in listing.facets]
    assert len(options) == len(set(options))


def test_every_list_is_a_place_but_invoices_which_have_a_screen_of_their_own() -> None:
    assert [*RESOURCES, "invoices"] == list(LISTINGS)
    assert len(RESOURCES) == len(LISTINGS) - 1


def test_a_list_of_which_nobody_knows_what_is_in_it_shows_what_comes() -> None:
    shown = resource_of(Listing(name="reels", noun="reel", path="/v1/reels"))
    thing = RawModel(id="1", raw={"id": "1", "name": "First"})
    assert [column.title for column in shown.columns_for([thing])] == ["NAME", "ID"]
    assert shown.title_of(thing) == "First"
    assert shown.plural == "reels"


def test_a_speak_room_leads_to_who_is_in_it() -> None:
    rooms = RESOURCES["speak-rooms"]
    room = SpeakRoom(id="r/1", name="", code="abc-def", status="active", type="somewhere")
    assert rooms.title_of(room) == "abc-def"
    cells = [column.cell(room).text for column in rooms.columns]
    assert [cells[1], cells[2], cells[4]] == ["active", "abc-def", "somewhere"]
    (tab,) = rooms.tabs
    assert tab.lists is not None
    people = tab.lists(room)
    assert people.path == "/v1/speak/rooms/r%2F1/participants"
    assert [word for word, _ in people.facets[0].choices] == ["admin", "manager"]
