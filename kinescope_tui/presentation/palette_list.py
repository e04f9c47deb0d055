"""The lines of the command palette: what can be done, by where it belongs, or by what is typed."""

from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec

_RECENT, _MAX_RECENT = "Recent", 4


class PaletteEntry(msgspec.Struct, frozen=True):
    """One thing that can be chosen.

    Attributes:
        id: What it is chosen by.
        group: The heading that it stands under.
        title: What it does, in a few words of one line.
        shown: The key that does the same, or what tells of it; may be empty.
        is_offered: Whether it stands there before anything is typed.
    """

    id: str
    group: str
    title: str
    shown: str = ""
    is_offered: bool = True


class PaletteList:
    """Finds entries by their words; without any it lists them under headings, the recent first.

    Args:
        entries: Of which those of a group stand together.
        recent: The ids of what was chosen before, the newest first.
        by_place: What was typed, as it reads on a US keyboard.
    """

    def __init__(
        self,
        entries: Sequence[PaletteEntry],
        recent: Sequence[str] = (),
        by_place: Callable[[str], str] = str,
    ) -> None:
        self._entries = entries
        self._recent = recent
        self._by_place = by_place

    def lines(self, text: str) -> list[PaletteEntry | str]:
        """Return entries and headings; of a text that is typed the best entry comes first."""
        if text.strip():
            found = self._found(text) or self._found(self._by_place(text))
            return list(found)
        by_id = {entry.id: entry for entry in self._entries}
        recent = [by_id[name] for name in self._recent if name in by_id][:_MAX_RECENT]
        others = [entry for entry in self._entries if entry.is_offered and entry not in recent]
        lines: list[PaletteEntry | str] = [_RECENT, *recent] if recent else []
        for group, entries in groupby(others, lambda entry: entry.group):
            lines += [group, *entries]
        return lines

    def _found(self, text: str) -> list[PaletteEntry]:
        words = text.casefold().split()
        ranked = [(_rank(words, entry), entry) for entry in self._entries]
        return [
            entry
            for rank, entry in sorted(
                ((rank, entry) for rank, entry in ranked if rank is not None),
                key=lambda found: found[0],
            )
        ]


def _rank(words: list[str], entry: PaletteEntry) -> int | None:
    """Return how well an entry fits, 0 the best; None if it does not."""
    title, sought = entry.title.casefold(), " ".join(words)
    if entry.shown.casefold() == sought:
        return 0
    if title.startswith(sought):
        return 1
    if all(any(part.startswith(word) for part in title.split()) for word in words):
        return 2
    if all(word in title for word in words):
        return 3
    if all(word in f"{entry.group} {title} {entry.shown} {entry.id}".casefold() for word in words):
        return 4
    letters = iter(title)
    return 5 if all(letter in letters for letter in "".join(words)) else None
