"""Texts as the index compares them, and what of them is looked for."""

import re
from collections.abc import Iterable
from unicodedata import normalize

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s]+/")
_MOST_PARTS = 12  # of a word; more would find the same
_PART = 3  # letters, as SQLite's trigram tokenizer has it
_LEAST_ALIKE = 6  # letters of a word that is looked for with a typing error


def fold(text: str) -> str:
    """Return a text without case, width and the dots of ё: texts that read alike are equal."""
    if text.isascii():
        return text.lower()
    return normalize("NFKC", text).casefold().replace("ё", "е")


def words(text: str) -> list[str]:
    """Return the words of a text, folded; of addresses what follows the host."""
    folded = fold(text)
    return _WORD.findall(_ADDRESS.sub(" ", folded) if "://" in folded else folded)


def document(texts: Iterable[str]) -> str:
    """Return what is kept of texts for searching: each word once, two spaces before each.

    With them the first letters of a word make trigrams of their own.
    """
    return "".join([f"  {word}" for word in dict.fromkeys(words("\n".join(texts)))])


def match(found: Iterable[str]) -> str:
    """Return what FTS5 is asked for: words, of which one or two letters begin one.

    It gives all rows that have them, and perhaps some that have only their parts; see
    `needs_check`. An empty text stands for everything.
    """
    return " AND ".join(dict.fromkeys(f'"{part}"' for word in found for part in _parts(word)))


def needs_check(found: Iterable[str]) -> bool:
    """Tell whether the rows that match may lack a word."""
    return any(len(word) > _PART for word in found)


def has_words(text: str, found: Iterable[str]) -> bool:
    """Tell whether a text has all of these words that are not proved by matching."""
    folded = fold(text)
    return all(len(word) <= _PART or word in folded for word in found)


def match_alike(found: Iterable[str]) -> str:
    """Return what FTS5 is asked for words with a typing error in one half: the other one is there.

    Short words stand as they are. Empty if no word is long enough.
    """
    asked, is_alike = [], False
    for word in found:
        if len(word) < _LEAST_ALIKE:
            asked.append(match([word]))
            continue
        is_alike = True
        middle = len(word) // 2
        asked.append(f"(({match([word[:middle]])}) OR ({match([word[middle:]])}))")
    return " AND ".join(filter(None, asked)) if is_alike else ""


def has_alike(text: str, found: Iterable[str]) -> bool:
    """Tell whether a text has all of these words, each but for one typing error."""
    folded, known = fold(text), words(text)
    return all(
        word in folded or (len(word) >= _LEAST_ALIKE and any(_is_alike(word, one) for one in known))
        for word in found
    )


def _parts(word: str) -> list[str]:
    if len(word) < _PART:
        return [f"  {word}"[-_PART:]]
    parts = [word[at : at + _PART] for at in range(len(word) - _PART + 1)]
    return parts[:_MOST_PARTS]


def _is_alike(word: str, other: str) -> bool:
    """Tell whether a word begins like another, but for a letter too many, too few or wrong."""
    at = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if at is None:
        return len(other) >= len(word) - 1
    return (
        other[at + 1 :].startswith(word[at + 1 :])  # wrong
        or other[at:].startswith(word[at + 1 :])  # too many
        or other[at + 1 :].startswith(word[at:])  # too few
        or other[at:].startswith(word[at + 1 : at + 2] + word[at] + word[at + 2 :])  # swapped
    )
