"""Moments put together by years, months or days, as bars."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo

from kinescope_tui.api.dates import in_zone
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section

_MOST_BARS = 8
_YEARS_FROM, _MONTHS_FROM = 3 * 365, 60  # days between the first moment and the last
_CENTURY = range(1900, 2200)


def moment_bars(
    title: str, moments: Sequence[date | None], zone: tzinfo | None = None, *, state: str = ""
) -> Section | None:
    """Return in which years, months or days they are, the last ones first; None for a single one.

    Args:
        title: Of the section.
        moments: As far as they are known; days are the same ones in every zone.
        zone: Where they are told; the local one without it.
        state: Told beside the title instead of how many of them that is.
    """
    here = [_here(one, zone) for one in moments if one is not None]
    known = sorted(one for one in here if one is not None and one.year in _CENTURY)
    if not known:
        return None
    days = (known[-1] - known[0]).days
    form = "%Y" if days > _YEARS_FROM else "%b %Y" if days > _MONTHS_FROM else "%d %b %Y"
    found = Counter(one.strftime(form).lstrip("0") for one in reversed(known))
    if len(found) == 1:
        return None
    top = max(found.values())
    shown = list(found.items())[:_MOST_BARS]
    bars = [NamedBar(text, number / top, count(number)) for text, number in shown]
    told = f"{count(len(known))} of {count(len(moments))}" if len(known) < len(moments) else ""
    is_cut = len(found) > len(bars)
    return bars_section(title, bars, f"the latest {len(bars)}" if is_cut else state or told)


def _here(moment: date, zone: tzinfo | None) -> datetime | None:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return in_zone(moment, zone) if zone else in_zone(moment)
