"""Anything that the API lists as the preview beside its row shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from kinescope_tui.presentation.lists.preview import Preview
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.presentation.text.sections import Section, known


def with_sizes(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record whose numbers of bytes are told as people do."""

    def told(key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [with_sizes(one) if isinstance(one, dict) else one for one in value]
        return size(value) if key.endswith("size") and type(value) is int else value

    return {key: told(key, value) for key, value in raw.items()}


def thing_preview(title: str, sections: Sequence[Section], names: Mapping[str, str]) -> Preview:
    """Return what is known of a thing, with names in the place of ids; other ids are left out.

    Args:
        title: What it is called.
        sections: All that is told of it: its own fields, then what lies deeper.
        names: What projects and folders are called, by id.
    """
    rows = [row for row in sections[0].rows if row] if sections else []
    own = [(row[0].text if len(row) > 1 else "", row[-1]) for row in rows]
    facts = [fact for fact in named_facts(own, names) if fact[1].text != title]
    keys = [(hint("{table.open}"), "open"), (hint("{view.copy}"), "copy")]
    return Preview(
        title, facts=facts, keys=keys, sections=[_known(one, names) for one in sections[1:]]
    )


def _known(section: Section, names: Mapping[str, str]) -> Section:
    """Return a section of labels and texts with what is known of it; any other as it is."""
    if section.drawing is not None or section.widths[-1:] != (0,):
        return section
    facts = named_facts([(row[0].text, row[-1]) for row in section.rows if row], names)
    return replace(section, rows=tuple((Cell(label, Tone.MUTED), cell) for label, cell in facts))


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
        is_id, name = label.lower() == "id" or label.lower().endswith(" id"), ""
        if is_id and label.lower() != "id":
            name = one_line(names.get(cell.text, ""))
        if not is_id:
            found.append((label, cell))
        elif name:
            found.append((label[: -len(" id")], Cell(name)))
    return known(found)
