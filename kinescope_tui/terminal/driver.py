"""Textual's driver, with a reader that nothing sent to it can break, and a saving writer."""

import os
import re
import signal
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TextIO, cast

from textual import events
from textual._parser import Read1
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from kinescope_tui.api.clock import Clock
from kinescope_tui.terminal.frame_diff import FrameDiff
from kinescope_tui.terminal.input import Kind, Piece, TerminalInput, UnreadableInput
from kinescope_tui.terminal.terminal_output import TerminalOutput

if TYPE_CHECKING:
    import asyncio

    from textual.app import App

_LOOK_S = 0.1  # how often it is looked whether there is a terminal again
_READ = 1 << 14
_MOST_KEYS = 256  # that are known at once by what the terminal sends for them
_OUTPUT = 2  # where Textual writes
_ESCAPE_S, _ESCAPE_OVER_SSH_S = 0.1, 0.5
_FRAME = re.compile(r"\n*\x1b\[\d+;\d+H")
_FRAME_BEGINS, _FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
# Orders that change nothing that is shown: modes, but for the other screen; bells, the clipboard.
_SHOWS_NOTHING = re.compile(
    r"(?:\x07|\x1b\[\?(?!1049)\d+(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x1b\](?:22|52);[^\x00-\x1f]*\x07)*"
)


class TerminalReader:
    """Makes events of what a terminal sends; there are bytes for none, and for no exception.

    Args:
        escape_s: How long an escape waits for the rest of a key's sequence, in seconds.
        clock: Says the time.
    """

    def __init__(self, escape_s: float, clock: Clock | None = None) -> None:
        self._input = TerminalInput(escape_s, clock)
        self._parser = _WholeParser()
        self._keys: dict[str, list[tuple[str, str | None]]] = {}  # by the orders that mean them

    @property
    def wait_s(self) -> float | None:
        """In how many seconds to look again, if nothing comes; None if that is in vain."""
        return self._input.wait_s

    def read(self, data: bytes) -> list[Message]:
        """Return what the bytes mean; without any, what those before them mean by now."""
        pieces = self._input.feed(data) if data else self._input.tick()
        found = [message for piece in pieces for message in self._messages(piece)]
        if self._input.was_unreadable:
            self._input.was_unreadable = False
            found.append(UnreadableInput())
        return found

    def _messages(self, piece: Piece) -> Iterable[Message]:
        if piece.kind is Kind.PASTE:
            return [events.Paste(piece.text)]
        if piece.kind is Kind.ORDER and piece.text in self._keys:
            return [events.Key(*key) for key in self._keys[piece.text]]
        try:
            known = list(self._parser.feed(piece.text))
            rest = list(self._parser.tick())
        except Exception:  # noqa: BLE001 - a number that no key and no place has, for instance
            self._parser = self._parser.anew()
            return []
        # What Textual does not know of an order it would take for keys.
        if piece.kind is not Kind.ORDER:
            return known + rest
        keys = [(one.key, one.character) for one in known if type(one) is events.Key]
        if keys and len(keys) == len(known) and len(self._keys) < _MOST_KEYS:
            self._keys[piece.text] = keys
        return known


class _ReadAtOnce(Read1):
    """The wish for a character that is here, or does not come."""

    def __new__(cls, timeout: float | None = None) -> Self:
        return super().__new__(cls, None if timeout is None else 0.0)


class _WholeParser(XTermParser):
    """Textual's parser, fed with whole sequences only: it waits for no rest."""

    read1 = _ReadAtOnce

    def anew(self) -> "_WholeParser":
        """Return one that knows the same of the terminal."""
        parser = _WholeParser()
        parser.mouse_pixels = self.mouse_pixels
        parser.terminal_size = self.terminal_size
        parser.terminal_pixel_size = self.terminal_pixel_size
        return parser


class TerminalDriver(LinuxDriver):
    """Reads the terminal by a `TerminalReader`, and sends it what it does not show already.

    It reads in the app's loop: a thread would have to wake that for every key.
    """

    _held = ""  # a frame, until its end

    def __init__(self, app: "App[Any]", **options: Any) -> None:
        super().__init__(app, **options)
        self._shown = FrameDiff()
        self._output = TerminalOutput(cast("TextIO", self._file))
        self._file = self._output  # type: ignore[assignment]  # what Textual's thread writes to
        self._reader = TerminalReader(escape_s(os.environ))
        self._is_watched = False
        self._next: asyncio.TimerHandle | None = None  # what is to be done without any input

    def start_application_mode(self) -> None:
        """Take the terminal; whatever gives it another size changes what it shows."""
        self._watch()
        self._output.open()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        resize = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self._shown.forget()
            if callable(resize):
                resize(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def run_input_thread(self) -> None:
        """Read as Textual does where the loop cannot: from a file, or `/dev/tty` on macOS."""
        if not self._is_watched:
            super().run_input_thread()

    def disable_input(self) -> None:
        """Read nothing more."""
        self._watch_no_more()
        super().disable_input()

    def close(self) -> None:
        """Write nothing more."""
        super().close()
        self._output.close()

    def _watch(self) -> None:
        with suppress(OSError):
            self._loop.add_reader(self.fileno, self._read)
            self._is_watched = True

    def _watch_no_more(self) -> None:
        if self._is_watched:
            self._loop.remove_reader(self.fileno)
        self._do_later(None)

    def _do_later(self, seconds: float | None, do: Callable[[], None] | None = None) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = self._loop.call_later(seconds, do) if seconds is not None and do else None

    def _read(self) -> None:
        data = b""
        with suppress(OSError):
            data = os.read(self.fileno, _READ)
        if data:
            self._take(data)
        else:  # it is gone, and somebody else sees to that
            self._watch_no_more()
            self._do_later(_LOOK_S, self._watch)

    def _take(self, data: bytes = b"") -> None:
        """Hand on what was sent; a fault of ours ends the program as any other one does."""
        try:
            for message in self._reader.read(data):
                self.process_message(message)
        except Exception as error:  # noqa: BLE001 - raised again where the app hears of it
            self._app.call_later(_raise, error)
        self._do_later(self._reader.wait_s, self._take)

    def send_message(self, message: Message) -> None:
        """Hand a message to the app, without a detour by its loop, where that is here."""
        self._app.post_message(message)

    def process_message(self, message: Message) -> None:
        """Hand on what the terminal sent."""
        if isinstance(message, events.Resize):
            self._shown.forget()
        super().process_message(message)

    def forget_shown(self) -> None:
        """Send all of the next frame: something else may have written over what was shown."""
        self._shown.forget()

    def write(self, data: str) -> None:
        """Send what differs of a frame, in one piece with its marks; everything else as it is."""
        if data == _FRAME_BEGINS:
            self._held = data
            return
        if _FRAME.match(data):
            try:
                size = os.get_terminal_size(_OUTPUT)
            except OSError:  # it is none, or gone
                self._shown.forget()
            else:
                data = self._shown.diff(data, *size)
        elif data == _FRAME_ENDS and self._held:
            data = self._held + data if self._held != _FRAME_BEGINS else ""
            self._held = ""
        elif not _SHOWS_NOTHING.fullmatch(data):
            self._shown.forget()
        if self._held:
            self._held += data
        elif data and (rest := self._output.take(data)):
            super().write(rest)


def escape_s(environment: Mapping[str, str]) -> float:
    """Return how long the rest of a key's sequence may take after its escape, in seconds."""
    ms_text = environment.get("ESCDELAY", "")
    if ms_text.isascii() and ms_text.isdecimal():
        return min(int(ms_text), 10_000) / 1000
    over_ssh = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    return _ESCAPE_OVER_SSH_S if over_ssh else _ESCAPE_S


def _raise(error: Exception) -> None:
    raise error
