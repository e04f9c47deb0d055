"""What is known of a path that brought nothing: what is near it, and how it did before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.redaction import redact_text
from kinescope_tui.presentation.requests.request_words import request_words
from kinescope_tui.presentation.requests.status_line import sign
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.ended_lines import ended
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import time_of_day, took

_SIMILAR = 0.6  # of 1, from which on a path may have been meant
_MOST_SIMILAR = 6
_MOST_LATEST = 12
_OK = 200


def path_sections(
    path: str, listed: Mapping[str, str], exchanges: Iterable[Exchange]
) -> list[Section]:
    """Return what leads on from a path.

    Args:
        path: Which, without its query.
        listed: The paths of the lists that have a place of their own, and that place's name.
        exchanges: Of this session, the newest first.
    """
    asked = list(exchanges)
    found = [
        _similar(path, listed, asked),
        latest(path, asked),
        _listed(listed),
        _answered(asked),
    ]
    return [section for section in found if section is not None]


def latest(path: str, exchanges: Iterable[Exchange]) -> Section | None:
    """Return how requests of a path ended in this session, the newest first; None if none did."""
    same = [exchange for exchange in exchanges if exchange.path == path and not exchange.is_open]
    if not same:
        return None
    rows = []
    for exchange in same[:_MOST_LATEST]:
        told = sign(exchange)
        mark = Cell(f"{time_of_day(exchange.started_at)} {told.text[:1]}", told.tone)
        words = request_words(exchange)[1]
        name = " · ".join(filter(None, (str(exchange.status or "no response"), words)))
        rows.append((mark, Cell(name), Cell(took(exchange.duration_s), Tone.MUTED)))
    return ended("This path in this session", rows, Cell(count(len(same)), Tone.MUTED))


def _similar(path: str, listed: Mapping[str, str], exchanges: Sequence[Exchange]) -> Section | None:
    """Return paths that may have been meant: of lists, and those that brought something."""
    answered = {_path(one): "" for one in exchanges if one.error is None}
    known = {**answered, **listed}
    known.pop(path, None)
    lists = [one for one in known if path.startswith(f"{one}/")]
    near = get_close_matches(path, known, _MOST_SIMILAR, _SIMILAR)
    rows = [(Cell(""), Cell(one), _place(known[one])) for one in dict.fromkeys([*lists, *near])]
    return ended("Similar paths", rows[:_MOST_SIMILAR], Cell("")) if rows else None


def _listed(listed: Mapping[str, str]) -> Section:
    rows = tuple((Cell(path), _place(name)) for path, name in sorted(listed.items()))
    foot = hint("{view.command} goes there")
    return Section("Lists of the API", rows, (0, 0), foot, has_ends=True, may_be_cut=True)


def _answered(exchanges: Sequence[Exchange]) -> Section | None:
    """Return the paths that brought something in this session, the latest first."""
    found = Counter(_path(one) for one in exchanges if one.status == _OK)
    rows = tuple((Cell(path), Cell(f"{count(n)} ×", Tone.MUTED)) for path, n in found.items())
    title = "Answered in this session"
    return Section(title, rows, (0, 0), has_ends=True, may_be_cut=True) if rows else None


def _path(exchange: Exchange) -> str:
    """Return the path without what would let somebody in."""
    return redact_text(request_words(exchange)[0])


def _place(name: str) -> Cell:
    return Cell(f":{name}" if name else "answered before", Tone.ACCENT if name else Tone.MUTED)
