"""A token that is looked for everywhere, in every way in which it could be written."""

import base64
import html
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

CANARY = "7d9a4b1e-c35f-4e86-a2d7-91f6b08ce43a"
"""Made up; no eight characters of it stand anywhere else."""

Spell = Callable[[str], str]


def _base64(before: int, *, padded: bool = True) -> Spell:
    def spell(text: str) -> str:
        coded = base64.b64encode(b"u" * before + text.encode()).decode()
        return coded if padded else coded.rstrip("=")

    return spell


def _each(form: str) -> Spell:
    return lambda text: "".join(form.format(ord(char)) for char in text)


SPELLED: dict[str, Spell] = {
    "as it is": str,
    "without dashes": lambda text: text.replace("-", ""),
    "with spaces": lambda text: text.replace("-", " "),
    "JSON's escapes": _each("\\u{:04x}"),
    "JSON's escapes, upper case": _each("\\u{:04X}"),
    "JSON in JSON": _each("\\\\u{:04x}"),
    "one escape": lambda text: f"\\u{ord(text[0]):04x}{text[1:]}",
    "percent": _each("%{:02x}"),
    "percent, its dashes only": lambda text: text.replace("-", "%2D"),
    "percent twice": _each("%25{:02X}"),
    "percent in JSON": _each("\\u0025{:02x}"),
    "HTML, decimal": _each("&#{};"),
    "HTML, hexadecimal": _each("&#x{:X};"),
    "HTML in JSON": _each("\\u0026#{};"),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, upper case": lambda text: text.encode().hex().upper(),
    "base64": _base64(0),
    "base64 behind one byte": _base64(1),
    "base64 behind two bytes": _base64(2),
    "base64 without its end": _base64(1, padded=False),
    "base64 without dashes": lambda text: _base64(1)(text.replace("-", "")),
    "base64 of its bytes": lambda text: base64.b64encode(
        bytes.fromhex(text.replace("-", ""))
    ).decode(),
}
"""Ways to write a token; each gives what may stand in a JSON string."""


def _pieces() -> set[bytes]:
    found = set()
    for text in (CANARY, CANARY.replace("-", "")):
        plain = text.encode()
        found |= {plain[at : at + 8] for at in range(len(plain) - 7)}
        found |= {plain.hex().encode(), plain.upper().hex().encode()}
        # Whatever stands before it shifts base64 by up to two bytes; the middle stays the same.
        for before in range(3):
            for cased in (plain, plain.upper()):
                found.add(base64.b64encode(b"x" * before + cased)[4:-4].lower())
    found.add(base64.b64encode(bytes.fromhex(CANARY.replace("-", "")))[:18].lower())
    return found


_PIECES = _pieces()
_JSON_ESCAPE = re.compile(rb"\\+u00([0-9a-fA-F]{2})")


def _unescaped(data: bytes) -> bytes:
    """Return the data with escapes of JSON, URLs and HTML undone, those in others too."""
    for _ in range(3):
        data = _JSON_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), data)
        data = unquote_to_bytes(data)
        data = html.unescape(data.decode("latin-1")).encode("latin-1", "replace")
    return data


def canary_in(data: bytes | str) -> list[bytes]:
    """Return the spellings of the canary, and the pieces of it, that stand in the data."""
    data = data.encode(errors="replace") if isinstance(data, str) else data
    looks = [data.lower(), _unescaped(data).lower()]
    looks.append(looks[1].translate(None, b" \r\n\0"))
    return sorted(piece for piece in _PIECES if any(piece in look for look in looks))


def files_with_canary(folder: Path) -> list[str]:
    """Return the files under a folder in whose name or content it stands."""
    return [
        str(file)
        for file in folder.rglob("*")
        if canary_in(str(file).encode()) or (file.is_file() and canary_in(file.read_bytes()))
    ]
