"""Anything that the API lists as the preview beside its row shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from kinescope_tui.presentation.lists.preview import Preview, known_facts
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.presentation.text.sections import Section

_MAX_ROWS = 8  # of what lies deeper


def with_sizes(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record whose numbers of bytes are told as people do."""
    return {
        key: size(value) if key.endswith("size") and type(value) is int else value
        for key, value in raw.items()
    }


def thing_preview(title: str, sections: Sequence[Section], names: Mapping[str, str]) -> Preview:
    """Return what is known of a thing, with names in the place of ids; other ids are left out.

    Args:
        title: What it is called.
        sections: All that is told of it: its own fields, then what lies deeper.
        names: What projects and folders are called, by id.
    """
    own = [(row[0].text, row[-1]) for row in sections[0].rows if row] if sections else []
    facts = named_facts(own, names)
    for section in sections[1:]:
        is_table = bool(section.rows) and all(cell.tone is Tone.MUTED for cell in section.rows[0])
        label = section.title
        for row in section.rows[is_table:][:_MAX_ROWS]:
            facts.append((label, Cell("  ".join(cell.text.strip() for cell in row))))
            label = ""
    keys = [(hint("{table.open}"), "open"), (hint("{view.copy}"), "copy")]
    return Preview(title, facts=facts, keys=keys)


def named_facts(
    facts: Sequence[tuple[str, Cell]], names: Mapping[str, str]
) -> list[tuple[str, Cell]]:
    """Return facts with names in the place of ids; ids without a name are left out.

    Args:
        facts: Labels, as the API's fields are called, and texts.
        names: What projects and folders are called, by id.
    """
    found: list[tuple[str, Cell]] = []
    for label, cell in facts:
        name = names.get(cell.text, "")
        if label.lower() != "id" and not label.lower().endswith(" id"):
            found.append((label, cell))
        elif name:
            found.append((label[:-3], Cell(name)))
    return known_facts(found)
