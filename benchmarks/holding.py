"""P10: how long the event loop is held at most: for so long no key is heard."""

import json
import signal
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.dashboard import MANY, ROWS, dashboard, served
from benchmarks.figure import Figure
from benchmarks.measure import Extent
from benchmarks.terminal_program import TerminalProgram
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.presentation.text.numbers import count

_ONCE_SEEN_MS, _FIRST_MS = 16, 25
_HOURS = 10_000
_LONG_RANGE = f":analytics -{_HOURS // 24 + 1}d"
_EXPORTED = 3_000
_PAUSE_S = 0.5  # longer than the dashboard waits for more keys
_AFTER_S = 1.5  # what is imported after the first rows
_ESCAPE = "\x1b"
_START, _EXPORT = "from start to rows", f"exporting {_EXPORTED:,} rows"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the tour.

    Attributes:
        told: What it is.
        keys: Pressed one after the other, with a pause after each; a `:` begins a command.
        back: Pressed afterwards, and not measured.
    """

    told: str
    keys: tuple[str, ...]
    back: tuple[str, ...] = ()


# Places, dialogs, tabs, tables, a long chart and its table, typing, help, an export.
_TOUR = (
    Step(
        "browsing 1,000,000 rows",
        ("\x1b[6~" * 8, "G", "g", ":500000", "]", "[", "p", "p", "b", "b", "l", "s", "s", "g"),
    ),
    Step("a video and its tabs", ("\r", "]", "]", "]", "]"), (_ESCAPE,)),
    Step("analytics", ("2", "\x1b[D", "m", "d"), ("1",)),
    Step("billing", ("3", "j"), ("1",)),
    Step("usage", (":usage", "m"), ("1",)),
    Step("requests", ("4", "j", "\r", _ESCAPE), ("1",)),
    Step("settings and its tabs", ("5", "]", "]"), ("1",)),
    Step("projects", (":projects", "j", "\r"), (_ESCAPE, "1")),
    Step("back to videos", (":projects", "1")),
    Step("the drawer of requests", ("`",), ("`",)),
    Step("typing in the search", ("/", "l", "e", "c"), (_ESCAPE, _ESCAPE)),
    Step("typing in the palette", ("\x10", "v", "i", "d"), (_ESCAPE,)),
    Step("typing a command", (":", "t", "h", "e"), (_ESCAPE,)),
    Step("filters", ("f", "\x1b[B", "\x1b[B"), (_ESCAPE,)),
    Step("sorting", ("z", "\x1b[B"), (_ESCAPE,)),
    Step("views", ("F",), (_ESCAPE,)),
    Step("copying", ("y",), (_ESCAPE,)),
    Step("help", ("?", "\x1b[B", "\x1b[6~"), (_ESCAPE,)),
    Step(f"charting {_HOURS:,} hours", ("2", _LONG_RANGE, "b", "b", "\x1b[D")),
    Step("… as a plain table", ("T", "\x1b[B", "\x1b[6~", "G"), (_ESCAPE, "1")),
)  # fmt: skip


@dataclass(slots=True)
class _Held:
    """How long a step held the loop, in each run, and over what."""

    longest_ms: list[float] = field(default_factory=list)
    garbage_ms: list[float] = field(default_factory=list)
    where: Counter[str] = field(default_factory=Counter)

    def add(self, holds: list[dict[str, Any]]) -> None:
        none: dict[str, Any] = {"s": 0.0, "garbage_s": 0.0, "where": []}
        longest = holds[0] if holds else none
        self.longest_ms.append(longest["s"] * 1e3)
        self.garbage_ms.append(longest["garbage_s"] * 1e3)
        self.where.update(longest["where"])

    def figure(self, told: str, most: float) -> Figure:
        low, high = min(self.longest_ms), max(self.longest_ms)
        note = f"{low:.0f} to {high:.0f} ms in {len(self.longest_ms)} runs" if high else ""
        if garbage := statistics.median(self.garbage_ms):
            note += f"; {garbage:.0f} ms of it collecting garbage"
        if self.where:
            note += f"; most in {self.where.most_common(1)[0][0]}"
        return Figure(told, statistics.median(self.longest_ms), "ms", most=most, note=note)


def holds(extent: Extent) -> Iterator[Figure]:
    """Go through everything twice, with a watch on the loop: what was seen is there already."""
    runs = 5 if extent.is_full else extent.rounds
    first = {told: _Held() for told in (_START, *(step.told for step in _TOUR), _EXPORT)}
    again = {step.told: _Held() for step in _TOUR}
    with served(MANY) as server, served(_EXPORTED) as few:
        for _ in range(runs):
            with _watched_dashboard(server) as (shown, file):
                first[_START].add(found_holds(file))
                shown.drain(_AFTER_S)
                for held in (first, again):
                    for step in _TOUR:
                        held[step.told].add(_done(shown, step, file))
            with _watched_dashboard(few) as (shown, file):
                shown.drain(_AFTER_S)
                first[_EXPORT].add(_exported(shown, file))
    for told, held_first in first.items():
        yield held_first.figure(f"longest hold, {told}", _FIRST_MS)
        if told in again:
            yield again[told].figure("… once seen", _ONCE_SEEN_MS)


@contextmanager
def _watched_dashboard(server: DemoServer) -> Iterator[tuple[TerminalProgram, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "holds.json"
        with dashboard(server, size=(120, 40), watched=file) as shown:
            shown.wait_for(ROWS)
            shown.settle(_PAUSE_S)
            yield shown, file


def _exported(shown: TerminalProgram, file: Path) -> list[dict[str, Any]]:
    shown.signal(signal.SIGUSR1)
    shown.press("e", _PAUSE_S)
    shown.write("\r")
    shown.wait_for(f"{count(_EXPORTED)} of {count(_EXPORTED)}")
    shown.settle(_PAUSE_S)
    return found_holds(file)


def _done(shown: TerminalProgram, step: Step, file: Path) -> list[dict[str, Any]]:
    shown.signal(signal.SIGUSR1)  # the watch forgets what was before
    for keys in step.keys:
        shown.press(keys, _PAUSE_S)
    found = found_holds(file)
    for keys in step.back:
        shown.press(keys, _PAUSE_S)
    return found


def found_holds(file: Path) -> list[dict[str, Any]]:
    """Return what a watched dashboard wrote of its holds, the longest first."""
    found: list[dict[str, Any]] = json.loads(file.read_text())
    return found
