"""Every thing leads on: to what is in it, or to what it stands for."""

from typing import Any

import pytest

from kinescope_tui.api.models import Folder, Playlist, PlaylistEntry, Project, Tag, Video
from kinescope_tui.resources.projects import folders
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.resource import Lead
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View

PROJECT = Project(id="p", name="Lectures")
LIVE = (("catalog_type", "live"),)


def _lead(resource: Any, item: Any, query: Any = ()) -> Lead:
    lead = resource.leads_to(item, query)
    assert isinstance(lead, Lead)
    return lead


@pytest.mark.parametrize(
    ("lead", "name", "query"),
    [
        (_lead(RESOURCES["projects"], PROJECT), "videos", (("project_id", "p"),)),
        (_lead(RESOURCES["projects"], PROJECT, LIVE), "live-events", (("project_id", "p"),)),
        (
            _lead(folders(PROJECT), Folder(id="f")),
            "videos",
            (("project_id", "p"), ("folder_id", "f")),
        ),
        (_lead(RESOURCES["tags"], Tag(id="t", tag="physics")), "videos", (("q", "physics"),)),
    ],
)
def test_a_place_leads_to_what_is_in_it(lead: Lead, name: str, query: object) -> None:
    assert lead.resource.name == name
    assert lead.view.query == query
    assert lead.resource.chips(lead.view, {})


def test_that_a_tag_is_searched_for_is_said() -> None:
    lead = _lead(RESOURCES["tags"], Tag(id="t", tag="x"))
    assert "the API cannot filter by tag" in lead.resource.chips(lead.view, {})[0]


def test_a_playlist_leads_to_its_entries_and_they_to_their_videos() -> None:
    entries = _lead(RESOURCES["playlists"], Playlist(id="l", name="Onboarding")).resource
    assert entries.path == "/v1/playlists/l/entities"
    assert entries.chips(View(), {}) == ["playlist: Onboarding"]
    entry = PlaylistEntry(id="v", title="First")
    lead = _lead(entries, entry)
    assert lead.resource is RESOURCES["videos"]
    assert lead.item == entries.video_of(entry) == Video(id="v", title="First")


@pytest.mark.parametrize(
    ("name", "item"), [("projects", Project()), ("tags", Tag()), ("playlists", Playlist())]
)
def test_what_came_without_what_it_is_found_by_leads_nowhere(name: str, item: Any) -> None:
    assert RESOURCES[name].leads_to(item, ()) is None


def test_a_list_that_was_opened_narrowed_is_widened_to_that_and_no_further() -> None:
    home = View(filters=(("project_id", "p"),))
    model: ListModel[Video] = ListModel(lambda _view: None, home)  # type: ignore[arg-type,return-value]  # nothing is asked
    assert model.steps.widened() is None
    model.asked_view = home.searched("x").filtered("status[]", ("done",))
    searched = model.steps.widened()
    assert searched == home.searched("x")
    model.asked_view = searched
    assert model.steps.widened() == home
    model.asked_view = View()
    assert model.steps.widened() == home
