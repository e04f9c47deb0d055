"""A video as the preview beside its row shows it."""

from collections.abc import Mapping
from datetime import datetime

from kinescope_tui.api.models import Video
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.preview import FileBar, Preview
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.lists.video_page import assets, uploaded, version
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import known
from kinescope_tui.presentation.text.times import age, clock, human

_KEYS = (
    ("{table.open}", "open"),
    ("{list.analytics}", "analytics"),
    ("{view.open-link}", "browser"),
    ("{view.copy} {copy.play-link}", "link"),
    ("{view.copy} {copy.embed-link}", "embed"),
    ("{view.copy} {copy.bundle}", "support"),
)


def video_preview(video: Video, names: Mapping[str, str], now: datetime) -> Preview:
    """Return what is known of a video that people look for.

    Args:
        video: It, as a list gives it.
        names: What projects and folders are called, by id.
        now: The time of the day.
    """
    places = [names.get(place or "", "") for place in (video.project_id, video.folder_id)]
    place = " › ".join(one_line(name) for name in places if name)
    tags = ", ".join(map(one_line, video.tags or []))
    facts = [
        ("Project" if places[0] else "Folder", place),
        ("Length", clock(video.duration_s)),
        ("Created", _moment(video.created_at, now)),
        ("Updated", _moment(video.updated_at, now)),
        ("Privacy", _privacy(video)),
        ("Tags", tags),
        ("Subtitle", video.subtitle or ""),
        ("Uploaded", uploaded(video)),
        ("About", video.description or ""),
    ]
    return Preview(
        redact_shapes(one_line(video.title)) or "(no title)",
        (badge(video.status), Cell(f"  {version(video).text}", Tone.MUTED)),
        known([(label, Cell(redact_shapes(one_line(text)))) for label, text in facts]),
        [
            FileBar(redact_shapes(one_line(one.quality)) or "?", one.size_bytes)
            for one in assets(video)
        ],
        [(hint(key), label) for key, label in _KEYS],
    )


def _moment(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    told = human(moment, now)
    return f"{told} · {age(now - moment)}" if moment <= now else told


def _privacy(video: Video) -> str:
    domains = len(video.privacy_domains or [])
    told = one_line(video.privacy_type)
    return f"{told} · {plural(domains, 'domain')}" if told and domains else told
