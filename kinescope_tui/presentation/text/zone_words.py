"""The zone whose days are shown, and how it is known."""

from datetime import datetime

from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.time.zones import DayZone, zone_name

_LONGEST = 40


def zone_text(days: DayZone, now: datetime) -> str:
    """Return the zone of an answer's days: `Europe/Moscow`, with why where it did not say so.

    Args:
        days: The zone.
        now: What time it is in it.
    """
    if days.name and days.name == days.said:
        return days.name
    whose = f"{days.name} as before" if days.name else f"{zone_name(now)} of this computer"
    said = one_line(days.said)[:_LONGEST]
    return f"{whose} ({f'unknown zone {said} received' if said else 'no zone received'})"
