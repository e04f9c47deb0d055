"""What leads on where nothing matches: what is narrowed to, similar words, the same elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import chain

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.ended_lines import ended
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section

_WORD = re.compile(r"[^\W\d_]{3,}")
_SIMILAR = 0.6  # of 1, from which on a word may have been meant
_MOST_SIMILAR = 4  # words for each that was looked for
_MOST = 12  # lines of a section
_SOUGHT = 8  # words that are looked for


def no_match_sections(
    noun_plural: str,
    search: str,
    chips: Sequence[str],
    *,
    titles: Iterable[str],
    others: Iterable[tuple[str, str]],
    ways: Section,
) -> list[Section]:
    """Return what leads on, the more telling the earlier.

    Args:
        noun_plural: What was looked for, "videos".
        search: The words that were looked for; empty if only filters are set.
        chips: What the list is narrowed to; the last one is taken away first.
        titles: Of rows that were here before.
        others: What else is here, each with where that is.
        ways: The keys that lead on.
    """
    sought = list(dict.fromkeys(search.casefold().split()))[:_SOUGHT]
    shown = [one_line(title) for title in titles]
    similar = _similar(noun_plural, sought, shown)
    found = [
        similar,
        _elsewhere(sought, others) if sought else None,
        _narrowed(chips),
        ways,
        _words(noun_plural, shown) if sought and similar is None else None,
        _before(sought, shown),
    ]
    return [section for section in found if section is not None]


def _before(sought: Sequence[str], titles: Sequence[str]) -> Section | None:
    """Return titles that were here, those with a similar word first; as many as there is room."""
    similar = set(_similar_words(sought, _counted(titles)))
    first = [title for title in titles if similar & set(_WORD.findall(title.casefold()))]
    rows = tuple((Cell(title),) for title in dict.fromkeys([*first, *titles]))
    state = Cell(f"{count(len(titles))} loaded", Tone.MUTED)
    return Section("Shown before", rows, (0,), state=state, may_be_cut=True) if rows else None


def _narrowed(chips: Sequence[str]) -> Section:
    """Return what a list is narrowed to, with the key that takes each away."""
    step = hint("{screen.back}")
    ends = [step, *(f"{step} again" for _ in chips[1:_MOST])]
    rows = [
        (Cell(""), Cell(chip), Cell(end, Tone.ACCENT))
        for chip, end in zip(list(reversed(chips))[:_MOST], ends, strict=True)
    ]
    return ended("Remove", rows, Cell("last one first" if len(rows) > 1 else "", Tone.MUTED))


def _counted(titles: Sequence[str]) -> Counter[str]:
    """Return in how many titles each word stands."""
    return Counter(word for title in titles for word in set(_WORD.findall(title.casefold())))


def _bars(found: Sequence[tuple[str, int]], of: int) -> list[NamedBar]:
    return [NamedBar(word, number / max(1, of), count(number)) for word, number in found]


def _similar_words(sought: Sequence[str], known: Counter[str]) -> list[str]:
    found = (get_close_matches(text, known, _MOST_SIMILAR, _SIMILAR) for text in sought)
    return list(dict.fromkeys(chain.from_iterable(found)))


def _similar(noun_plural: str, sought: Sequence[str], titles: Sequence[str]) -> Section | None:
    known = _counted(titles)
    found = [(word, known[word]) for word in _similar_words(sought, known)][:_MOST]
    if not found:
        return None
    state = f"of {count(len(titles))} {noun_plural}"
    return bars_section("Similar words", _bars(found, len(titles)), state)


def _words(noun_plural: str, titles: Sequence[str]) -> Section | None:
    found = [(word, n) for word, n in _counted(titles).most_common(_MOST) if n > 1]
    if not found:
        return None
    state = f"of {count(len(titles))} {noun_plural}"
    return bars_section("Frequent words in titles", _bars(found, len(titles)), state)


def _elsewhere(sought: Sequence[str], others: Iterable[tuple[str, str]]) -> Section | None:
    """Return what else has all the words."""
    found = dict.fromkeys(
        (one_line(name), place)
        for name, place in others
        if all(word in name.casefold() for word in sought)
    )
    rows = [(Cell(""), Cell(name), Cell(place, Tone.ACCENT)) for name, place in list(found)[:_MOST]]
    return ended("Found elsewhere", rows, Cell(count(len(found)), Tone.MUTED)) if rows else None
