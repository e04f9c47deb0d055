"""How long requests took and how near the rate limits are, drawn with bars."""

import math
from collections.abc import Sequence

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.pacing import PER_MINUTE, PER_SECOND, Pace
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.times import took

_BLOCKS = " ▁▂▃▄▅▆▇█"
_LEAST_S, _MOST_S = 0.01, 10.0  # where the scale begins and ends; each tenfold is a third of it
_LABEL, _METER_TEXT = 8, 12
_WIDEST = 3  # cells of a bar


def latency_share(seconds: float | None) -> float:
    """Return a duration as a share of a scale of tenfolds, 10 ms to 10 s: 0 to 1."""
    if seconds is None or not seconds > _LEAST_S:  # neither is what is no number at all
        return 0.0
    return min(1.0, math.log(seconds / _LEAST_S) / math.log(_MOST_S / _LEAST_S))


def latency_bar(exchange: Exchange, width: int) -> Cell:
    """Return how long an exchange took as a line of at most that many cells."""
    if exchange.is_open or exchange.duration_s is None:
        return Cell("")
    length = max(1, round(latency_share(exchange.duration_s) * width))
    return Cell("━" * length, _tone(exchange))


def _tone(exchange: Exchange) -> Tone:
    if exchange.error is not None:
        return Tone.BAD
    return Tone.WARNING if exchange.had_trouble else Tone.BUSY


def latency_strip(
    exchanges: Sequence[Exchange], width: int, height: int
) -> tuple[list[list[Cell]], int]:
    """Return the last exchanges as bars in lines from the top, and how many they are.

    Where there are few of them a bar is some cells wide.

    Args:
        exchanges: The oldest first; those under way are left out.
        width: How many cells there are.
        height: In lines.
    """
    ended = [one for one in exchanges if not one.is_open and one.duration_s is not None]
    shown = ended[max(0, len(ended) - width) :] if width > 0 else []
    pitch = max(1, min(_WIDEST, width // len(shown))) if shown else 1
    eighths = height * (len(_BLOCKS) - 1)
    heights = [max(1, round(latency_share(one.duration_s) * eighths)) for one in shown]
    lines = []
    for line in reversed(range(height)):
        full = [max(0, min(tall - line * 8, 8)) for tall in heights]
        bars = zip(shown, full, strict=True)
        lines.append([Cell(_BLOCKS[part] * pitch, _tone(one)) for one, part in bars])
    return lines, len(shown)


def latency_facts(exchanges: Sequence[Exchange]) -> str:
    """Return the median, the slow end and the slowest: `p50 61 ms · p95 180 ms · max 10.0 s`."""
    times = sorted(e.duration_s for e in exchanges if e.duration_s is not None and not e.is_open)
    if not times:
        return ""
    parts = [f"p{share} {took(times[(len(times) - 1) * share // 100])}" for share in (50, 95)]
    return " · ".join([*parts, f"max {took(times[-1])}"])


def rate_meters(pace: Pace, width: int) -> list[list[Cell]]:
    """Return both rate limits as meters, a line each, and what is waited for."""
    windows = (("second", pace.used_now, PER_SECOND), ("minute", pace.used, PER_MINUTE))
    lines = []
    for label, used, window in windows:
        room = max(0, width - _LABEL - _METER_TEXT)
        part = used / window.requests
        full = min(room, math.ceil(part * room))
        tone = Tone.BAD if part >= 1 else Tone.WARNING if part >= 2 / 3 else Tone.GOOD
        lines.append(
            [
                Cell(f"{label:<{_LABEL}}", Tone.MUTED),
                Cell("━" * full, tone),
                Cell("─" * (room - full), Tone.MUTED),
                Cell(f"{f'{used} of {window.requests}':>{_METER_TEXT}}"),
            ]
        )
    return [*lines, [_waiting(pace)]]


def _waiting(pace: Pace) -> Cell:
    if not pace.wait_s:
        return Cell("paused after a 429" if pace.is_paused else "no delay", Tone.MUTED)
    if pace.is_spacing:
        return Cell("spacing out background requests", Tone.MUTED)
    why = "the server asked for a pause" if pace.is_paused else "rate limit reached"
    return Cell(f"next one in {math.ceil(pace.wait_s)} s: {why}", Tone.WARNING)
