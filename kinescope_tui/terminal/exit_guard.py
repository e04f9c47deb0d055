"""The ways out: a key, a signal, a lost terminal, a fault. Each of them gives the terminal back."""

import asyncio
import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from textual.app import App

_PATIENCE_S = 0.7
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")  # Windows has not all of them
_BY_SIGNAL = 128  # and its number are the exit status, as shells have it
_LEFT_ON = b"\x1b[?1016l"  # Textual forgets that it asked for the mouse in pixels
# Everything that Textual may have switched on: the keyboard protocol, mouse, pasting, focus, sizes
# sent by the terminal, frames in one piece, wrapping, the other screen, the cursor, colours.
_ALL = (
    b"\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l"
    b"\x1b[?2048l\x1b[?2026l\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"
)

Handler = Callable[[int, FrameType | None], Any] | int | None


class ExitGuard:
    """Ends the program within a second once it is to end, the terminal as it was.

    Inside `with`, a signal that ends a program, or the loss of the terminal, ends the app first;
    what holds the app up then is left behind.

    Attributes:
        last_words: What to print if the app has to be left behind.
    """

    def __init__(self) -> None:
        self.last_words = ""
        self._status: int | None = None  # that a signal asks for
        self._is_running = False
        self._stop: Callable[[int], None] | None = None
        self._is_over = threading.Event()
        self._force: threading.Thread | None = None
        self._handlers: dict[int, Handler] = {}
        self._modes: list[Any] | None = None
        self._is_suspended = False

    def __enter__(self) -> Self:
        self._modes = _terminal_modes()
        for name in _ENDING:
            number = getattr(signal, name, None)
            # Whoever starts a program with nohup means it to stay.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, self._end)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_exception: object) -> None:
        self._is_over.set()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        if self._stop is not None:
            self._give_back(_LEFT_ON if kind is None else _ALL)
            self._stop = None

    def run(self, app: "App[None]", *, mouse: bool = True) -> int:
        """Run an app that calls `watch` when it is there, and return the exit status."""
        self._is_running = True
        # Not asyncio.run: at its end it waits for threads, and looking up a name may take minutes.
        loop = asyncio.new_event_loop()
        app.run(loop=loop, mouse=mouse)
        loop.close()
        return self._status or app.return_code or 0

    def watch(self, app: "App[None]") -> None:
        """Take care of an app that has the terminal from now on."""
        if not self._is_running:
            return  # a test's, which has no terminal
        loop = asyncio.get_running_loop()

        def soon(action: Callable[[], object]) -> None:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                loop.call_soon_threadsafe(action)

        def revive() -> None:
            with app.suspend():
                pass

        self._stop = lambda status: soon(lambda: app.exit(return_code=status))
        if self._status is not None:  # it came too soon
            self._stop(self._status)
        if hasattr(signal, "SIGTSTP"):
            self._wrap_stopping(
                lambda: soon(revive), lambda: soon(partial(app.refresh, layout=True))
            )
        if hasattr(select, "poll"):
            watching = threading.Thread(target=self._watch_terminal, name="terminal", daemon=True)
            watching.start()

    def begin(self, status: int) -> None:
        """Leave the app behind if it has not ended in a moment."""
        if self._is_running and self._force is None:
            force = threading.Thread(target=self._end_by_force, args=[status], daemon=True)
            self._force = force
            force.start()

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self._end_with(_BY_SIGNAL + number)

    def _end_with(self, status: int) -> None:
        if self._status is None:
            self._status = status
        if not self._is_running:
            raise SystemExit(status)
        self.begin(status)
        if self._stop is not None:
            self._stop(status)

    def _end_by_force(self, status: int) -> None:
        if self._is_over.wait(_PATIENCE_S):
            return
        self._give_back(_ALL)
        if self.last_words:
            with contextlib.suppress(OSError):
                os.write(2, self.last_words.encode("utf-8", "replace"))
        os._exit(status if self._status is None else self._status)

    def _give_back(self, orders: bytes) -> None:
        """Put the terminal as it was found; where it takes nothing there is nothing to put."""
        if self._modes is None:
            return
        import termios

        with contextlib.suppress(OSError, ValueError, termios.error):
            termios.tcsetattr(0, termios.TCSANOW, self._modes)
            if select.select([], [2], [], 0)[1]:
                os.write(2, orders)

    def _watch_terminal(self) -> None:
        poller = select.poll()
        poller.register(0, 0)  # nothing but its end
        ended = poller.poll()
        if not self._is_over.is_set() and any(what & select.POLLHUP for _, what in ended):
            self._end_with(_BY_SIGNAL + signal.SIGHUP)

    def _wrap_stopping(self, revive: Callable[[], object], redraw: Callable[[], object]) -> None:
        """Go on well after every stop.

        Textual goes on only after a SIGTSTP that it has seen, and draws nothing then; after a
        SIGSTOP it would read the keys twice and take the modes that it set itself for those to put
        back in the end.
        """
        stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)

        def suspended(number: int, frame: FrameType | None) -> None:
            self._is_suspended = True
            if callable(stop):
                stop(number, frame)

        def continued(number: int, frame: FrameType | None) -> None:
            if not self._is_suspended:
                revive()
            elif callable(go_on):
                self._is_suspended = False
                go_on(number, frame)
                redraw()

        for number, handler in ((signal.SIGTSTP, suspended), (signal.SIGCONT, continued)):
            self._handlers[number] = signal.SIG_DFL
            signal.signal(number, handler)


def _terminal_modes() -> list[Any] | None:
    try:
        import termios
    except ImportError:
        return None
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None
