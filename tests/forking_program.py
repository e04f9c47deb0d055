"""A program that imports what kinescope-tui does, and whose forks become what is asked for.

`fork_server.py` asks it, through the socket whose number is its only argument.
"""

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import random
import runpy
import signal
import socket
import sys
import termios
import threading
import time
from typing import NamedTuple

import kinescope_tui

_FURTHER = (
    "httpx", "keyring.backends.SecretService", "secretstorage", "textual.drivers.linux_driver",
)  # fmt: skip
"""What is imported where it is used."""

_ENDS = {signal.SIGCHLD}


class Program(NamedTuple):
    """What a fork becomes; see `ForkServer.start`."""

    words: list[str]
    environment: dict[str, str]
    folder: str
    has_terminal: bool
    ignores: list[int]


def import_program() -> None:
    """Import the program; nothing of it looks at the environment as it is imported."""
    modules = pkgutil.walk_packages(kinescope_tui.__path__, "kinescope_tui.")
    names = [module.name for module in modules if not module.name.endswith("__main__")]
    for name in (*names, *_FURTHER):
        with contextlib.suppress(ImportError):  # not every system has each
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def next_program(line: socket.socket) -> tuple[Program, list[int]] | None:
    """Return what is asked for and its streams in a fork; here None, once nobody asks any more."""
    told: dict[int, int] = {}  # where to tell how a process ended

    def tell(options: int) -> None:
        while told and (ended := os.waitpid(-1, options))[0]:
            with contextlib.suppress(OSError):  # nobody waits for it
                os.write(told[ended[0]], f"{os.waitstatus_to_exitcode(ended[1])}\n".encode())
            os.close(told.pop(ended[0]))

    signal.signal(signal.SIGCHLD, lambda *_: tell(os.WNOHANG))
    while descriptors := socket.recv_fds(line, 1, 5)[1]:
        request, whom, *streams = descriptors
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
            for other in (line.detach(), whom, *told.values()):
                os.close(other)
            with os.fdopen(request, "rb") as file:
                file.seek(0)
                return Program(**json.load(file)), streams
        for descriptor in (request, *streams):
            os.close(descriptor)
        told[pid] = whom
        os.write(whom, f"{pid}\n".encode())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    tell(0)
    return None


def become(program: Program, streams: list[int]) -> None:
    """Be a process that was just started, and run a program."""
    if program.has_terminal:
        os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if program.has_terminal:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for ignored in program.ignores:
        signal.signal(ignored, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(program.environment)
    time.tzset()
    os.chdir(program.folder)
    random.seed()
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115 - as it is made at a start
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", 1, "utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    first, *arguments = program.words
    further = program.environment.get("PYTHONPATH", "").split(os.pathsep)
    own = program.folder if first == "-m" else os.path.dirname(first)  # noqa: PTH120
    sys.path[:] = [own, *filter(None, further), *sys.path[1:]]
    if first == "-m":
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = program.words
        runpy.run_path(first, run_name="__main__")


def end(code: object) -> None:
    """End as Python does, but leave what is imported: to take it apart copies all of it."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - as Python waits for threads
    atexit._run_exitfuncs()  # noqa: SLF001 - the same for what is registered
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    import_program()
    asked = next_program(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        try:
            become(*asked)
        except SystemExit as leaving:
            if isinstance(leaving.code, str):
                raise
            end(leaving.code)
        else:
            end(0)
