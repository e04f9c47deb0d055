"""Views that the user saved, in a file."""

from pathlib import Path
from typing import Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.json_file import JsonFile, JsonFileError
from kinescope_tui.services.view import View, view_of, written_view


class ViewStoreError(Exception):
    """The views are not in the file; those without a token last as long as the program."""


class ViewStore:
    """Saved views by resource and name.

    A file that cannot be read is put aside and not overwritten.

    Args:
        path: The file; without one the views last as long as the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = JsonFile(path, what="saved views", version=1)
        self._views: dict[str, dict[str, View]] | None = None

    @property
    def trouble(self) -> str:
        """What was wrong with the file, for people; empty if nothing was."""
        return self._file.trouble

    def __len__(self) -> int:
        return sum(map(len, self._all().values()))

    def views(self, resource: str) -> dict[str, View]:
        """Return the views of a resource by name."""
        return dict(self._all().get(resource, {}))

    def keep(self, resource: str, name: str, view: View | None) -> None:
        """Keep a view under a name; None drops it.

        Raises:
            ViewStoreError: The file could not be written, or a token stands in the name or the
                view, which is not kept then.
        """
        if view is not None and OWN_SECRETS.stand_in(f"{name} {written_view(view)}"):
            raise ViewStoreError("Not saved: that is the token of this session.")
        kept = self._all().setdefault(resource, {})
        if view is None:
            kept.pop(name, None)
        else:
            kept[name] = view
        content = {
            resource: {name: written_view(view) for name, view in views.items()}
            for resource, views in self._all().items()
        }
        try:
            self._file.write({"views": content})
        except JsonFileError as error:
            raise ViewStoreError(str(error)) from None

    def _all(self) -> dict[str, dict[str, View]]:
        if self._views is None:
            self._views = self._file.read(_read_views) or {}
        return self._views


def _read_views(document: dict[str, Any]) -> dict[str, dict[str, View]]:
    return {
        str(resource): {
            str(name): view_of(view)
            for name, view in views.items()
            if not OWN_SECRETS.stand_in(f"{name} {view}")  # an earlier version kept one
        }
        for resource, views in document["views"].items()
    }
