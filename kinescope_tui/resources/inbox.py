"""What needs somebody, and what is watched, as the tables of the inbox show it."""

import msgspec

from kinescope_tui.presentation.inbox.finding_words import what
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.cells import moment_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.services.inbox.finding import Finding
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.inbox.watch_list import Watch


class FindingRow(msgspec.Struct, frozen=True):
    """A finding, and how many of it are new."""

    finding: Finding
    new: int

    @property
    def id(self) -> str:
        """The kind, by which it is found again."""
        return self.finding.id


FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("WHAT", 26, lambda row: what(row.finding)),
    Column("NEW", 4, lambda row: Cell(count(row.new) if row.new else MISSING), is_right=True),
    Column("NEWEST", 16, lambda row: text(row.finding.newest), is_flexible=True, wanted=30),
    moment_column("WHEN", lambda row: row.finding.as_known(row.finding.newest_at)),
    moment_column("SINCE", lambda row: row.finding.as_known(row.finding.since)),
)

WATCH_COLUMNS: tuple[Column[Watch], ...] = (
    Column("WATCHED", 20, lambda watch: text(watch.name), is_flexible=True),
    Column(
        "STATUS",
        14,
        lambda watch: badge(watch.status) if watch.video_id else Cell("◐ running", Tone.BUSY),
    ),
    moment_column("SINCE", lambda watch: watch.since),
)


def finding_rows(inbox: Inbox) -> list[FindingRow]:
    """Return a row for each finding."""
    return [FindingRow(finding, inbox.new(finding)) for finding in inbox.findings]
