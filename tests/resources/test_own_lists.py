"""Lists of the user's are lists like all others, and take no other's name."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from kinescope_tui.api import AnyRow, Order
from kinescope_tui.cli import cli
from kinescope_tui.resources.endpoint import EndpointResource
from kinescope_tui.resources.own_table import value_at
from kinescope_tui.resources.places import PLACES, all_places, find_place
from kinescope_tui.resources.registry import COMMANDS, LISTINGS, RESOURCES
from kinescope_tui.services.setup.own_list import OwnColumn, OwnList

FAILED = OwnList(
    "failed",
    "Failed uploads",
    "/v1/videos?status[]=error&order=created_at.desc&page=2",
    (OwnColumn("title"), OwnColumn("assets.0.name", "File", 20), OwnColumn("a.b")),
    ("title",),
    "config.toml, line 3",
)


@pytest.fixture(autouse=True)
def none_after() -> Iterator[None]:
    yield
    RESOURCES.use_own(())


def test_a_list_of_the_users_is_one_of_the_program() -> None:
    before = list(RESOURCES)
    assert RESOURCES.use_own([FAILED]) == []
    assert list(RESOURCES) == [*before, "failed"]
    shown = RESOURCES["failed"]
    assert isinstance(shown, EndpointResource)
    assert (shown.path, shown.fixed) == ("/v1/videos", (("status[]", "error"),))
    assert shown.default_order == Order.parse("created_at.desc")
    assert shown.title == "Failed uploads"
    place = all_places()["failed"]
    assert (place.title, place.help) == ("Failed uploads", "Failed uploads")
    found = find_place("failed 42")
    assert found is not None
    assert (found[0].name, found[1]) == ("failed", "42")
    assert find_place("rows") is None
    RESOURCES.use_own(())
    assert list(RESOURCES) == before


def test_its_columns_show_what_their_paths_lead_to() -> None:
    RESOURCES.use_own([FAILED])
    title, file, dotted = RESOURCES["failed"].columns
    assert (title.title, title.sort_field, title.is_flexible) == ("TITLE", "title", True)
    assert (file.title, file.width, file.sort_field) == ("FILE", 20, "")
    row = AnyRow(raw={"title": "One", "assets": [{"name": "a.mp4"}], "a.b": 7})
    assert [column.cell(row).text for column in (title, file, dotted)] == ["One", "a.mp4", "7"]
    odd: list[dict[str, Any]] = [{}, {"assets": []}, {"assets": "x"}, {"assets": [[]]}]
    for raw in [*odd, {"assets": {"0": 1}}]:
        assert file.cell(AnyRow(raw=raw)).text == "—"
    assert value_at([[5]], ["0", "0"]) == 5
    assert value_at([1], ["9" * 5_000]) is None


PLACE_NAMES = {name for place in PLACES for name in (place.name, *place.others)}


@pytest.mark.parametrize(
    "name", sorted({*LISTINGS, *COMMANDS, *cli.commands, *PLACE_NAMES, "p7", "sort"})
)
def test_no_list_takes_the_name_of_something_else(name: str) -> None:
    (problem,) = RESOURCES.use_own([replace(FAILED, name=name)])
    assert problem.startswith("config.toml, line 3: ignored this list")
    assert not RESOURCES.own
