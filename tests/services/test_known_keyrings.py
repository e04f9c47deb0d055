"""A keyring is taken for what it is known to be: no other one is asked, or asks on our terminal."""

from pathlib import Path

import pytest
from keyring.backend import KeyringBackend  # noqa: TC002 - imported with the others anyway
from keyring.backends import SecretService, chainer, fail, kwallet, libsecret, macOS, null
from test_token_store import DELETE, READ, SAVE, ask, errors

from kinescope_tui.services.workspace.token_store import _KNOWN, _is_known

HERE = str(Path(__file__).parent)
ASKING = "asking_keyring.AskingKeyring"


@pytest.mark.parametrize("chosen", ["variable", "configuration", "plug-in"])
def test_one_that_is_not_known_is_asked_nothing(tmp_path: Path, chosen: str) -> None:
    asked = tmp_path / "asked"
    environment = {"HOME": str(tmp_path), "PYTHONPATH": HERE, "ASKED": str(asked)}
    if chosen == "variable":
        environment["PYTHON_KEYRING_BACKEND"] = ASKING
    elif chosen == "configuration":
        folder = tmp_path / ".config" / "python_keyring"
        folder.mkdir(parents=True)
        (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring = {ASKING}\n")
    else:
        points = tmp_path / "plug-in" / "asking-1.dist-info" / "entry_points.txt"
        points.parent.mkdir(parents=True)
        points.write_text("[keyring.backends]\nasking = asking_keyring\n")
        environment["PYTHONPATH"] = f"{HERE}:{points.parent.parent}"
    answers = ask(environment, READ, SAVE, DELETE, ("backend_name",))
    assert errors(answers) == ["KeyringInsecureError"] * 4
    assert not asked.exists()
    assert "asking keyring AskingKeyring" in answers[0]["message"]


def test_those_of_the_systems_are_known_and_nothing_else() -> None:
    known: list[type[KeyringBackend]]
    known = [SecretService.Keyring, libsecret.Keyring, macOS.Keyring, chainer.ChainerBackend]
    known += [kwallet.DBusKeyring, kwallet.DBusKeyringKWallet4, fail.Keyring]
    assert all(_is_known(kind.__new__(kind)) for kind in known)

    class Heir(SecretService.Keyring):
        """It may do anything."""

    assert not any(_is_known(kind.__new__(kind)) for kind in (null.Keyring, Heir))
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in known}
    assert names == _KNOWN - {"keyring.backends.Windows.WinVaultKeyring"}
