"""A real Secret Service (dbus-daemon and gnome-keyring-daemon) that lives in one folder."""

import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

# No service folders: nothing but what is started here can appear on this bus, neither a second
# keyring daemon nor a prompt on somebody's screen.
_BUS = """
<busconfig>
  <type>session</type>
  <listen>unix:abstract={name}</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def secret_service(
    home: Path, *, password: str = "", unlock: bool = True, answers: bool = True
) -> Iterator[dict[str, str]]:
    """Yield the environment variables of a keyring in `home`, which keeps it between uses.

    Without `unlock` a keyring made earlier stays locked; without `answers` the daemon owns its
    name on the bus and never says a word.
    """
    if not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-daemon")):
        pytest.skip("needs a Secret Service: apt-get install gnome-keyring dbus-daemon")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home),
    }
    with ExitStack() as stack:
        address = _start_bus(home, environment, stack)
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        daemon = _start_daemon(password if unlock else None, environment, stack)
        if not answers:
            daemon.send_signal(signal.SIGSTOP)
        yield environment


def _start_bus(home: Path, environment: dict[str, str], stack: ExitStack) -> str:
    configuration = home / "bus.conf"
    configuration.write_text(_BUS.format(name=uuid.uuid4().hex))
    bus = stack.enter_context(
        subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    )
    stack.callback(bus.kill)
    assert bus.stdout
    return bus.stdout.readline().strip()


def _start_daemon(
    password: str | None, environment: dict[str, str], stack: ExitStack
) -> subprocess.Popen[str]:
    # SecretStorage brings jeepney along, on Linux only.
    jeepney = pytest.importorskip("jeepney")
    blocking = pytest.importorskip("jeepney.io.blocking")
    arrival = jeepney.MatchRule(
        type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged"
    )
    arrival.add_arg_condition(0, "org.freedesktop.secrets")
    unlocking = ["--unlock"] if password is not None else []
    with (
        blocking.open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as bus,
        bus.filter(arrival) as arrivals,
    ):
        bus.send_and_get_reply(jeepney.message_bus.AddMatch(arrival))
        daemon = stack.enter_context(
            subprocess.Popen(
                ["gnome-keyring-daemon", *unlocking, "--components=secrets", "--foreground"],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
        stack.callback(daemon.kill)
        assert daemon.stdin
        # An empty input is no password; a line, even an empty one, is.
        daemon.stdin.write(f"{password or ''}\n")
        daemon.stdin.close()
        bus.recv_until_filtered(arrivals, timeout=240)
    return daemon
