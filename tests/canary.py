"""A token that is looked for everywhere, in every way in which it could be written."""

import base64
from pathlib import Path

CANARY = "7d9a4b1e-c35f-4e86-a2d7-91f6b08ce43a"
"""Made up; no eight characters of it stand anywhere else."""


def _spellings() -> set[bytes]:
    found = set()
    for text in (CANARY, CANARY.replace("-", "")):
        plain = text.encode()
        found |= {plain[at : at + 8] for at in range(len(plain) - 7)}
        # Whatever stands before it shifts base64 by up to two bytes; the middle stays the same.
        for before in range(3):
            found.add(base64.b64encode(b"x" * before + plain)[4:-4].lower())
        found.add(plain.hex().encode())
    return found


_SPELLINGS = _spellings()


def canary_in(data: bytes) -> list[bytes]:
    """Return the spellings of the canary, and the pieces of it, that stand in the data."""
    lower = data.lower()
    return sorted(spelling for spelling in _SPELLINGS if spelling in lower)


def files_with_canary(folder: Path) -> list[str]:
    """Return the files under a folder in whose name or content it stands."""
    return [
        str(file)
        for file in folder.rglob("*")
        if canary_in(str(file).encode()) or (file.is_file() and canary_in(file.read_bytes()))
    ]
