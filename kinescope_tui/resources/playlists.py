"""Playlists, and what is in them."""

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import Playlist, PlaylistEntry, Video
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.lists.sum_words import duration_sum, sums_told
from kinescope_tui.resources.cells import PRIVACY, length, moment_column, quantity_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Lead, Resource, Tab, named
from kinescope_tui.resources.videos import VIDEOS


def _entries(playlist: Playlist) -> Resource[PlaylistEntry]:
    return Resource(
        name="entries",
        noun="entry",
        path=f"/v1/playlists/{quote_segment(playlist.id)}/entities",
        model=PlaylistEntry,
        columns=(
            quantity_column("#", 4, lambda entry: entry.position, field="position"),
            Column("STATUS", 12, lambda entry: badge(entry.status)),
            Column("TITLE", 32, lambda entry: text(entry.title), is_flexible=True),
            quantity_column(
                "LENGTH", 9, lambda entry: entry.duration_s, cell=length, field="duration"
            ),
            moment_column("CREATED", lambda entry: entry.created_at, field="created_at"),
        ),
        title_of=lambda entry: named(entry.title, "(no title)"),
        sum_of=lambda entries: sums_told(duration_sum(entry.duration_s for entry in entries)),
        leads_to=lambda entry, _query: Lead(VIDEOS, item=_video_of(entry)) if entry.id else None,
        video_of=_video_of,
        of=f"playlist: {named(playlist.name, playlist.id)}",
    )


def _video_of(entry: PlaylistEntry) -> Video:
    """Return the video of an entry, whose id it has."""
    return Video(
        id=entry.id,
        title=entry.title,
        status=entry.status,
        duration_s=entry.duration_s,
        created_at=entry.created_at,
    )


PLAYLISTS = Resource(
    **LISTINGS["playlists"].facts,
    model=Playlist,
    columns=(
        Column("NAME", 30, lambda playlist: text(playlist.name), "name", is_flexible=True),
        PRIVACY,
        moment_column("CREATED", lambda playlist: playlist.created_at, "created_at"),
        moment_column("UPDATED", lambda playlist: playlist.updated_at, "updated_at"),
    ),
    title_of=lambda playlist: named(playlist.name),
    tabs=(Tab("Entries", lists=_entries),),
    leads_to=lambda playlist, _query: Lead(_entries(playlist)) if playlist.id else None,
    extras=(
        CopyItem("play-link", "play link", lambda playlist: playlist.play_link or ""),
        CopyItem("embed-link", "embed link", lambda playlist: playlist.embed_link or ""),
    ),
)
