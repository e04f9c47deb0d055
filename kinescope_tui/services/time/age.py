"""Lengths of time as people type them: `90s`, `30m`, `6h`, `2d`."""

import re
from datetime import timedelta

_LENGTH = re.compile(r"(\d{1,6})\s*(s|m|h|d|w)", re.IGNORECASE | re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LONGEST = timedelta(days=3_660)


def parse_age(text: str) -> timedelta | None:
    """Return the length that a text means; None if it means none, or nothing sensible."""
    found = _LENGTH.fullmatch(text.strip().removeprefix("-"))
    if found is None:
        return None
    length = timedelta(seconds=int(found[1]) * _SECONDS[found[2].lower()])
    return length if timedelta() < length <= _LONGEST else None
