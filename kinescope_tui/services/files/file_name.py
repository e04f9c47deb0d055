"""Names for files made of whatever the API says."""

import unicodedata
from pathlib import Path

from kinescope_tui.services.files.atomic_file import SaveError

_KEPT = "._-"
_LONGEST = 120  # bytes, the ending included
_PORTS = {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}
_DEVICES = {"con", "prn", "aux", "nul", *_PORTS}  # of Windows


def clean_name(text: str, ending: str = "", *, otherwise: str = "file") -> str:
    """Return a file name that any system takes and no shell mistakes for an option.

    Args:
        text: What it is to be called; letters, digits, `.`, `_` and `-` of it are kept.
        ending: What it ends in, `.csv`.
        otherwise: What it is called where nothing is left, or where the name is a device's.
    """
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(char if char.isalnum() or char in _KEPT else "-" for char in normal)
    while "--" in kept or ".." in kept:
        kept = kept.replace("--", "-").replace("..", ".")
    name = kept.lstrip("._-")
    while len((name + ending).encode("utf-8", "replace")) > _LONGEST:
        name = name[:-1]
    name = name.rstrip("._-") or otherwise
    if name.partition(".")[0].casefold() in _DEVICES:
        name = f"{otherwise}-{name}"
    return name + ending


def place_in(folder: Path, text: str, ending: str = "") -> Path:
    """Return where a file of such a name is in a folder, and nowhere else.

    Raises:
        SaveError: It would be elsewhere.
    """
    path = folder / clean_name(text, ending)
    if path.parent.resolve() != folder.resolve():
        raise SaveError(f"{path.name} is not a valid name in {folder}.", "choose another name")
    return path
