"""What was found, in words: what it is, where to look, and what could not be read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section, pairs
from kinescope_tui.presentation.text.times import minute
from kinescope_tui.services.inbox.finding import Finding, FindingKind

WHY_FAILED = (
    "The API does not say why a video failed. Webhooks do, in media.update.status: :webhooks "
    "lists where they are sent."
)
"""What is said once of why a video failed."""

_TOLD = {
    FindingKind.FAILED: ("✗", Tone.BAD, "video failed", "videos failed"),
    FindingKind.ABORTED: ("⊘", Tone.WARNING, "video was aborted", "videos were aborted"),
    FindingKind.SUSPENDED: ("‖", Tone.WARNING, "video is suspended", "videos are suspended"),
    FindingKind.STUCK: ("◐", Tone.WARNING, "video is stuck", "videos are stuck"),
    FindingKind.OVERDUE: ("!", Tone.BAD, "invoice is overdue", "invoices are overdue"),
    FindingKind.INVOICES: ("·", Tone.PLAIN, "new invoice", "new invoices"),
    FindingKind.LATE_LIVE: ("!", Tone.WARNING, "live event is late", "live events are late"),
    FindingKind.REQUESTS: ("✗", Tone.WARNING, "request failed", "requests failed"),
    FindingKind.EXPORT: ("‖", Tone.WARNING, "export stopped", "exports stopped"),
    FindingKind.LEFT: (
        "‖",
        Tone.WARNING,
        "earlier export was interrupted",
        "earlier exports were interrupted",
    ),
}
_ABOUT = {
    FindingKind.FAILED: WHY_FAILED,
    FindingKind.ABORTED: "The upload ended before the file was complete; upload it again.",
    FindingKind.SUSPENDED: "Kinescope has suspended playback; contact its support.",
    FindingKind.OVERDUE: "Past their due date.",
    FindingKind.INVOICES: "Issued in the last 31 days.",
    FindingKind.LATE_LIVE: "Their scheduled time has passed, but no stream has started.",
    FindingKind.REQUESTS: "Failed in the last 24 hours; each has an id for support.",
    FindingKind.EXPORT: "Its rows are kept, so you can continue where it stopped.",
    FindingKind.LEFT: (
        "The program ended first. The partial file is kept until the next export to that folder."
    ),
}
OPENED = {
    FindingKind.EXPORT: "shows it",
    FindingKind.LEFT: "saves the partial file, marked as incomplete",
}
"""What opening a line does, where it does not list what was found."""


def what(finding: Finding) -> Cell:
    """Return what was found, with how many: `✗ 12 videos failed`."""
    sign, tone, one, many = _TOLD[finding.kind]
    number = f"{count(finding.count)}{'+' if finding.is_more else ''}"
    return Cell(f"{sign} {number} {one if number == '1' else many}", tone)


def about(finding: Finding, stuck_after: timedelta) -> str:
    """Return what more is known of a kind.

    Args:
        finding: Of which kind.
        stuck_after: How long a video may be in work.
    """
    if finding.kind is FindingKind.STUCK:
        return f"Created more than {hours(stuck_after)} ago and still in progress."
    return _ABOUT[finding.kind]


def hours(length: timedelta) -> str:
    """Return a length as `6 h`, `90 min`."""
    whole, rest = divmod(int(length.total_seconds()) // 60, 60)
    return f"{whole} h" if whole and not rest else f"{whole * 60 + rest} min"


def finding_section(finding: Finding, new: int, stuck_after: timedelta) -> Section:
    """Return all that is known of a finding.

    Args:
        finding: Which.
        new: How many of it came since somebody looked.
        stuck_after: How long a video may be in work.
    """
    facts = [("Newest", Cell(_newest(finding)))] if finding.newest else []
    facts += (
        [("Since", Cell(minute(finding.as_known(finding.since))))]
        if finding.since is not None
        else []
    )
    facts += [
        ("New", Cell(count(new) if new else "none since your last visit", Tone.MUTED)),
        ("About", Cell(about(finding, stuck_after), Tone.MUTED)),
    ]
    told = OPENED.get(finding.kind, "lists them")
    foot = hint(f"{{table.open}} {told} · {{inbox.looked}} marks it as seen")
    return pairs(what(finding).text, facts, foot)


def _newest(finding: Finding) -> str:
    name = one_line(finding.newest)
    at = finding.as_known(finding.newest_at)
    return name if at is None else f"{name} · {minute(at)}"


def nothing_found(came_at: datetime | None, *, is_asking: bool) -> str:
    """Return what stands where there is nothing to show."""
    if is_asking or came_at is None:
        return "Loading …" if is_asking else ""
    told = "Checked: videos, invoices, live events, failed requests and exports."
    return hint(f"Nothing needs your attention.\n\n{told}\n{{view.refresh}} reloads.")


def unread_told(unread: Mapping[str, KinescopeError]) -> str:
    """Return what could not be read, and why; empty if all could."""
    if not unread:
        return ""
    names: dict[str, list[str]] = {}  # by why
    for name, error in unread.items():
        names.setdefault(problem_of(error).title, []).append(name)
    told = "; ".join(f"{', '.join(same)} ({why})" for why, same in names.items())
    return hint(f"! Not loaded: {one_line(told)}. {{view.refresh}} retries.")


def partly_told(partly: Mapping[str, tuple[int, int | None]]) -> str:
    """Return of what only some were looked at; empty if all were."""
    parts = [f"{count(seen)} of {count(of)} {name}" for name, (seen, of) in partly.items()]
    return f"Only {', '.join(parts)} were checked." if parts else ""


def counted_told(found: int, new: int) -> str:
    """Return how many lines there are, and how many are new: `7 lines · 2 new`."""
    if not found:
        return MISSING
    return f"{plural(found, 'line')} · {f'{count(new)} new' if new else 'nothing new'}"
