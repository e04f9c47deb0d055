"""A piece of text and what it means, before anybody decides on colours."""

import re
from enum import StrEnum

import msgspec

_BREAKS = re.compile(r"[\s\u0085\u2028\u2029]+")
# Terminals disagree on the width of what these make of their neighbours; without them every
# character has the width that all agree on. U+200C and U+200D also join letters, at no width.
_WIDTH_CHANGERS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_LONGEST_LINE = 4_000

MISSING = "—"


class Tone(StrEnum):
    """The tone of a text; the stylesheet gives each its look."""

    PLAIN = "plain"
    MUTED = "muted"
    GOOD = "good"
    BUSY = "busy"
    WARNING = "warning"
    BAD = "bad"
    ACCENT = "accent"


class Cell(msgspec.Struct, frozen=True):
    """The text of a cell and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


def one_line(text: str) -> str:
    """Return a text as one line of characters whose widths terminals agree on.

    White space runs become one space, and piles of combining marks are cut.
    """
    if len(text) > _LONGEST_LINE:
        text = text[:_LONGEST_LINE] + "…"
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # as most are
    text = _WIDTH_CHANGERS.sub("", _BREAKS.sub(" ", text))
    return _MARKS.sub(r"\1", text).strip()
