"""Views that the user saved, in a file."""

from pathlib import Path
from typing import Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.files.json_file import JsonFile, JsonFileError
from kinescope_tui.services.lists.view import View, view_of, written_view

_Views = dict[str, dict[str, View]]


class ViewStoreError(Exception):
    """The views are not in the file; those without a token last as long as the program."""


class ViewStore:
    """Saved views by resource and name, those that other windows save among them.

    A file that cannot be read is put aside and not overwritten.

    Args:
        path: The file; without one the views last as long as the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = _file_at(path)
        self._unsaved: dict[tuple[str, str], View | None] = {}

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return self._file.trouble

    def follow(self, path: Path | None) -> None:
        """Go on in another file, where what lay in this one is now; without one nothing changes."""
        if path is not None:
            self._file = _file_at(path)

    def __len__(self) -> int:
        return sum(map(len, self._all().values()))

    def views(self, resource: str) -> dict[str, View]:
        """Return the views of a resource by name, as they are now."""
        return self._all().get(resource, {})

    def keep(self, resource: str, name: str, view: View | None) -> None:
        """Keep a view under a name; None drops it.

        Raises:
            ViewStoreError: The file could not be written, and the next change that can be brings
                this one along; or a token stands in the name or the view, which is not kept then.
        """
        if view is not None and OWN_SECRETS.stand_in(f"{name} {written_view(view)}"):
            raise ViewStoreError("Not saved: that is this session's token.")
        self._unsaved[resource, name] = view
        try:
            self._file.update(_read_views, lambda stored: _written(self._changed(stored)))
        except JsonFileError as error:
            raise ViewStoreError(str(error)) from None
        self._unsaved.clear()

    def _all(self) -> _Views:
        return self._changed(self._file.read(_read_views))

    def _changed(self, stored: _Views | None) -> _Views:
        """Return what is stored with what was not saved yet; nothing else is ours to change."""
        changed = dict(stored or {})
        for (resource, name), view in self._unsaved.items():
            named = changed[resource] = dict(changed.get(resource, {}))
            if view is None:
                named.pop(name, None)
            else:
                named[name] = view
        return changed


def _file_at(path: Path | None) -> JsonFile:
    return JsonFile(path, what="saved views", version=1)


def _written(views: _Views) -> dict[str, Any]:
    return {
        "views": {
            resource: {name: written_view(view) for name, view in named.items()}
            for resource, named in views.items()
        }
    }


def _read_views(document: dict[str, Any]) -> _Views:
    return {
        str(resource): {
            str(name): view_of(view)
            for name, view in views.items()
            if not OWN_SECRETS.stand_in(f"{name} {view}")  # an earlier version kept one
        }
        for resource, views in document["views"].items()
    }
