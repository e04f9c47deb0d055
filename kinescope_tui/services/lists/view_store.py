"""Views that the user saved, in a file."""

import contextlib
import threading
from pathlib import Path
from typing import Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.json_file import JsonFile, JsonFileError
from kinescope_tui.services.lists.view import View, view_of, written_view

_LIMIT_S = 5.0  # for a disk that hangs

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
        self._stored: _Views = {}  # as it was read last
        self._turn = threading.Lock()  # to write, and to go on in another file

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return self._file.trouble

    def follow(self, path: Path | None) -> None:
        """Go on in another file, where what lay in this one is now; without one nothing changes."""
        if path is not None:
            with self._turn:
                self._file = _file_at(path)

    def __len__(self) -> int:
        return sum(map(len, self._all().values()))

    def views(self, resource: str) -> dict[str, View]:
        """Return the views of a resource by name, as they are now, which the disk tells."""
        return self._all().get(resource, {})

    def known(self, resource: str) -> dict[str, View]:
        """Return them as they were read or kept last; no disk is asked."""
        return self._changed(self._stored).get(resource, {})

    def read(self) -> None:
        """Have known what stands in the file, as long as the disk takes."""
        self._all()

    async def look(self) -> None:
        """Do the same beside the event loop; what is known stays if the disk takes too long."""
        with contextlib.suppress(TimeoutError):
            await call_in_daemon(self.read, limit_s=_LIMIT_S)

    async def save(self) -> None:
        """Write what was taken in, without holding up the event loop.

        Raises:
            ViewStoreError: It was not written, as for `keep`, or is not written yet.
        """
        if not self._unsaved:
            return
        try:
            await call_in_daemon(self.write, limit_s=_LIMIT_S)
        except TimeoutError:
            told = "Not saved yet: the disk does not respond. The view lasts for this session."
            raise ViewStoreError(told) from None

    def keep(self, resource: str, name: str, view: View | None) -> None:
        """Keep a view under a name; None drops it.

        Raises:
            ViewStoreError: The file could not be written, and the next change that can be brings
                this one along; or a token stands in the name or the view, which is not kept then.
        """
        self.take(resource, name, view)
        self.write()

    def take(self, resource: str, name: str, view: View | None) -> None:
        """Take in what is to be kept, which is known from now on; `write` has it in the file.

        Raises:
            ViewStoreError: A token stands in the name or the view.
        """
        if view is not None and OWN_SECRETS.stand_in(f"{name} {written_view(view)}"):
            raise ViewStoreError("Not saved: that is this session's token.")
        self._unsaved.pop((resource, name), None)
        self._unsaved[resource, name] = view

    def write(self) -> None:
        """Write what was taken in, in that order; one thread at a time, which may take a while.

        Raises:
            ViewStoreError: The file could not be written, as for `keep`.
        """
        with self._turn:
            taken, changed = dict(self._unsaved), self._stored

            def change(stored: _Views | None) -> dict[str, Any]:
                nonlocal changed
                changed = _with(stored or {}, taken)
                return _written(changed)

            try:
                self._file.update(_read_views, change)
            except JsonFileError as error:
                raise ViewStoreError(str(error)) from None
            self._stored = changed
            for key, view in taken.items():  # others may have been taken in meanwhile
                if self._unsaved.get(key) is view:
                    self._unsaved.pop(key, None)

    def _all(self) -> _Views:
        stored = self._file.read(_read_views)
        self._stored = stored or {}
        return self._changed(self._stored)

    def _changed(self, stored: _Views) -> _Views:
        """Return what is stored with what was not saved yet; nothing else is ours to change."""
        return _with(stored, dict(self._unsaved))


def _with(stored: _Views, unsaved: dict[tuple[str, str], View | None]) -> _Views:
    changed = dict(stored)
    for (resource, name), view in unsaved.items():
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
