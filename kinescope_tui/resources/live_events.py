"""Live events, their recordings, and how their streams arrived."""

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import AnyRow, LiveEvent, Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.live.live_words import quality_cell, restreams, stream_cell
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.numbers import short
from kinescope_tui.presentation.text.sections import table
from kinescope_tui.presentation.text.times import second
from kinescope_tui.resources.cells import how_many, moment_column, text
from kinescope_tui.resources.chats import CHAT_COLUMNS, message_of
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Lead, Resource, Tab, TabContent, named
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import Here, View
from kinescope_tui.services.live.stream_state import stream_state
from kinescope_tui.services.live.stream_watch import StreamWatch
from kinescope_tui.services.workspace.session import Session

_MAX_ROWS = 200
_LISTED = LISTINGS["live-events"]


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


async def _quality(session: Session, event: LiveEvent) -> TabContent:
    watch = StreamWatch(session.client, event.id, session.clock)
    await watch.ask()
    if watch.failure is not None:
        raise watch.failure
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(second(point.time)),
            Cell(short(point.bitrate_video).rjust(11)),
            Cell(short(point.bitrate_audio).rjust(11)),
            Cell(short(point.frame_rate).rjust(6)),
            quality_cell(point.status),
        )
        for point in watch.points[::-1][:_MAX_ROWS]
    ]
    head = ("TIME", "VIDEO KBIT/S", "AUDIO KBIT/S", "FRAMES", "STATUS")
    return TabContent([table("Quality received", head, rows)] if rows else [], watch.exchange)


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


LIVE_EVENTS = Resource(
    **_LISTED.facts,
    model=LiveEvent,
    columns=(
        Column("NAME", 30, lambda event: text(event.name), "name", is_flexible=True),
        Column(
            "STREAM", 10, stream_cell, key=lambda event: stream_state(event).value, has_values=True
        ),
        moment_column("SCHEDULED", lambda event: event.scheduled.time if event.scheduled else None),
        moment_column("CREATED", lambda event: event.created_at, "created_at"),
        Column("KIND", 9, lambda event: text(event.type, Tone.MUTED), rank=1),
    ),
    title_of=lambda event: named(event.name),
    views={"live first": View(_LISTED.default_order, here=Here(Order.parse("stream")))},
    tabs=(
        Tab("Recordings", lists=_recordings),
        Tab(
            "Restreams",
            sections=lambda event, _raw, _names: [restreams(event)],
            count=lambda event: how_many(event.restreams),
        ),
        Tab("Quality", ask=_quality),
        Tab("Chat", lists=_chat),
    ),
    extras=(CopyItem("play-link", "play link", lambda event: event.play_link or ""),),
)
