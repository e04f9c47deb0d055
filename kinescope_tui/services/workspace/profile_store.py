"""The profiles that the user has: names and addresses, in a file without tokens."""

import contextlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kinescope_tui.api.base_url import DEFAULT_BASE_URL, parse_base_url
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.files.json_file import JsonFile, JsonFileError
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.services.workspace.profile_name import parse_profile_name
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.state_database import erase_base, move_base
from kinescope_tui.services.workspace.state_store import StateStore

FILE_NAME = "profiles.json"

_Addresses = dict[str, str]  # by name


class ProfileStoreError(Exception):
    """The profiles were not changed; the message says why."""


class ProfileStore:
    """Profiles by name, and the file of each one's saved views.

    Args:
        folder: Where the files are; without one the profiles last as long as the program.
        state_folder: Where it is kept what was seen last; without one it is not kept.
    """

    def __init__(self, folder: Path | None = None, state_folder: Path | None = None) -> None:
        self.folder = folder
        self.state_folder = state_folder
        path = folder / FILE_NAME if folder is not None else None
        self._file = JsonFile(path, what="profiles", version=1)
        self._addresses: _Addresses | None = None
        self._views: dict[str, ViewStore] = {}  # what of them is not in a file yet is in these

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return self._file.trouble

    @property
    def profiles(self) -> list[Profile]:
        """The profiles in the order in which they came."""
        return [Profile(name, base_url) for name, base_url in self._all().items()]

    def base_url(self, name: str) -> str:
        """Return the address of a profile; Kinescope's own where none is known."""
        return self._all().get(name, DEFAULT_BASE_URL)

    def views(self, name: str) -> ViewStore:
        """Return the saved views of a profile, the same for whoever asks."""
        return self._views.setdefault(name, ViewStore(self._views_file(name)))

    def state_store(self, name: str) -> StateStore:
        """Return what was seen last in a profile."""
        return StateStore(self._memory_file(name))

    def ledger_path(self, name: str) -> Path | None:
        """Return where the requests of a profile are kept; None where they are not."""
        folder = self.state_folder
        return folder / f"requests-{_file_name(name)}.sqlite" if folder is not None else None

    @property
    def limits_path(self) -> Path | None:
        """Where programs tell each other what they sent."""
        return self.state_folder / "limits" if self.state_folder is not None else None

    def add(self, profile: Profile) -> None:
        """Add a profile, or give the one of that name another address.

        Raises:
            ProfileStoreError: The file could not be written.
        """
        self._change(lambda known: {**known, profile.name: profile.base_url})

    def add_new(self, profile: Profile) -> None:
        """Add a profile of a name that is free.

        Raises:
            ProfileStoreError: It is not, or the file could not be written.
        """

        def added(known: _Addresses) -> _Addresses:
            self._check_is_free(profile.name, known)
            return {**known, profile.name: profile.base_url}

        self._change(added)

    def check_is_free(self, name: str, *, views_of: str = "") -> None:
        """Return if no profile has that name, and no saved views are left of one.

        Args:
            name: Which.
            views_of: A profile whose views may lie there: it was about to get that name.

        Raises:
            ProfileStoreError: There is one, or the name is a token.
        """
        self._addresses = None  # another window may have changed it
        self._check_is_free(name, self._all(), views_of=views_of)

    def _check_is_free(self, name: str, known: _Addresses, *, views_of: str = "") -> None:
        if OWN_SECRETS.stand_in(name):
            raise ProfileStoreError("That is this session's token; choose another name.")
        if name in known:
            raise ProfileStoreError(f"A profile called {name} already exists.")
        views, own = self._views_file(name), self._views_file(views_of)
        if views is None or own is None or not views.exists():
            return
        if not own.exists() or not views.samefile(own):
            raise ProfileStoreError(f"Saved views with that name already exist: {views.name}.")

    def rename(self, profile: Profile, name: str) -> None:
        """Give a profile, its saved views and what was seen in it another name, in its place.

        At every moment the views lie under the name that the list has.

        Raises:
            ProfileStoreError: The name is taken, or a file could not be written.
        """
        old, new = self._views_file(profile.name), self._views_file(name)
        undo = contextlib.ExitStack()

        def renamed(known: _Addresses) -> _Addresses:
            self._check_is_free(name, known, views_of=profile.name)
            if old is not None and new is not None and old.exists():
                undo.callback(_move_back, new, old)
                _give_name(old, new)
            if profile.name not in known:
                known = {profile.name: profile.base_url, **known}
            return {name if n == profile.name else n: url for n, url in known.items()}

        with undo:
            self._change(renamed)
            undo.pop_all()
        with contextlib.suppress(
            OSError
        ):  # the profile has its name; this one would only lie there
            if old is not None and new is not None and new.exists():
                old.unlink(missing_ok=True)
        self._views[name] = self._views.pop(profile.name, ViewStore())
        self._views[name].follow(new)
        seen = self._memory_file(name)
        with contextlib.suppress(OSError):
            if seen is not None:
                self.state_store(profile.name).move_to(seen)
        kept, wanted = self.ledger_path(profile.name), self.ledger_path(name)
        with contextlib.suppress(OSError):
            if kept is not None and wanted is not None and kept.exists():
                erase_base(wanted)
                move_base(kept, wanted)

    def remove(self, name: str) -> None:
        """Drop a profile, its saved views, and what was seen in it.

        Raises:
            ProfileStoreError: A file could not be written.
        """
        self._change(lambda known: {n: url for n, url in known.items() if n != name})
        views = self._views_file(name)
        self._views.pop(name, None)
        try:
            if views is not None:
                views.unlink(missing_ok=True)
            self.state_store(name).forget()
            if (kept := self.ledger_path(name)) is not None and kept.parent.is_dir():
                erase_base(kept)
        except OSError as error:
            raise ProfileStoreError(
                f"Could not delete {error.filename}: {error.strerror}."
            ) from None

    def _all(self) -> _Addresses:
        if self._addresses is None:
            self._addresses = self._file.read(_read_profiles)
        return self._addresses or {}

    def _change(self, change: Callable[[_Addresses], _Addresses]) -> None:
        """Change what stands in the file now; another window may have changed it, too."""

        def changed(stored: _Addresses | None) -> dict[str, Any]:
            addresses = change(stored or {})
            listed = [{"name": name, "base_url": url} for name, url in addresses.items()]
            return {"profiles": listed}

        try:
            self._file.update(_read_profiles, changed)
        except JsonFileError as error:
            raise ProfileStoreError(str(error)) from None
        self._addresses = None

    def _views_file(self, profile: str) -> Path | None:
        folder = self.folder
        return folder / f"views-{_file_name(profile)}.json" if folder is not None else None

    def _memory_file(self, profile: str) -> Path | None:
        folder = self.state_folder
        return folder / f"seen-{_file_name(profile)}.sqlite" if folder is not None else None


def _file_name(profile: str) -> str:
    """Return a name for a profile's files; its own may hold anything."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in profile)
    if name != profile:
        name += f"-{zlib.crc32(profile.encode('utf-8', 'replace')):08x}"
    return name


def _give_name(old: Path, new: Path) -> None:
    """Let a file have a second name, or else the new one alone."""
    try:
        os.link(old, new)
    except OSError:
        if not new.exists():
            old.replace(new)


def _move_back(new: Path, old: Path) -> None:
    """Leave a file under its old name alone; where that fails it lies under the new one."""
    with contextlib.suppress(OSError):
        if old.exists():
            new.unlink(missing_ok=True)
        else:
            new.replace(old)


def _read_profiles(document: dict[str, Any]) -> _Addresses:
    return {
        parse_profile_name(profile["name"]): parse_base_url(profile["base_url"])
        for profile in document["profiles"]
    }
