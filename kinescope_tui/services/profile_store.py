"""The profiles that the user has: names and addresses, in a file without tokens."""

import contextlib
import zlib
from pathlib import Path
from typing import Any

from kinescope_tui.api.base_url import DEFAULT_BASE_URL, parse_base_url
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.json_file import JsonFile, JsonFileError
from kinescope_tui.services.memory import Memory
from kinescope_tui.services.profile_name import parse_profile_name
from kinescope_tui.services.session import Profile
from kinescope_tui.services.view_store import ViewStore

FILE_NAME = "profiles.json"


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
        self._addresses: dict[str, str] | None = None

    @property
    def trouble(self) -> str:
        """What was wrong with the file, for people; empty if nothing was."""
        return self._file.trouble

    @property
    def profiles(self) -> list[Profile]:
        """The profiles in the order in which they came."""
        return [Profile(name, base_url) for name, base_url in self._all().items()]

    def base_url(self, name: str) -> str:
        """Return the address of a profile; Kinescope's own where none is known."""
        return self._all().get(name, DEFAULT_BASE_URL)

    def views(self, name: str) -> ViewStore:
        """Return the saved views of a profile."""
        return ViewStore(self._views_file(name))

    def memory(self, name: str) -> Memory:
        """Return what was seen last in a profile."""
        return Memory(self._memory_file(name))

    def add(self, profile: Profile) -> None:
        """Add a profile, or give the one of that name another address.

        Raises:
            ProfileStoreError: The file could not be written.
        """
        self._write({**self._reread(), profile.name: profile.base_url})

    def check_is_free(self, name: str) -> None:
        """Return if no profile has that name, and no saved views are left of one.

        Raises:
            ProfileStoreError: There is one, or the name is a token.
        """
        if OWN_SECRETS.stand_in(name):
            raise ProfileStoreError("That is the token of this session; choose another name.")
        if name in self._reread():
            raise ProfileStoreError(f"There is a profile {name} already.")
        views = self._views_file(name)
        if views is not None and views.exists():
            raise ProfileStoreError(f"There are saved views of that name already: {views.name}.")

    def rename(self, profile: Profile, name: str) -> None:
        """Give a profile and its saved views another name, in its place of the order.

        What was seen last is forgotten.

        Raises:
            ProfileStoreError: The name is taken, or a file could not be written.
        """
        self.check_is_free(name)
        known = self._reread()
        if profile.name not in known:
            known = {profile.name: profile.base_url, **known}
        old, new = self._views_file(profile.name), self._views_file(name)
        has_moved = False
        try:
            if old is not None and new is not None and old.exists():
                old.replace(new)
                has_moved = True
            self._write({name if n == profile.name else n: url for n, url in known.items()})
            with contextlib.suppress(OSError):
                self.memory(profile.name).forget()
        except (OSError, ProfileStoreError) as error:
            if has_moved and old is not None and new is not None:
                new.replace(old)
            raise ProfileStoreError(str(error)) from None

    def remove(self, name: str) -> None:
        """Drop a profile, its saved views, and what was seen in it.

        Raises:
            ProfileStoreError: A file could not be written.
        """
        self._write({n: url for n, url in self._reread().items() if n != name})
        views = self._views_file(name)
        try:
            if views is not None:
                views.unlink(missing_ok=True)
            self.memory(name).forget()
        except OSError as error:
            raise ProfileStoreError(f"{error.filename} stays: {error.strerror}.") from None

    def _all(self) -> dict[str, str]:
        if self._addresses is None:
            self._addresses = self._file.read(_read_profiles) or {}
        return self._addresses

    def _reread(self) -> dict[str, str]:
        """Return what stands in the file now: another window may have changed it."""
        if self.folder is not None:
            self._addresses = None
        return self._all()

    def _write(self, addresses: dict[str, str]) -> None:
        listed = [{"name": name, "base_url": base_url} for name, base_url in addresses.items()]
        try:
            self._file.write({"profiles": listed})
        except JsonFileError as error:
            raise ProfileStoreError(str(error)) from None
        self._addresses = addresses

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


def _read_profiles(document: dict[str, Any]) -> dict[str, str]:
    return {
        parse_profile_name(profile["name"]): parse_base_url(profile["base_url"])
        for profile in document["profiles"]
    }
