"""A tag leads to its own videos where there is an index; the API can only search for its name."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from indexing import NOW, index_of, video

from kinescope_tui.api.models import Tag
from kinescope_tui.resources.indexed_videos import INDEX
from kinescope_tui.resources.resource import Lead
from kinescope_tui.resources.tags import TAGS
from kinescope_tui.screens.navigation import OpenList, opening
from kinescope_tui.services.index.index_search import IndexSearch


def lead_of(tag: str) -> Lead:
    lead = TAGS.leads_to(Tag(id="t", tag=tag), ())
    assert lead is not None
    return lead


@pytest.mark.parametrize("tag", ["x", "!important", "<3", "=", ">=1", "два слова"])
def test_it_is_asked_for_the_tag_itself(tmp_path: Path, tag: str) -> None:
    view = lead_of(tag).in_index
    assert view is not None
    kept = index_of(tmp_path, [video(1, tags=[tag]), video(2, tag, tags=["other"]), video(3)])
    base = kept.reading_connection()
    assert [one.id for one in IndexSearch(base, NOW).rows(view, 0, 9).items] == ["v0001"]
    base.close()
    kept.close()


@pytest.mark.parametrize(("was_read", "name"), [(True, "index"), (False, "videos")])
def test_without_one_its_name_is_searched_for(was_read: bool, name: str) -> None:
    origin: Any = None
    index: Any = SimpleNamespace(was_read=was_read)
    opened = opening(origin, lead_of("SDK"), index)
    assert isinstance(opened, OpenList)
    assert opened.resource.name == name
    assert (opened.resource is INDEX) == opened.resource.is_indexed == was_read
    assert (opened.view is not None and opened.view.search == "SDK") != was_read
