"""What is known of a finding where there is room: of what things, from when, and where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.inbox.finding_words import OPENED, about
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.ended_lines import ended
from kinescope_tui.presentation.text.moment_bars import moment_bars
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import human
from kinescope_tui.services.inbox.finding import Finding, FindingKind, Found, Look

_MOST_BARS = 8
_LEAST_NAMES, _MOST_NAMES = 5, 50
_OLDEST_FIRST = {FindingKind.STUCK, FindingKind.OVERDUE, FindingKind.LATE_LIVE}
_NEW, _SEEN = Cell("•", Tone.ACCENT), Cell(" ")


def finding_page(
    finding: Finding,
    look: Look,
    stuck_after: timedelta,
    names: Mapping[str, str],
    now: datetime,
    *,
    height: int,
) -> list[Section]:
    """Return what is known of a finding; what the table tells of it is not among this.

    Args:
        finding: Which.
        look: What was there when somebody looked last.
        stuck_after: How long a video may be in work.
        names: What projects are called, by id.
        now: The time of the day.
        height: How many lines there are.
    """
    most = max(_LEAST_NAMES, min(height, _MOST_NAMES))
    came = [finding.as_known(one.at) for one in finding.seen]
    sections = [
        _things(finding, look, now, most),
        _what_to_do(finding, stuck_after),
        moment_bars("When they came", came, state=_of(finding)),
        _projects(finding, names),
        _about(),
    ]
    return [section for section in sections if section is not None and section.rows]


def _what_to_do(finding: Finding, stuck_after: timedelta) -> Section:
    told = OPENED.get(finding.kind, "lists them")
    keys = [("{table.open}", told), ("{inbox.looked}", "marks them as seen")]
    return part_help("What to do", [about(finding, stuck_after)], keys)


def _about() -> Section:
    return part_help(
        "About the inbox",
        [
            "• marks what is new since you last opened that line or marked it as seen.",
            (
                "The inbox checks videos, invoices, live events, failed requests and exports. "
                ":notify tells you when a video is done; kinescope-tui check runs the same "
                "checks in a script."
            ),
        ],
        [],
    )


def _things(finding: Finding, look: Look, now: datetime, most: int) -> Section:
    """Return the things by name: first those that came last, or that have waited the longest."""
    is_reversed = finding.kind in _OLDEST_FIRST
    ordered: Sequence[Found] = list(finding.seen)[::-1] if is_reversed else finding.seen
    rows = [
        (
            _NEW if look.is_new(one.id, one.at) else _SEEN,
            Cell(redact_shapes(one_line(one.name)) or "(no name)"),
            Cell(human(finding.as_known(one.at), now), Tone.MUTED),
        )
        for one in ordered[:most]
    ]
    is_all = len(rows) == finding.count and not finding.is_more
    of = f"{count(finding.count)}{'+' if finding.is_more else ''}"
    state = Cell("" if is_all else f"{count(len(rows))} of {of}", Tone.MUTED)
    title = "Oldest" if is_reversed else "Newest" if finding.newest_at else "Some of them"
    return ended(title, rows, state)


def _projects(finding: Finding, names: Mapping[str, str]) -> Section:
    """Return in which projects they are, as far as their names are known."""
    found = Counter(one_line(names.get(one.place, "")) or MISSING for one in finding.seen)
    is_known = set(found) != {MISSING}
    bars = [
        NamedBar(name, number / len(finding.seen), count(number))
        for name, number in islice(found.most_common(), _MOST_BARS)
    ]
    return bars_section("By project", bars if is_known else (), _of(finding))


def _of(finding: Finding) -> str:
    """Return of how many the bars are, where that is not all of them."""
    is_all = len(finding.seen) == finding.count and not finding.is_more
    return "" if is_all else f"of the {count(len(finding.seen))} loaded"
