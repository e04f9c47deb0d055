"""A small document that is kept from one start to the next."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kinescope_tui.api.text import clean_json
from kinescope_tui.services.read_file import read_file
from kinescope_tui.services.save_file import SaveError, save_file

T = TypeVar("T")

_MOST_BYTES = 1_000_000
_MOST_COPIES = 9


class JsonFileError(Exception):
    """The document could not be written; what stood there still does."""


class JsonFile:
    """One JSON document in a file for its owner alone, whole or not there.

    A file that cannot be read is put aside and not overwritten.

    Attributes:
        trouble: What was wrong with the file, for people; empty if nothing was.

    Args:
        path: The file; without one nothing is read and nothing written.
        what: What it holds, "saved views".
        version: Of the document; one of another version is not read.
    """

    def __init__(self, path: Path | None, *, what: str, version: int) -> None:
        self.trouble = ""
        self._path = path
        self._what = what
        self._version = version

    def read(self, parse: Callable[[dict[str, Any]], T]) -> T | None:
        """Return what `parse` makes of the document; None if there is none that can be read."""
        if self._path is None:
            return None
        try:
            document = clean_json(json.loads(read_file(self._path, _MOST_BYTES)))
            return parse(self._of_this_version(document))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.trouble = self._put_aside(self._path)
            return None

    def write(self, content: dict[str, Any]) -> None:
        """Write the document in one step.

        Raises:
            JsonFileError: It was not written.
        """
        if self._path is None:
            return
        text = json.dumps({"version": self._version, **content}, ensure_ascii=True, indent=2)
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            save_file(self._path, text.encode(), replaces=True)
        except (SaveError, OSError) as error:
            raise JsonFileError(f"Not saved: {error}") from None

    def _of_this_version(self, document: dict[str, Any]) -> dict[str, Any]:
        if document["version"] != self._version:
            raise ValueError("another version")
        return document

    def _put_aside(self, path: Path) -> str:
        names = (f".unreadable{n}.json" for n in ("", *range(2, _MOST_COPIES + 1)))
        copies = [path.with_suffix(name) for name in names]
        aside = next((copy for copy in copies if not copy.exists()), copies[-1])
        try:
            path.replace(aside)
        except OSError:
            self._path = None
            return f"{path} cannot be read; {self._what} are not saved."
        return f"The {self._what} could not be read; the file is now {aside.name}."
