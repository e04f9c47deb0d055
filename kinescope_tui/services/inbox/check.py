"""What a check looks for, and what of it there is."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kinescope_tui.services.inbox.depth import Depth
from kinescope_tui.services.inbox.finding import Finding, FindingKind, oldest_of
from kinescope_tui.services.inbox.inbox import FAILURES, Inbox


class Check(msgspec.Struct, frozen=True):
    """What is looked for.

    Attributes:
        since: Videos that were made before may have failed.
        failed: How many videos may not have failed since then; None if nobody asks.
        is_stuck: Whether videos may not be in work for too long.
        is_overdue: Whether no invoice may be overdue.
        is_late: Whether no live event may be late.
    """

    since: datetime
    failed: int | None = None
    is_stuck: bool = False
    is_overdue: bool = False
    is_late: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return self.failed is None and not (self.is_stuck or self.is_overdue or self.is_late)

    async def run(self, inbox: Inbox) -> list[Finding]:
        """Return what there is of it; `partly` of the inbox has what could not be looked at.

        Raises:
            KinescopeError: Something could not be read.
        """
        wanted = [*FAILURES] if self.failed is not None else []
        wanted += [FindingKind.STUCK] if self.is_stuck else []
        wanted += [FindingKind.OVERDUE] if self.is_overdue else []
        wanted += [FindingKind.LATE_LIVE] if self.is_late else []
        found = await inbox.find(*wanted, depth=Depth(self.since, self.failed or 1))
        failures = list(self._recent(f for f in found if f.kind in FAILURES))
        if sum(finding.count for finding in failures) < (self.failed or 0):
            failures = []
        return [*failures, *(finding for finding in found if finding.kind not in FAILURES)]

    def _recent(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Yield findings with what is new enough of them."""
        for finding in findings:
            recent = {
                one: at for one, at in finding.ids.items() if at is not None and at >= self.since
            }
            is_more = finding.horizon is not None and finding.horizon >= self.since
            if recent:
                yield replace(
                    finding,
                    count=len(recent),
                    is_more=is_more,
                    since=None if is_more else oldest_of(recent.values()),
                    ids=recent,
                )
