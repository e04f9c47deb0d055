"""The palette finds every place by what people call it, since it stands in the title."""

from kinescope_tui.resources.places import all_places


def test_every_place_is_found_by_each_of_its_names() -> None:
    for place in all_places().values():
        shown = place.full_title.casefold()
        assert shown.startswith(place.title.casefold())
        for name in (place.name, *place.others):
            assert name.replace("-", "") in shown.replace(" ", "")
    assert all_places()["billing"].full_title == "Billing · invoices"
    assert all_places()["videos"].full_title == "Videos"
