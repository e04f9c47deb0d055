"""Every kind of thing that has a list of its own."""

from typing import Any

from kinescope_tui.resources import library
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.videos import VIDEOS

RESOURCES: dict[str, Resource[Any]] = {
    resource.name: resource
    for resource in (
        VIDEOS,
        PROJECTS,
        library.PLAYLISTS,
        library.LIVE_EVENTS,
        library.TAGS,
        library.PLAYERS,
        library.FILE_REQUESTS,
        library.WEBHOOKS,
        library.MODERATORS,
        library.PRIVACY_DOMAINS,
        library.CDN_ZONES,
        library.ACCESS_TOKENS,
    )
}
"""By the name that people type."""
