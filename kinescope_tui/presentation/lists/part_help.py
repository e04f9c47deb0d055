"""What a part of a thing is, and what can be done with it: words and keys that are alive."""

from collections.abc import Sequence

from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.sections import Section


def part_help(title: str, sentences: Sequence[str], keys: Sequence[tuple[str, str]]) -> Section:
    """Return the section.

    Args:
        title: Of the section.
        sentences: What it is, each a paragraph; empty ones are left out.
        keys: Actions of the keymap, as in `hint`, and what they do here.
    """
    paragraphs = [(Cell(sentence),) for sentence in sentences if sentence]
    told = [(Cell(hint(key), Tone.ACCENT), Cell(does, Tone.MUTED)) for key, does in keys]
    width = max((len(row[0].text) for row in told), default=0)
    space = [(Cell(""),)] if paragraphs and told else []
    is_of_keys = bool(told) and not paragraphs
    return Section(title, (*paragraphs, *space, *told), (width, 0), is_of_keys=is_of_keys)
