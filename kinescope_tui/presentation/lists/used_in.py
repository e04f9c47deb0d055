"""How much the loaded videos make use of something: a player, say, or a tag."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from kinescope_tui.api.models import Video
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.ended_lines import ended
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import human

_MOST = 60  # of them are named, where there is room


def used_in(
    videos: Sequence[Video], is_user: Callable[[Video], bool], now: datetime
) -> list[Section]:
    """Return which videos make use of it, as a preview shows them.

    Args:
        videos: Those that are here.
        is_user: Whether one does.
        now: The time of the day.
    """
    found = [video for video in videos if is_user(video)]
    state = Cell(f"{count(len(found))} of {count(len(videos))} loaded", Tone.MUTED)
    rows = [
        (
            Cell(""),
            Cell(redact_shapes(one_line(video.title)) or "(no title)"),
            Cell(human(video.created_at, now), Tone.MUTED),
        )
        for video in found[:_MOST]
    ]
    told = ended("Videos", rows or [(Cell(""), Cell("none", Tone.MUTED), Cell(""))], state)
    return [replace(told, may_be_cut=True)]
