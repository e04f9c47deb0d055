"""Views that the user saved, in a file."""

import json
import os
import stat
from pathlib import Path
from typing import Any

from kinescope_tui.api.order import Order
from kinescope_tui.api.text import clean_json
from kinescope_tui.services.save_file import SaveError, save_file
from kinescope_tui.services.view import View

_VERSION = 1
_MOST_BYTES = 1_000_000
_MOST_COPIES = 9


class ViewStoreError(Exception):
    """The views could not be written; they are kept until the program ends."""


class ViewStore:
    """Saved views by resource and name.

    A file that cannot be read is put aside and not overwritten.

    Attributes:
        trouble: What was wrong with the file, for people; empty if nothing was.

    Args:
        path: The file; without one the views last as long as the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._views: dict[str, dict[str, View]] | None = None
        self.trouble = ""

    def views(self, resource: str) -> dict[str, View]:
        """Return the views of a resource by name."""
        return dict(self._all().get(resource, {}))

    def keep(self, resource: str, name: str, view: View | None) -> None:
        """Keep a view under a name; None drops it.

        Raises:
            ViewStoreError: The file could not be written.
        """
        kept = self._all().setdefault(resource, {})
        if view is None:
            kept.pop(name, None)
        else:
            kept[name] = view
        if self._path is None:
            return
        document = {
            "version": _VERSION,
            "views": {
                resource: {name: _written(view) for name, view in views.items()}
                for resource, views in self._all().items()
            },
        }
        text = json.dumps(document, ensure_ascii=True, indent=2)
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            save_file(self._path, text.encode(), replaces=True)
        except (SaveError, OSError) as error:
            raise ViewStoreError(f"Not saved: {error}") from None

    def _all(self) -> dict[str, dict[str, View]]:
        if self._views is None:
            self._views = self._read()
        return self._views

    def _read(self) -> dict[str, dict[str, View]]:
        if self._path is None:
            return {}
        try:
            text = _content(self._path)
            return _read_views(clean_json(json.loads(text)))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.trouble = self._put_aside()
            return {}

    def _put_aside(self) -> str:
        if self._path is None:
            return ""
        names = (f".unreadable{n}.json" for n in ("", *range(2, _MOST_COPIES + 1)))
        copies = [self._path.with_suffix(name) for name in names]
        aside = next((copy for copy in copies if not copy.exists()), copies[-1])
        try:
            self._path.replace(aside)
        except OSError:
            self._path, path = None, self._path
            return f"{path} cannot be read; views are not saved."
        return f"The saved views could not be read; the file is now {aside.name}."


def _content(path: Path) -> bytes:
    # A pipe in its place would be waited for.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("no plain file")
        return file.read(_MOST_BYTES)


def _written(view: View) -> dict[str, Any]:
    return {
        "order": str(view.order),
        "search": view.search,
        "filters": [list(pair) for pair in view.filters],
    }


def _read_views(document: dict[str, Any]) -> dict[str, dict[str, View]]:
    if document["version"] != _VERSION:
        raise ValueError("another version")
    return {
        str(resource): {str(name): _read_view(view) for name, view in views.items()}
        for resource, views in document["views"].items()
    }


def _read_view(view: dict[str, Any]) -> View:
    filters = tuple((str(name), str(value)) for name, value in view["filters"])
    return View(Order.parse(view["order"]), str(view["search"]), filters)
