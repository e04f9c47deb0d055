"""Keyboard layouts: which key was pressed, whatever alphabet is switched on.

Terminals tell characters, not keys. Those that speak kitty's protocol could tell both, but
Textual's parser raises on that protocol's alternate keys, so that they are not asked for.
"""

from collections.abc import Iterable
from enum import StrEnum

from kinescope_tui.api.text import clean

# Row by row as the keys lie, without shift and with it. Of other layouts the same keys.
_US = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
    '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
)
_LAYOUTS = {
    "us": _US,
    "ru": "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю."
    'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
    "ua": "'1234567890-=йцукенгшщзхї\\фівапролджєячсмитьбю."
    'ʼ!"№;%:?*()_+ЙЦУКЕНГШЩЗХЇ/ФІВАПРОЛДЖЄЯЧСМИТЬБЮ,',
    "by": "ё1234567890-=йцукенгшўзх'\\фывапролджэячсмітьбю."
    "Ё!\"№;%:?*()_+ЙЦУКЕНГШЎЗХ'/ФЫВАПРОЛДЖЭЯЧСМІТЬБЮ,",
}
_DISPLACED = {".", ","}
"""Signs whose key on other keyboards is one that moves or asks; `:`, `?`, `*` mean themselves."""

LAYOUTS = tuple(_LAYOUTS)
"""The names of the layouts that are known."""


class Alphabet(StrEnum):
    """The alphabet that is switched on, as far as the letters typed so far tell."""

    UNKNOWN = "unknown"
    LATIN = "latin"
    OTHER = "other"


class KeyboardLayouts:
    """Tells the character that a key types on a US keyboard from the one that arrived.

    A letter of another alphabet is its key. A sign may be two keys: on a Russian keyboard `/` types
    `.` and `?` types `,`, which also mean themselves. Which of them it was the letters before tell:
    after Cyrillic ones it is the place that counts, after Latin ones the sign.

    Attributes:
        problems: Layouts that nobody knows, a sentence each.

    Args:
        names: The layouts, by names of `LAYOUTS`.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._keys: dict[str, str] = {}
        self.problems: list[str] = []
        for name in names:
            if name not in LAYOUTS:
                known = ", ".join(LAYOUTS)
                self.problems.append(
                    f"No keyboard layout is called “{clean(name)}”. Available: {known}."
                )
            for character, key in zip(_LAYOUTS.get(name, ""), _US, strict=False):
                if character != key:
                    self._keys.setdefault(character, key)
        self._alphabet = Alphabet.UNKNOWN

    def hear(self, character: str) -> None:
        """Take in what was typed, wherever it was."""
        if character.isalpha():
            is_latin = character.isascii()
            self._alphabet = Alphabet.LATIN if is_latin else Alphabet.OTHER

    def by_place(self, text: str) -> str:
        """Return what the same keys type on a US keyboard."""
        return "".join(self._keys.get(c, c) if not c.isascii() else c for c in text)

    def meant(self, character: str) -> tuple[str, ...]:
        """Return what a character may mean, the likeliest first."""
        key = self._keys.get(character)
        if key is None:
            return (character,)
        if not character.isascii():
            return (key, character)
        if self._alphabet is Alphabet.LATIN:
            return (character,)
        if self._alphabet is Alphabet.OTHER and character in _DISPLACED:
            return (key, character)
        return (character, key)
