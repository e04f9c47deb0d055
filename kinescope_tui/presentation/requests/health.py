"""Whether the API answers, in a few words for the header."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kinescope_tui.api.errors import NoAnswerError, StoppedError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.times import took

_MINUTE = timedelta(minutes=1)
_RECENT = timedelta(minutes=10)


def health(
    newest_first: Iterable[Exchange], host: str, now: datetime, *, beats: bool = False
) -> tuple[Cell, ...]:
    """Return a sign and words for how the API answers; the more important words first.

    Args:
        newest_first: What was asked.
        host: Of whom.
        now: The time.
        beats: Whether the sign is drawn hollow, as it is every other second while one waits.
    """
    ended = [
        one for one in newest_first if not one.is_open and not isinstance(one.error, StoppedError)
    ]
    if not ended:
        return (_sign("●", Tone.MUTED, beats=beats), Cell(one_line(host), Tone.MUTED))
    if isinstance(ended[0].error, NoAnswerError):
        since = ended[0]
        for exchange in ended:
            if not isinstance(exchange.error, NoAnswerError):
                break
            since = exchange
        minutes = (now - since.started_at) // _MINUTE
        told = f"offline {minutes} min" if minutes > 0 else "offline"
        return (_sign("✗", Tone.BAD, beats=beats), Cell(told, Tone.BAD))
    latest: dict[str, Exchange] = {}
    for exchange in ended:
        if now - exchange.started_at <= _RECENT:
            latest.setdefault(exchange.path, exchange)
    failed = sum(exchange.error is not None for exchange in latest.values())
    if failed:
        told = plural(failed, "problem")
        return (_sign("◐", Tone.WARNING, beats=beats), Cell(told, Tone.WARNING))
    answered = took(ended[0].duration_s)
    return (
        _sign("●", Tone.GOOD, beats=beats),
        Cell(answered, Tone.MUTED),
        Cell(one_line(host), Tone.MUTED),
    )


def _sign(glyph: str, tone: Tone, *, beats: bool) -> Cell:
    return Cell("○" if beats else glyph, Tone.BUSY if beats else tone)
