"""Videos, as lists show them."""

from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.statuses import badge
from kinescope_tui.presentation.times import clock, minute
from kinescope_tui.resources.resource import Column, Resource


def _title(video: Video) -> Cell:
    title = one_line(video.title)
    return Cell(title) if title else Cell("(no title)", Tone.MUTED)


def _duration(video: Video) -> Cell:
    text = clock(video.duration_s)
    return Cell(text, Tone.MUTED if text == MISSING else Tone.PLAIN)


def _privacy(video: Video) -> Cell:
    return Cell(one_line(video.privacy_type) or MISSING, Tone.MUTED)


# Guidelines, "Sorting"; the sortable fields of this list are title, description, created_at,
# updated_at and duration.
VIDEOS = Resource(
    noun="video",
    path="/v1/videos",
    model=Video,
    columns=(
        Column("STATUS", 12, lambda video: badge(video.status)),
        Column("TITLE", 32, _title, "title", is_flexible=True),
        Column("DURATION", 11, _duration, "duration", is_right=True),
        Column(
            "CREATED", 16, lambda video: Cell(minute(video.created_at), Tone.MUTED), "created_at"
        ),
        Column(
            "UPDATED", 16, lambda video: Cell(minute(video.updated_at), Tone.MUTED), "updated_at"
        ),
        Column("PRIVACY", 9, _privacy),
    ),
    default_order=Order.parse("created_at.desc"),
    title_of=lambda video: one_line(video.title) or "(no title)",
    play_link=lambda video: video.play_link or "",
)
