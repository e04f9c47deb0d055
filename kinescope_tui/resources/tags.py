"""Tags."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from kinescope_tui.api.models import Tag, Video
from kinescope_tui.presentation.lists.beside_others import beside_others
from kinescope_tui.presentation.lists.used_in import used_in
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Lead, Names, Resource, named
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


def _summary(
    tags: Sequence[Tag], videos: Sequence[Video], _names: Names, _now: datetime
) -> list[Section]:
    known = {tag.tag for tag in tags if tag.tag.strip()}
    return [
        beside_others(
            "Videos by tag",
            videos,
            lambda video: [one_line(tag) for tag in video.tags or () if tag in known],
            [],
        )
    ]


TAGS = Resource(
    **LISTINGS["tags"].facts,
    model=Tag,
    title_of=lambda tag: named(tag.tag),
    leads_to=_videos_with,
    beside="videos",
    summary=_summary,
    preview_beside=lambda tag, videos, now: used_in(
        videos, lambda video: tag.tag in (video.tags or ()), now
    ),
)
