"""How often something was watched, as sections."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kinescope_tui.api.models import Moment, Overview
from kinescope_tui.presentation.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.numbers import short
from kinescope_tui.presentation.sections import Section, pairs, table
from kinescope_tui.presentation.times import day

_HOUR_S = 3600
_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None]) -> str:
    """Return numbers as bars, one column each; a space where there is none."""
    top = max((value for value in values if value is not None), default=0)
    if top <= 0:
        return "".join(" " if value is None else _BARS[0] for value in values)
    last = len(_BARS) - 1
    return "".join(
        " " if value is None else _BARS[round(max(0.0, value) / top * last)] for value in values
    )


def watched(seconds: float | None) -> str:
    """Return a watch time in seconds as hours or minutes; `—` if there is none."""
    if seconds is None:
        return MISSING
    if seconds < _HOUR_S:
        return f"{seconds / 60:.0f} min"
    return f"{short(round(seconds / _HOUR_S, 1))} h"


def audience_sections(overview: Overview, zone: str) -> list[Section]:
    """Return the totals of a range, its course, and its days; a missing number is `—`.

    Args:
        overview: What the API said.
        zone: Whose midnights the days begin at, an IANA name.
    """
    total, days = overview.total or Moment(), overview.timeline
    views = [moment.views for moment in days]
    facts = [
        ("Views", Cell(short(total.views))),
        ("Unique views", Cell(short(total.unique_views))),
        ("Watch time", Cell(watched(total.watch_time_s))),
        ("Player loads", Cell(short(total.player_loads))),
        ("View rate", Cell(_rate(total))),
        ("By day", Cell(sparkline(views), Tone.ACCENT)),
        ("Time zone", Cell(one_line(zone) or MISSING, Tone.MUTED)),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(_day(moment.date, zone)),
            Cell(short(moment.views).rjust(8)),
            Cell(short(moment.unique_views).rjust(8)),
            Cell(watched(moment.watch_time_s).rjust(10)),
        )
        for moment in reversed(days)
    ]
    head = ("DAY", "   VIEWS", "  UNIQUE", "   WATCHED")
    return [pairs("The last 28 days", facts), *([table("Days", head, rows)] if rows else [])]


def _day(moment: datetime | None, zone: str) -> str:
    """Return the day that begins at a moment where the workspace is."""
    if moment is None:
        return MISSING
    try:
        return moment.astimezone(ZoneInfo(zone)).date().isoformat()
    except (ValueError, OSError, OverflowError, ZoneInfoNotFoundError):
        return f"{day(moment)} ?"


def _rate(moment: Moment) -> str:
    """Return views by player loads; there may be none of either."""
    if not moment.player_loads or moment.views is None:
        return MISSING
    return f"{moment.views / moment.player_loads:.1%}".replace("%", " %")
