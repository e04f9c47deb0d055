"""Keyrings that misbehave in ways that a real daemon cannot be brought to."""

from keyring.backend import KeyringBackend
from keyring.errors import PasswordSetError


class LeakyKeyring(KeyringBackend):
    """Its errors hold the password in their text, their cause, their context and their frames."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        password = f"{service} {username} 5ec4e7ed-0000-4000-8000-00000000beef"
        return password.encode("utf-16").decode()

    def set_password(self, service: str, username: str, password: str) -> None:
        try:
            int(password)
        except ValueError as error:
            raise PasswordSetError(f"{service} {username} {password}") from error


class ForgetfulKeyring(KeyringBackend):
    """It takes a password and keeps nothing."""

    priority = 1

    def get_password(self, _service: str, _username: str) -> str | None:
        return None

    def set_password(self, _service: str, _username: str, _password: str) -> None:
        pass
