"""How long the event loop is held at most: for so long no key is heard."""

import json
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.dashboard import MANY, ROWS, dashboard, served
from benchmarks.figure import Figure
from benchmarks.measure import Extent
from benchmarks.terminal_program import TerminalProgram
from kinescope_tui.presentation.text.numbers import count

_FRAME_MS = 16
_EXPORTED = 3_000
_HOURS = 10_000
_PAUSE_S = 0.5  # longer than the dashboard waits for more keys


def holds(_extent: Extent) -> Iterator[Figure]:
    """Do what is most work, with a watch on the loop."""
    journeys: dict[str, tuple[int, Callable[[TerminalProgram], None]]] = {
        "from start to rows": (_EXPORTED, _nothing),
        "browsing 1,000,000 rows": (MANY, _browse),
        f"charting {_HOURS:,} hours": (_EXPORTED, _chart),
        f"exporting {_EXPORTED:,} rows": (_EXPORTED, _export),
    }
    for told, (videos, journey) in journeys.items():
        with served(videos) as server, tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "holds.json"
            with dashboard(server, size=(120, 40), watched=file) as shown:
                shown.wait_for(ROWS)
                shown.settle(_PAUSE_S)
                if journey is not _nothing:
                    shown.drain(1.5)  # what is imported after the first rows
                    shown.signal(signal.SIGUSR1)  # the watch forgets the start
                journey(shown)
            yield _longest(told, json.loads(file.read_text()))


def _longest(told: str, found: list[dict[str, Any]]) -> Figure:
    longest: dict[str, Any] = found[0] if found else {"s": 0.0, "where": []}
    over = sum(hold["s"] * 1e3 > _FRAME_MS for hold in found)
    note = f"{over} over {_FRAME_MS} ms"
    if longest["where"]:
        calls = longest["where"]
        note += f"; most in {max(set(calls), key=calls.count)}"
    return Figure(f"longest hold, {told}", longest["s"] * 1e3, "ms", most=_FRAME_MS, note=note)


def _nothing(_shown: TerminalProgram) -> None:
    pass


def _browse(shown: TerminalProgram) -> None:
    for keys in ("\x1b[6~" * 8, "G", "g", ":500000", "]", "]", "[", "p", "b", "b", "l", "s", "S"):
        _do(shown, keys)


def _chart(shown: TerminalProgram) -> None:
    for keys in ("2", f":analytics -{_HOURS // 24 + 1}d", "b", "b", "\x1b[D" * 5, "m"):
        _do(shown, keys)


def _export(shown: TerminalProgram) -> None:
    _do(shown, "e")
    shown.write("\r")
    shown.wait_for(f"{count(_EXPORTED)} of {count(_EXPORTED)}")
    shown.settle(_PAUSE_S)


def _do(shown: TerminalProgram, keys: str) -> None:
    if keys.startswith(":"):
        shown.enter(keys[1:])
    else:
        shown.write(keys)
    shown.settle(_PAUSE_S)
