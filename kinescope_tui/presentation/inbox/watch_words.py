"""What is watched, in words."""

from datetime import datetime

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.sections import Section, pairs
from kinescope_tui.presentation.text.times import age, human
from kinescope_tui.services.inbox.watch_list import GONE, Watch

NOTHING_WATCHED = (
    "You are not watching anything.\n\nRun :notify on a video in progress, or during an export "
    "or a reload, to be notified when it ends."
)
"""What stands where nothing is watched."""

_ENDS = {
    "done": "is done",
    "error": "failed",
    "aborted": "was aborted",
    "suspended": "was suspended",
    GONE: "no longer exists",
}


def ended_told(watch: Watch, how: str) -> str:
    """Return that something ended, in a sentence: `Lecture 4 is done.`."""
    name = one_line(watch.name) or "A video"
    if not watch.video_id:
        return f"{name}: {one_line(how)}."
    return f"{name} {_ENDS.get(how) or f'is {one_line(how)}'}."


def has_failed(watch: Watch, how: str) -> bool:
    """Return whether something ended as nobody wants it to."""
    return bool(watch.video_id) and how != "done"


def asks_told(failure: KinescopeError | None) -> str:
    """Return how it is asked; what stands in the way, if something does."""
    if failure is not None:
        return f"! Not updated: {one_line(problem_of(failure).title)}. Retrying automatically."
    return "one request for all videos, every 15 s"


def watch_page(watch: Watch, now: datetime) -> list[Section]:
    """Return what is known of something that is watched, and what happens when it ends."""
    facts = [("Watched since", Cell(f"{human(watch.since, now)} · {age(now - watch.since)}"))]
    told = "When it ends, the bell rings, a message says how it ended, and it leaves this list."
    return [
        pairs(redact_shapes(one_line(watch.name)) or "A video", facts),
        part_help("What happens", [told], [("{inbox.drop}", "stops watching it")]),
    ]
