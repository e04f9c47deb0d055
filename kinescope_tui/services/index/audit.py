"""Audits: questions to the index that every workspace has reason to ask, each a view of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.view import View

_LARGEST_FIRST = Order.parse("size.desc")
_OLDEST_FIRST = Order.parse("created_at.asc")


@dataclass(frozen=True, slots=True)
class Audit:
    """A question that is ready to be asked.

    Attributes:
        name: What people type, "no-subtitles".
        title: What it finds.
        reason: Why that matters, and what can be done.
        view: The list that answers it.
        needs_views: Whether it has to be known how often videos were watched.
    """

    name: str
    title: str
    reason: str
    view: View
    needs_views: bool = False


def _audit(
    name: str, title: str, reason: str, *filters: tuple[str, str], order: Order = _LARGEST_FIRST
) -> Audit:
    needs_views = any(field in {"views", "all_views"} for field, _ in filters)
    return Audit(name, title, reason, View(order, filters=filters), needs_views)


AUDITS: Sequence[Audit] = (
    _audit(
        "unwatched",
        "Not watched for 90 days",
        "They are older than that, and what they take is paid for month by month.",
        ("views", "none"),
        ("created", "<-90d"),
    ),
    _audit(
        "never-watched",
        "Never watched since they were made",
        "Made a month ago or earlier, and not viewed once: for nothing, or never embedded.",
        ("all_views", "none"),
        ("created", "<-30d"),
    ),
    _audit(
        "largest",
        "The 100 largest",
        "What a few of them take is often a good part of all.",
        ("size", "top 100"),
    ),
    _audit(
        "originals",
        "Originals over three times their best quality",
        "Nobody watches the original; it is kept, and counted, beside what is watched.",
        ("original", ">3x"),
    ),
    _audit(
        "twice",
        "Titles that are there twice",
        "Uploaded again, perhaps, and the first one left.",
        ("title", "twice"),
        order=Order.parse("title.asc,created_at.asc"),
    ),
    _audit(
        "failed",
        "Failed and left",
        "Failed or aborted more than a week ago: nobody can watch them; upload them again, or not.",
        ("status[]", "error"),
        ("status[]", "aborted"),
        ("created", "<-7d"),
        order=_OLDEST_FIRST,
    ),
    _audit(
        "stuck",
        "On the way for more than two days",
        "An upload that broke off, or processing that never ended.",
        ("status[]", "uploading"),
        ("status[]", "pre-processing"),
        ("status[]", "processing"),
        ("status[]", "pending"),
        ("created", "<-2d"),
        order=_OLDEST_FIRST,
    ),
    _audit(
        "public",
        "Public to anybody",
        "Whoever has the link watches them, and any site may embed them.",
        ("privacy", "anywhere"),
    ),
    _audit(
        "no-subtitles",
        "Without subtitles",
        "Who does not hear, or has no sound, does not follow them; search does not find them.",
        ("subtitles", "none"),
    ),
    _audit(
        "no-poster",
        "Without a poster",
        "The player shows the first frame, which is often black.",
        ("poster", "none"),
    ),
    _audit(
        "no-folder",
        "In no folder",
        "They lie in the root of their project.",
        ("without_folder", "true"),
    ),
)
"""What money and failures are about first."""


def find_audit(name: str) -> Audit | None:
    """Return the audit that is called so, in whatever spelling."""
    sought = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    return next((audit for audit in AUDITS if audit.name == sought), None)
