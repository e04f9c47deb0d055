"""Access tokens in words: what they may do, where they upload to, and what a leak would mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from kinescope_tui.api.models import AccessToken
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.lists.preview import Preview
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section, known, pairs

_UPLOAD = "upload"
_USUAL = ("read", "write", "delete", _UPLOAD)
_TONES = {"delete": Tone.BAD, "write": Tone.WARNING}
_MOST = 8
_DATES = ("created_at", "last_used_at", "expires_at", "expired_at")  # none is documented
_REVOKED = "To revoke it, delete it in the Kinescope dashboard under Settings → API tokens."


class TokenRights(NamedTuple):
    """The rights of a token.

    Attributes:
        names: "read", "write", "delete", "upload", and whatever else the API says.
        places: Ids of the projects that it may upload to; none if it may to all, or to none.
    """

    names: Sequence[str]
    places: Sequence[str]


def token_rights(token: AccessToken) -> TokenRights:
    """Return what a token may do, as far as its scope tells it."""
    scope = token.raw.get("scope")
    if isinstance(scope, list):  # as older answers have it: for which parts of the API it is
        return TokenRights(_texts(scope), ())
    names: list[str] = []
    places: list[str] = []
    for area, allowed in scope.items() if isinstance(scope, dict) else ():
        found = allowed if isinstance(allowed, dict) else {}
        ids = [one.get("id") for one in _list(found.get("entities")) if isinstance(one, dict)]
        if area == "api":
            names += _texts(found.get("permissions"))
        elif found.get("permissions") or ids:
            names.append(one_line(area))
            places += _texts(ids)
    return TokenRights(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(places)))


def may_told(token: AccessToken) -> str:
    """Return what a token may do: `read, write`, `upload to 2 projects`."""
    rights = token_rights(token)
    if tuple(rights.names) == (_UPLOAD,) and rights.places:
        return f"upload to {plural(len(rights.places), 'project')}"
    return ", ".join(rights.names)


def token_preview(token: AccessToken, told: Preview, names: Mapping[str, str]) -> Preview:
    """Return what is known of a token.

    Args:
        token: Which.
        told: The fields that it has besides.
        names: What projects are called, by id.
    """
    rights = token_rights(token)
    facts = [
        ("May", Cell(", ".join(rights.names))),
        ("Uploads to", Cell(_places(rights, names) if rights.places else "")),
    ]
    is_own = token.is_in_use
    return replace(
        told,
        status=(Cell("● used by this program", Tone.GOOD),) if is_own else (),
        facts=[*known(facts), *told.facts],
        sections=[pairs("If it leaks", [("", Cell(_leak(rights))), ("", Cell(_REVOKED))])],
    )


def _leak(rights: TokenRights) -> str:
    """Return what somebody could do who got hold of a token."""
    if not rights.names:
        return "The API does not say what it may do."
    can = [
        told
        for right, told in (
            ("read", "see"),
            ("write", "change"),
            ("delete", "delete"),
        )
        if right in rights.names
    ]
    parts = [f"{_joined(can)} what is in this workspace"] if can else []
    if _UPLOAD in rights.names:
        to = f" to {plural(len(rights.places), 'project')}" if rights.places else ""
        parts.append(f"upload{to}")
    if not parts:
        return f"Its rights: {', '.join(rights.names)}."
    return f"Whoever has it can {' and '.join(parts)}."


def token_sections(tokens: Sequence[AccessToken], names: Mapping[str, str]) -> list[Section]:
    """Return what tokens may do together, where they upload to, and what is good to know.

    Args:
        tokens: All of them.
        names: What projects are called, by id.
    """
    every = [token_rights(token) for token in tokens]
    found = Counter(name for rights in every for name in rights.names)
    others = [name for name, _ in found.most_common(_MOST) if name not in _USUAL]
    bars = [
        NamedBar(name, found[name] / len(tokens), count(found[name]), _TONES.get(name, Tone.ACCENT))
        for name in (*_USUAL, *others)
        if found[name] or name in _USUAL
    ]
    return [
        bars_section("Rights", bars if found else (), f"of {plural(len(tokens), 'token')}"),
        _uploads(tokens, every, names),
        _about(tokens),
    ]


def _uploads(
    tokens: Sequence[AccessToken], every: Sequence[TokenRights], names: Mapping[str, str]
) -> Section:
    """Return which tokens upload to which projects only."""
    facts = [
        (one_line(token.name) or MISSING, Cell(_places(rights, names)))
        for token, rights in zip(tokens, every, strict=True)
        if rights.places
    ]
    more = f"{_MOST} of {count(len(facts))}" if len(facts) > _MOST else ""
    return replace(pairs("Uploads are limited to", facts[:_MOST]), state=Cell(more, Tone.MUTED))


def _about(tokens: Sequence[AccessToken]) -> Section:
    is_dated = any(token.raw.get(date) for token in tokens for date in _DATES)
    return part_help(
        "About access tokens",
        [
            (
                "Whoever has a token has its rights. Delete the ones that are no longer needed in "
                "the Kinescope dashboard under Settings → API tokens."
            ),
            "This program only reads, so a read-only token is enough.",
            ""
            if is_dated
            else "The API does not say when a token was created or last used, or when it expires.",
            "Ids are masked because an id can be the token itself.",
        ],
        [],
    )


def _places(rights: TokenRights, names: Mapping[str, str]) -> str:
    """Return the projects that a token may upload to, by name; how many where one is unknown."""
    found = [one_line(names.get(one, "")) for one in rights.places]
    return ", ".join(found) if all(found) else plural(len(found), "project")


def _joined(words: Sequence[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _texts(found: Any) -> list[str]:
    return [one_line(one) for one in _list(found) if isinstance(one, str)]


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []
