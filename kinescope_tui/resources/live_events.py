"""Live events, their recordings, and how their streams arrived."""

from typing import Any

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.errors import NotFoundError
from kinescope_tui.api.models import AnyRow, LiveEvent, Quality, Restream, Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import short
from kinescope_tui.presentation.text.sections import Section, table
from kinescope_tui.presentation.text.times import second
from kinescope_tui.resources.cells import flag, moment_column, text
from kinescope_tui.resources.chats import CHAT_COLUMNS, message_of
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Lead, Names, Resource, Tab, TabContent, named
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.workspace.session import Session

# 0 is good; documented with the endpoint.
_QUALITIES = {3: "key frames rare", 4: "key frames very rare", 5: "packets lost"}
_MAX_ROWS = 200


def _recordings(event: LiveEvent) -> Resource[Video]:
    return Resource(
        name="recordings",
        noun="recording",
        path=f"/v2/live/events/{quote_segment(event.id)}/videos",
        model=Video,
        columns=VIDEOS.columns[:4],
        title_of=VIDEOS.title_of,
        more_columns=VIDEOS.more_columns,
        sum_of=VIDEOS.sum_of,
        default_order=Order.parse("created_at.desc"),
        sort_fields=("created_at",),
        extras=VIDEOS.extras,
        tabs=VIDEOS.tabs,
        leads_to=lambda video, _query: Lead(VIDEOS, item=video),
        of=f"live event: {named(event.name, event.id)}",
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


def _chat(event: LiveEvent) -> Resource[AnyRow]:
    stream_id = event.stream.id if event.stream is not None else ""
    # Of an event that was never streamed nobody is asked: there is no such stream.
    path = f"/v2/live/events/{quote_segment(event.id)}/stream/{quote_segment(stream_id or '-')}"
    return Resource(
        name="chat",
        noun="message",
        path=f"{path}/chat.json",
        is_paged=False,
        is_optional=True,
        model=AnyRow,
        columns=CHAT_COLUMNS,
        title_of=lambda said: named(message_of(said)),
    )


def _quality_word(status: int | None) -> Cell:
    if status == 0:
        return Cell("● good", Tone.GOOD)
    return Cell(f"! {_QUALITIES.get(status or -1, status)}", Tone.WARNING)


LIVE_EVENTS = Resource(
    **LISTINGS["live-events"].facts,
    model=LiveEvent,
    columns=(
        Column("NAME", 30, lambda event: text(event.name), "name", is_flexible=True),
        Column("STREAM", 10, _stream),
        Column("KIND", 9, lambda event: text(event.type, Tone.MUTED)),
        moment_column("SCHEDULED", lambda event: event.scheduled.time if event.scheduled else None),
        moment_column("CREATED", lambda event: event.created_at, "created_at"),
    ),
    title_of=lambda event: named(event.name),
    tabs=(
        Tab("Recordings", lists=_recordings),
        Tab("Restreams", sections=_restreams, count=lambda event: len(event.restreams or [])),
        Tab("Quality", ask=_quality),
        Tab("Chat", lists=_chat),
    ),
    extras=(CopyItem("play-link", "play link", lambda event: event.play_link or ""),),
)
