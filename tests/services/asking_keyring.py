"""A keyring that asks for a password before it does anything, as encrypted files do."""

import os
from pathlib import Path

from keyring.backend import KeyringBackend


class AskingKeyring(KeyringBackend):
    """It notes that it would have asked."""

    priority = 2

    def get_password(self, _service: str, _username: str) -> str | None:
        Path(os.environ["ASKED"]).write_text("Password: ")
        return None

    def set_password(self, _service: str, _username: str, _password: str) -> None:
        Path(os.environ["ASKED"]).write_text("Password: ")
