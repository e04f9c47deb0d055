"""The tokens that are kept from one session to the next, in the keyring of the system."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, TypeVar

from kinescope_tui.api.token import Token, TokenFormError
from kinescope_tui.services.desktop.daemon_call import call_in_daemon

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

T = TypeVar("T")

_SERVICE = "kinescope-tui"
# The systems' own, which ask in a window if they ask at all; what leads through several of them;
# and what stands for none. Others may keep nothing, keep a file that anyone can read, or ask for a
# password on the terminal, which is ours.
_KNOWN = {
    f"keyring.backends.{name}"
    for name in (
        "SecretService.Keyring", "libsecret.Keyring", "kwallet.DBusKeyring",
        "kwallet.DBusKeyringKWallet4", "macOS.Keyring", "Windows.WinVaultKeyring",
        "chainer.ChainerBackend", "fail.Keyring",
    )
}  # fmt: skip
_OTHER_WAYS = "use the token for this session only, or set KINESCOPE_API_TOKEN"


class TokenStoreError(Exception):
    """The keyring did not do it: `message` says what happened, `next_step` a way on."""

    what: ClassVar[str] = "The system's keyring failed"
    next_step: ClassVar[str] = f"Try again, or {_OTHER_WAYS}."

    def __init__(self, detail: str = "") -> None:
        """Take a detail that is ours or a class name; what others say may hold the token."""
        super().__init__(detail)
        self.message = f"{self.what} ({detail})." if detail else f"{self.what}."

    def __str__(self) -> str:
        return self.message


class KeyringAbsentError(TokenStoreError):
    """There is no keyring, or none that can be opened."""

    what = "No system keyring can be opened"
    next_step = (
        "Install or start one (on Linux a Secret Service such as gnome-keyring or KeePassXC, "
        f"on the session's D-Bus), or fix PYTHON_KEYRING_BACKEND if it is set, or {_OTHER_WAYS}"
        "."
    )


class KeyringLockedError(TokenStoreError):
    """The keyring is locked and was not unlocked."""

    what = "The system's keyring is locked"
    next_step = f"Unlock it and try again, or {_OTHER_WAYS}."


class KeyringTimeoutError(TokenStoreError):
    """The keyring does not answer; what was asked of it may still happen."""

    what = "The system's keyring is not responding"
    next_step = (
        "It may be waiting for its password in another window: answer there and try again, or "
        f"{_OTHER_WAYS}."
    )


class KeyringRefusedError(TokenStoreError):
    """The keyring is there and open, and did not do what was asked."""

    what = "The system's keyring refused"


class KeyringInsecureError(TokenStoreError):
    """The keyring's back end is none that is known to be good for tokens."""

    what = "The keyring found here is not known to be secure"
    next_step = (
        "Choose another in PYTHON_KEYRING_BACKEND or keyringrc.cfg, or install one, or "
        f"{_OTHER_WAYS}."
    )


class StoredTokenDamagedError(TokenStoreError):
    """The keyring holds something under our name that is not a token."""

    what = "The system's keyring entry is not a token"
    next_step = "Log in again to replace it."


# By name: SecretStorage is there on Linux only, and nothing of it is imported before its time.
_MEANINGS: dict[str, type[TokenStoreError]] = {
    "NoKeyringError": KeyringAbsentError,
    "InitError": KeyringAbsentError,
    "SecretServiceNotAvailableException": KeyringAbsentError,
    "ConnectionError": KeyringAbsentError,
    "KeyringLocked": KeyringLockedError,
    "LockedException": KeyringLockedError,
    "PromptDismissedException": KeyringLockedError,
    "TimeoutError": KeyringTimeoutError,
}


class TokenStore:
    """One token for each profile and base URL, so that none goes to a server it is not for.

    Every method raises `TokenStoreError` and answers within `limit_s` seconds.
    """

    def __init__(self, *, limit_s: float = 10.0) -> None:
        self._limit_s = limit_s

    async def read(self, profile: str, base_url: str) -> Token | None:
        """Return the token of a profile at a base URL, or None when there is none."""

        def read(keyring: KeyringBackend) -> Token | None:
            try:
                value = keyring.get_password(_SERVICE, _username(profile, base_url))
                return None if value is None else Token.parse(value)
            except (UnicodeDecodeError, TokenFormError):
                raise StoredTokenDamagedError from None

        return await self._ask(read)

    async def save(self, profile: str, base_url: str, token: Token) -> None:
        """Keep a token in place of the one before it, and make sure that it is there."""

        def save(keyring: KeyringBackend) -> None:
            username = _username(profile, base_url)
            keyring.set_password(_SERVICE, username, token.reveal())
            # Some backends take a password and keep nothing.
            if keyring.get_password(_SERVICE, username) != token.reveal():
                raise KeyringRefusedError("the token could not be read back")

        await self._ask(save)

    async def delete(self, profile: str, base_url: str) -> bool:
        """Remove a token, even a damaged one; return whether there was any."""

        def delete(keyring: KeyringBackend) -> bool:
            from keyring.errors import PasswordDeleteError

            username = _username(profile, base_url)
            try:
                keyring.delete_password(_SERVICE, username)
            except PasswordDeleteError:
                # It means "nothing there" as well as "not allowed".
                if keyring.get_password(_SERVICE, username) is None:
                    return False
                raise
            if keyring.get_password(_SERVICE, username) is not None:
                raise KeyringRefusedError("a token is still there")
            return True

        return await self._ask(delete)

    async def backend_name(self) -> str:
        """Return what the keyring in use is called, such as "SecretService Keyring"."""
        return await self._ask(_name)

    async def _ask(self, question: Callable[[KeyringBackend], T]) -> T:
        answer: T | TokenStoreError
        try:
            answer = await call_in_daemon(lambda: _answer(question), limit_s=self._limit_s)
        except TimeoutError:
            answer = KeyringTimeoutError(f"waited {self._limit_s:g} s")
        if isinstance(answer, TokenStoreError):
            # Raised here, where no other error is being handled, it has neither cause nor context.
            raise answer
        return answer


def _username(profile: str, base_url: str) -> str:
    return f"{profile}@{base_url}"


def _answer(question: Callable[[KeyringBackend], T]) -> T | TokenStoreError:
    # An error is returned, and is always a new one: those caught here know the token by their
    # text, their context or the frames of their traceback.
    otherwise: type[TokenStoreError] = KeyringAbsentError
    try:
        keyring = _open_keyring()
        otherwise = KeyringRefusedError
        return question(keyring)
    except TokenStoreError as error:
        return type(error)(*error.args)
    except Exception as error:  # noqa: BLE001 - whatever a backend raises, ours is the only way on
        names = [kind.__name__ for kind in type(error).__mro__]
        meaning = next((_MEANINGS[name] for name in names if name in _MEANINGS), otherwise)
        if otherwise is KeyringAbsentError and "PYTHON_KEYRING_BACKEND" in os.environ:
            return meaning(f"{names[0]} for what PYTHON_KEYRING_BACKEND names")
        return meaning(names[0])


def _open_keyring() -> KeyringBackend:
    from keyring import backend, core
    from keyring.backends import SecretService, fail

    # The limit also keeps others out of a chain of several backends.
    core.init_backend(limit=_is_known)
    keyring = core.get_keyring()
    if isinstance(keyring, fail.Keyring):
        if core.load_env() or core.load_config():
            raise KeyringInsecureError(_name(keyring))
        # keyring searches once in a process and keeps its reasons to itself. Asked by name, the
        # Secret Service tells a bus that hangs from none, and is found when it started later.
        others = [one for one in backend.get_all_keyring() if one.priority > 0]
        keyring = others[0] if others else core.load_keyring(f"{SecretService.__name__}.Keyring")
    if not _is_known(keyring):
        raise KeyringInsecureError(_name(keyring))
    return keyring


def _is_known(keyring: KeyringBackend) -> bool:
    kind = type(keyring)
    return f"{kind.__module__}.{kind.__qualname__}" in _KNOWN


def _name(keyring: KeyringBackend) -> str:
    from keyring.backends.chainer import ChainerBackend

    chain = keyring.backends if isinstance(keyring, ChainerBackend) else [keyring]
    return ", ".join(one.name for one in chain)
