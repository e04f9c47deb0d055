"""What a workspace holds besides videos and projects.

Some of these shapes are documented nowhere; their columns are made from what comes.
"""

from typing import Any

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.errors import NotFoundError
from kinescope_tui.api.models import (
    AccessToken,
    FileRequest,
    LiveEvent,
    Moderator,
    Player,
    Playlist,
    PlaylistEntry,
    Quality,
    RawModel,
    Restream,
    Tag,
    Video,
)
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import short
from kinescope_tui.presentation.text.sections import Section, table
from kinescope_tui.presentation.text.times import clock, minute, second
from kinescope_tui.resources.cells import flag, moment, number, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import (
    CopyItem,
    Facet,
    Names,
    Resource,
    Tab,
    TabContent,
    named,
)
from kinescope_tui.resources.videos import IN_PROJECTS, VIDEOS
from kinescope_tui.services.workspace.session import Session

# 0 is good; documented with the endpoint.
_QUALITIES = {3: "key frames rare", 4: "key frames very rare", 5: "packets lost"}
_MAX_ROWS = 200


def _entries(playlist: Playlist) -> Resource[PlaylistEntry]:
    return Resource(
        name="entries",
        noun="entry",
        path=f"/v1/playlists/{quote_segment(playlist.id)}/entities",
        model=PlaylistEntry,
        columns=(
            Column("#", 4, lambda entry: number(entry.position), is_right=True),
            Column("STATUS", 12, lambda entry: badge(entry.status)),
            Column("TITLE", 32, lambda entry: text(entry.title), is_flexible=True),
            Column("DURATION", 11, lambda entry: Cell(clock(entry.duration_s)), is_right=True),
            Column("CREATED", 16, lambda entry: moment(entry.created_at)),
        ),
        title_of=lambda entry: named(entry.title, "(no title)"),
    )


PLAYLISTS = Resource(
    name="playlists",
    noun="playlist",
    path="/v1/playlists",
    model=Playlist,
    columns=(
        Column("NAME", 30, lambda playlist: text(playlist.name), "name", is_flexible=True),
        Column("PRIVACY", 9, lambda playlist: text(playlist.privacy_type, Tone.MUTED)),
        Column("CREATED", 16, lambda playlist: moment(playlist.created_at), "created_at"),
        Column("UPDATED", 16, lambda playlist: moment(playlist.updated_at), "updated_at"),
    ),
    title_of=lambda playlist: named(playlist.name),
    default_order=Order.parse("name"),
    sort_fields=("name", "created_at", "updated_at"),
    tabs=(Tab("Entries", lists=_entries),),
    has_item=True,
    extras=(
        CopyItem("play-link", "play link", lambda playlist: playlist.play_link or ""),
        CopyItem("embed-link", "embed link", lambda playlist: playlist.embed_link or ""),
    ),
)


def _recordings(event: LiveEvent) -> Resource[Video]:
    return Resource(
        name="recordings",
        noun="recording",
        path=f"/v2/live/events/{quote_segment(event.id)}/videos",
        model=Video,
        columns=VIDEOS.columns[:4],
        title_of=VIDEOS.title_of,
        default_order=Order.parse("created_at.desc"),
        sort_fields=("created_at",),
        extras=VIDEOS.extras,
        tabs=VIDEOS.tabs,
    )


def _stream(event: LiveEvent) -> Cell:
    status = one_line(event.stream.status) if event.stream else ""
    tones = {"finished": Tone.MUTED, "pending": Tone.WARNING}
    return Cell(status or MISSING, tones.get(status, Tone.GOOD) if status else Tone.MUTED)


def _restreams(event: LiveEvent, _raw: dict[str, Any], _names: Names) -> list[Section]:
    found: list[Restream] = (event.restreams or [])[:_MAX_ROWS]
    rows: list[tuple[Cell, ...]] = [
        (text(other.name), text(other.status), flag(other.enabled), text(other.url))
        for other in found
    ]
    return [table("Restreams", ("NAME", "STATUS", "ON", "URL"), rows)] if rows else []


async def _quality(session: Session, event: LiveEvent) -> TabContent:
    try:
        page = await session.client.page(f"/v2/live/events/{quote_segment(event.id)}/qos", Quality)
    except NotFoundError:
        return TabContent([])  # an event without points is answered so
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(second(point.time)),
            Cell(short(point.bitrate_video).rjust(11)),
            Cell(short(point.bitrate_audio).rjust(11)),
            Cell(short(point.frame_rate).rjust(6)),
            _quality_word(point.status),
        )
        for point in page.items[:_MAX_ROWS]
    ]
    head = ("TIME", "VIDEO KBIT/S", "AUDIO KBIT/S", "FRAMES", "STATUS")
    return TabContent([table("How it arrived", head, rows)] if rows else [], page.exchange)


def _quality_word(status: int | None) -> Cell:
    if status == 0:
        return Cell("● good", Tone.GOOD)
    return Cell(f"! {_QUALITIES.get(status or -1, status)}", Tone.WARNING)


LIVE_EVENTS = Resource(
    name="live-events",
    noun="live event",
    path="/v2/live/events",
    model=LiveEvent,
    columns=(
        Column("NAME", 30, lambda event: text(event.name), "name", is_flexible=True),
        Column("STREAM", 10, _stream),
        Column("KIND", 9, lambda event: text(event.type, Tone.MUTED)),
        Column(
            "SCHEDULED",
            16,
            lambda event: moment(event.scheduled.time if event.scheduled else None),
        ),
        Column("CREATED", 16, lambda event: Cell(minute(event.created_at)), "created_at"),
    ),
    title_of=lambda event: named(event.name),
    default_order=Order.parse("created_at.desc"),
    sort_fields=("created_at", "name"),
    facets=IN_PROJECTS,
    tabs=(
        Tab("Recordings", lists=_recordings),
        Tab("Restreams", sections=_restreams, count=lambda event: len(event.restreams or [])),
        Tab("Quality", ask=_quality),
    ),
    has_item=True,
    extras=(CopyItem("play-link", "play link", lambda event: event.play_link or ""),),
    catalog_type="live",
)

TAGS = Resource(
    name="tags",
    noun="tag",
    path="/v1/tags",
    model=Tag,
    title_of=lambda tag: named(tag.tag),
)

PLAYERS = Resource(
    name="players",
    noun="player",
    path="/v1/players",
    model=Player,
    columns=(
        Column("NAME", 30, lambda player: text(player.name), is_flexible=True),
        Column("DEFAULT", 7, lambda p: flag(p.default if p.default is not None else p.is_default)),
        Column("CREATED", 16, lambda player: moment(player.created_at)),
    ),
    title_of=lambda player: named(player.name),
    has_item=True,
)

FILE_REQUESTS = Resource(
    name="file-requests",
    noun="file request",
    path="/v1/file-requests",
    model=FileRequest,
    columns=(
        Column("NAME", 30, lambda asked: text(asked.name or asked.title), is_flexible=True),
        Column("FILES", 6, lambda asked: number(asked.media_count), is_right=True),
        Column("PEOPLE", 6, lambda asked: number(asked.user_count), is_right=True),
        Column("CREATED", 16, lambda asked: moment(asked.created_at)),
        Column("EXPIRES", 16, lambda asked: moment(asked.expired_at)),
        Column("ARCHIVED", 16, lambda asked: moment(asked.archived_at)),
    ),
    title_of=lambda asked: named(asked.name or asked.title),
    facets=(Facet("archived", "archived", (("true", Cell("yes")), ("false", Cell("no")))),),
    has_item=True,
)

MODERATORS = Resource(
    name="moderators",
    noun="moderator",
    path="/v1/moderators",
    model=Moderator,
    columns=(
        Column("NAME", 24, lambda person: text(person.username), is_flexible=True),
        Column("E-MAIL", 30, lambda person: text(person.email), is_flexible=True),
    ),
    title_of=lambda person: named(person.username),
    has_item=True,
)

ACCESS_TOKENS = Resource(
    name="access-tokens",
    noun="access token",
    path="/v1/access-tokens",
    model=AccessToken,
    columns=(
        Column("NAME", 30, lambda token: text(token.name), is_flexible=True),
        Column("ID", 8, lambda token: text(token.id, Tone.MUTED)),
        Column("MAY", 24, lambda token: text(token.permissions)),
    ),
    title_of=lambda token: named(token.name),
)


def _undocumented(name: str, noun: str, path: str) -> Resource[RawModel]:
    return Resource(name=name, noun=noun, path=path, model=RawModel, title_of=_any_name)


def _any_name(thing: RawModel) -> str:
    found = (thing.raw.get(key) for key in ("name", "title", "domain", "host", "endpoint"))
    return named(next((value for value in found if isinstance(value, str) and value), thing.id))


WEBHOOKS = _undocumented("webhooks", "webhook", "/v1/webhooks")
PRIVACY_DOMAINS = _undocumented("privacy-domains", "privacy domain", "/v1/privacy-domains")
CDN_ZONES = _undocumented("cdn-zones", "CDN zone", "/v1/cdn/zones")
