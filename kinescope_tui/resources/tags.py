"""Tags."""

from dataclasses import replace

from kinescope_tui.api.models import Tag
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Lead, Resource, named
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import QueryParams, View


def _videos_with(tag: Tag, _query: QueryParams) -> Lead | None:
    """Return the videos that a search for a tag's name finds; the API filters by no tag."""
    if not tag.tag.strip():
        return None
    searched = replace(VIDEOS, of="a search: the API filters by no tag")
    return Lead(searched, View(VIDEOS.default_order).searched(tag.tag))


TAGS = Resource(
    **LISTINGS["tags"].facts,
    model=Tag,
    title_of=lambda tag: named(tag.tag),
    leads_to=_videos_with,
)
