"""Measures how fast the program is, and prints it: python -m benchmarks [--only NAME].

Every figure is held against a reference that is measured in the same run. Missing a goal is no
failure; the exit status is 1 only if something could not be measured.
"""

import argparse
import contextlib
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import process, table
from benchmarks.measure import FULL_MINUTES, Extent, Measure
from benchmarks.measures import MEASURES
from benchmarks.terminal_program import MeasureError


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, and return the exit status."""
    options = _parser().parse_args(arguments)
    if options.list:
        for measure in MEASURES.values():
            print(f"{measure.name:<8}{measure.title}")
        return 0
    minutes = options.minutes or (FULL_MINUTES if options.full else Extent.minutes)
    extent = Extent(options.rounds, minutes, is_full=options.full, videos=options.videos)
    chosen = [MEASURES[name] for name in options.only or MEASURES]
    report = _Report(is_json=options.json)
    for measure in chosen:
        if measure.only_in_full and not (extent.is_full or options.only):
            report.leave_out(f"{measure.name}, {measure.left_out}; --full measures it")
            continue
        report.measure(measure, extent)
        if measure.left_out and not measure.only_in_full and not extent.is_full:
            report.leave_out(f"{measure.name}, {measure.left_out}; --full measures them")
    if not process.KNOWN:
        report.leave_out("memory, processor time and open files: this system tells none of them")
    report.end()
    return 1 if report.broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--list", action="store_true", help="say what there is to measure")
    parser.add_argument(
        "--only", action="append", choices=list(MEASURES), metavar="NAME", help="may be repeated"
    )
    parser.add_argument("--full", action="store_true", help="what takes minutes too")
    parser.add_argument("--rounds", type=int, default=Extent.rounds, help="turns of each side")
    parser.add_argument(
        "--minutes", type=float, help="how long P11 goes on; else one minute, or five in full"
    )
    parser.add_argument(
        "--videos", type=int, help="how many the index reads; else 10,000, or 1,000,000 in full"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser


class _Report:
    """Prints figures as they come, or all of them at the end as JSON."""

    def __init__(self, *, is_json: bool) -> None:
        self._is_json = is_json
        self._figures: list[dict[str, Any]] = []
        self._left_out: list[str] = []
        self._took: dict[str, float] = {}
        self.broken: list[str] = []
        if not is_json:
            print(f"{_machine()}\n\n{table.head()}", flush=True)

    def measure(self, measure: Measure, extent: Extent) -> None:
        """Take a measurement; one that breaks does not keep the others from being taken."""
        began = time.monotonic()
        try:
            for figure in measure.run(extent):
                self._figures.append({"measure": measure.name, **figure.as_json()})
                if not self._is_json:
                    print(table.line(measure.name, figure), flush=True)
        except (MeasureError, OSError) as error:
            self.broken.append(f"{measure.name} broke: {error}")
            print(self.broken[-1], file=sys.stderr, flush=True)
        finally:
            self._took[measure.name] = round(time.monotonic() - began, 1)

    def leave_out(self, told: str) -> None:
        """Note that something was not measured, and why."""
        self._left_out.append(told)

    def end(self) -> None:
        """Print what is left to print."""
        if self._is_json:
            document = {
                "machine": _machine(),
                "figures": self._figures,
                "not_measured": self._left_out,
                "broken": self.broken,
                "took_s": self._took,
            }
            print(json.dumps(document, ensure_ascii=False, indent=2))
        elif self._left_out:
            print("\nNot measured: ", "; ".join(self._left_out), ".", sep="")


def _machine() -> str:
    kind = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{_processor()}, {kind}, Textual {version('textual')}, {datetime.now(UTC):%Y-%m-%d}"


def _processor() -> str:
    """Return the processor's name where the system tells it, else its kind."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            name, _, told = line.partition(":")
            if name.strip() == "model name":
                return told.strip()
    return platform.machine()


if __name__ == "__main__":
    sys.exit(main())
