"""The dashboard with a watch on its event loop; FILE takes the longest holds.

SIGUSR1 makes the watch forget what it saw.

python -m benchmarks.watched_dashboard FILE [OPTIONS]
"""

import asyncio
import gc
import json
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from types import FrameType

_BEAT_S = 0.002
_LONG_S = 0.016
_MAX = 20  # holds that are told
_OURS = "kinescope_tui"


class Watch:
    """Feels the pulse of an event loop, and looks what it does where that stops.

    What counts is processor time of the loop's thread: on a busy machine the clock would blame the
    program for what others do.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, file: Path) -> None:
        self._loop = loop
        self._file = file
        self._thread = threading.get_ident()
        self._beaten_at = time.monotonic()
        self._used_s = time.thread_time()
        self._seen: list[str] = []
        self._collecting_since = self._garbage_s = 0.0
        self._holds: list[tuple[float, float, float, list[str]]] = []

    def begin(self) -> None:
        """Watch from now on."""
        self._loop.call_soon(self._beat)
        self._loop.add_signal_handler(signal.SIGUSR1, self._forget)
        gc.callbacks.append(self._note_garbage)
        threading.Thread(target=self._look, daemon=True).start()
        self._write()

    def _forget(self) -> None:
        self._holds.clear()
        self._write()

    def _write(self) -> None:
        """Write down what held the loop, the longest first: the program may end without a word."""
        holds = sorted(self._holds, reverse=True)[:_MAX]
        names = ("s", "wall_s", "garbage_s", "where")
        told = [dict(zip(names, hold, strict=True)) for hold in holds]
        beside = self._file.with_suffix(".new")  # who reads it gets all or what was there before
        beside.write_text(json.dumps(told))
        beside.replace(self._file)

    def _beat(self) -> None:
        now, used = time.monotonic(), time.thread_time()
        held, wall = used - self._used_s, now - self._beaten_at
        if held > _LONG_S:
            self._holds.append((held, wall, self._garbage_s, self._seen))
            self._write()
        self._garbage_s = 0.0
        self._beaten_at, self._used_s, self._seen = time.monotonic(), time.thread_time(), []
        self._loop.call_later(_BEAT_S, self._beat)

    def _note_garbage(self, phase: str, _told: object) -> None:
        if threading.get_ident() != self._thread:
            return
        if phase == "start":
            self._collecting_since = time.thread_time()
        else:
            self._garbage_s += time.thread_time() - self._collecting_since

    def _look(self) -> None:
        while True:
            time.sleep(_BEAT_S)  # a watch that looked all the time would slow the loop
            if time.monotonic() > self._beaten_at + _LONG_S / 2:
                frame = sys._current_frames().get(self._thread)  # noqa: SLF001 - there is no other way
                if frame is not None:
                    self._seen = [*self._seen[-30:], _where(frame)]


def _where(frame: FrameType) -> str:
    """Return the innermost function, and the innermost one of ours."""
    stack = traceback.extract_stack(frame)
    ours = [call for call in stack if _OURS in call.filename]
    calls = [*ours[-1:], stack[-1]]
    return " > ".join(f"{Path(call.filename).name}:{call.lineno} {call.name}" for call in calls)


def main() -> None:
    """Run the command line on a loop that is watched."""
    file = Path(sys.argv.pop(1))
    make = asyncio.new_event_loop

    def watched() -> asyncio.AbstractEventLoop:
        loop = make()
        Watch(loop, file).begin()
        return loop

    asyncio.new_event_loop = watched
    from kinescope_tui.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
