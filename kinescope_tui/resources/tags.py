"""Tags."""

from dataclasses import replace

from kinescope_tui.api.models import Tag
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Lead, Resource, named
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import QueryParams, View, equal_to


def _videos_with(tag: Tag, _query: QueryParams) -> Lead | None:
    """Return the videos with a tag in the index, and those that a search for its name finds.

    The API filters by no tag.
    """
    if not tag.tag.strip():
        return None
    searched = replace(VIDEOS, of="a search: the API cannot filter by tag")
    view = View(VIDEOS.default_order)
    in_index = view.filtered("tag", (equal_to(tag.tag),))
    return Lead(searched, view.searched(tag.tag), in_index=in_index)


TAGS = Resource(
    **LISTINGS["tags"].facts,
    model=Tag,
    title_of=lambda tag: named(tag.tag),
    leads_to=_videos_with,
)
