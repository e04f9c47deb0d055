"""Audits: questions to the index that every workspace has reason to ask, each a view of it."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.view import View

_LARGEST_FIRST = Order.parse("size.desc")
_OLDEST_FIRST = Order.parse("created_at.asc")


class Audit(msgspec.Struct, frozen=True):
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
        "Older than 90 days, no view in the last 90; you pay for their storage every month.",
        ("views", "none"),
        ("created", "<-90d"),
    ),
    _audit(
        "never-watched",
        "Never watched",
        "Created over 30 days ago without a single view: not needed, or never embedded.",
        ("all_views", "none"),
        ("created", "<-30d"),
    ),
    _audit(
        "largest",
        "The 100 largest",
        "A few large videos often take up most of the storage.",
        ("size", "top 100"),
    ),
    _audit(
        "originals",
        "Originals over 3× their best quality",
        "Viewers never see the original, but it is stored and billed with the rest.",
        ("original", ">3x"),
    ),
    _audit(
        "twice",
        "Duplicate titles",
        "Possibly uploaded twice, with the first copy left behind.",
        ("title", "twice"),
        order=Order.parse("title.asc,created_at.asc"),
    ),
    _audit(
        "failed",
        "Failed over a week ago",
        (
            "Failed or aborted over a week ago, so nobody can watch them. Upload them again or "
            "delete them."
        ),
        ("status[]", "error"),
        ("status[]", "aborted"),
        ("created", "<-7d"),
        order=_OLDEST_FIRST,
    ),
    _audit(
        "stuck",
        "In progress for more than two days",
        "The upload was interrupted, or processing never finished.",
        ("status[]", "uploading"),
        ("status[]", "pre-processing"),
        ("status[]", "processing"),
        ("status[]", "pending"),
        ("created", "<-2d"),
        order=_OLDEST_FIRST,
    ),
    _audit(
        "public",
        "Public",
        "Anyone with the link can watch them, and any site can embed them.",
        ("privacy", "anywhere"),
    ),
    _audit(
        "no-subtitles",
        "Without subtitles",
        "Not accessible to deaf viewers or with the sound off, and not searchable by speech.",
        ("subtitles", "none"),
    ),
    _audit(
        "no-poster",
        "Without a poster",
        "The player shows the first frame instead, which is often black.",
        ("poster", "none"),
    ),
    _audit(
        "no-folder",
        "Not in a folder",
        "These sit at the top level of their project.",
        ("without_folder", "true"),
    ),
)
"""What money and failures are about first."""


def find_audit(name: str) -> Audit | None:
    """Return the audit that is called so, in whatever spelling."""
    sought = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    return next((audit for audit in AUDITS if audit.name == sought), None)
