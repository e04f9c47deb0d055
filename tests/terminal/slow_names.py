"""The program where looking up a name takes a minute."""

import socket
import time
from typing import Any

from kinescope_tui.__main__ import main


def look_up(*_arguments: Any, **_options: Any) -> Any:
    """Answer late, and with nothing."""
    time.sleep(3_600)
    raise socket.gaierror(socket.EAI_AGAIN, "no answer")


socket.getaddrinfo = look_up
main()
