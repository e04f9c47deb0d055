"""However much there is, it opens as little of it does, and no key waits for it."""

import signal
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import process
from benchmarks.figure import Figure, Reference
from benchmarks.holding import found_holds
from benchmarks.measure import Extent
from benchmarks.sized_server import Amounts, SizedServer
from benchmarks.terminal_program import MeasureError, TerminalProgram
from kinescope_tui.api import Token
from kinescope_tui.api.errors import ServerError
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.setup.settings import LEDGER_DAYS, LEDGER_ENTRIES
from kinescope_tui.services.workspace.profile_store import ProfileStore

_LITTLE = Amounts(videos=100, projects=10, folders=2, lines=5, large=1, requests=20)
_MUCH = Amounts(
    videos=10_000_000,
    projects=1_000,
    folders=20,
    lines=5_000,
    large=1_580,
    requests=LEDGER_ENTRIES,
)
_STATE, _PROFILE = Path(".local/state/kinescope-tui"), "default"
_APART = timedelta(minutes=4)  # so that all were asked within the days for which they are kept
_SIZE = (100, 40)  # where the filters are beside a list only when they are asked for
_QUIET_S = 0.8
_MOST_RATIO, _MOST_MS = 2.0, 50
_ESCAPE, _DOWN, _PAGE_DOWN, _END = "\x1b", "\x1b[B", "\x1b[6~", "\x1b[F"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something of which there may be much.

    Attributes:
        told: How much there is of it.
        opens: What opens it.
        shows: What is read then.
        keys: What is pressed then.
        back: Pressed afterwards, and not measured.
        opens_little: What opens little of it, where that is another command.
    """

    told: str
    opens: tuple[str, ...]
    shows: str
    keys: tuple[str, ...]
    back: tuple[str, ...] = (_ESCAPE,)
    opens_little: tuple[str, ...] = ()


_SUBJECTS = (
    Subject(
        "10,000,000 rows",
        ("r",),
        "row 1 of",
        (_PAGE_DOWN, "G", _PAGE_DOWN, "g", ":5000000", _DOWN, "]"),
        ("g",),
    ),
    Subject(
        "1,000 projects of 20 folders",
        ("b",),
        "Project 1",
        ("j" * 9, "l", "j", "l", _END, "k"),
        ("b",),
    ),
    Subject(
        "ten years by hour",
        (":analytics -3650d", "b"),
        "per hour",
        ("\x1b[D", "m", "T", _PAGE_DOWN, "G", _ESCAPE, "y", _ESCAPE, "e", _ESCAPE),
        ("1",),
        opens_little=(":analytics -7d", "b", "b"),
    ),
    Subject(
        "an invoice of 5,000 lines",
        (":invoice 101",),
        "add up",
        (_PAGE_DOWN, "]", "]"),
        (_ESCAPE, "1"),
    ),
    Subject(
        "a JSON of 5 MB",
        (":get /v1/large",),
        "“large”",
        ("z", "z", _PAGE_DOWN, _END, "z", "/", "number 7\r", "n", "y", _ESCAPE),
    ),
    Subject(
        f"{count(LEDGER_ENTRIES)} requests",
        ("4",),
        "newest first",
        (_PAGE_DOWN, "G", _DOWN, "f", "f", "c", "c", "s", "s", "s", "/", "v", "\r", _ESCAPE, "g"),
        ("1",),
    ),
)


def amounts(extent: Extent) -> Iterator[Figure]:
    """Open much of everything beside little of it, in turns."""
    costs: dict[tuple[str, Amounts], list[float]] = defaultdict(list)
    longest: dict[str, list[float]] = defaultdict(list)
    with SizedServer(_LITTLE) as little, SizedServer(_MUCH) as much:
        for _ in range(extent.rounds):
            for amount, server in ((_LITTLE, little), (_MUCH, much)):
                for subject, cost, held in _gone_through(server, amount):
                    costs[subject.told, amount].append(cost)
                    if amount is _MUCH:
                        longest[subject.told].append(held)
    for subject in _SUBJECTS:
        told = subject.told
        reference = Reference("little of it", statistics.median(costs[told, _LITTLE]) * 1e3)
        took = statistics.median(costs[told, _MUCH]) * 1e3
        yield Figure(f"processor time to open {told}", took, "ms", reference, most=_MOST_RATIO)
        held = statistics.median(longest[told]) * 1e3
        yield Figure("… longest hold by a key", held, "ms", most=_MOST_MS)


def _gone_through(server: SizedServer, amount: Amounts) -> Iterator[tuple[Subject, float, float]]:
    """Yield for each subject the processor time of opening it, and the longest hold then."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "holds.json"
        program = ["benchmarks.watched_dashboard", str(file), "--base-url", server.base_url]
        token = {"KINESCOPE_API_TOKEN": server.token}
        with TerminalProgram(program, size=_SIZE, environment=token) as shown:
            shown.wait_for("row 1 of")
            _keep_requests(shown.home, server, amount.requests)
            shown.drain(3.0)
            for subject in _SUBJECTS:
                is_little = amount is _LITTLE and subject.opens_little
                shown.signal(signal.SIGUSR1)  # the watch forgets what was before
                before = process.processor_s(shown.pid)
                *first, last = subject.opens_little if is_little else subject.opens
                _press_all(shown, first)
                shown.type(last)
                shown.wait_for(subject.shows)
                shown.settle(_QUIET_S)
                cost = process.processor_s(shown.pid) - before
                _press_all(shown, subject.keys)
                yield subject, cost, max((hold["s"] for hold in found_holds(file)), default=0.0)
                _press_all(shown, subject.back)


def _keep_requests(home: Path, server: SizedServer, requests: int) -> None:
    """Write what earlier sessions would have kept, one request in seven with trouble."""
    path = ProfileStore(state_folder=home / _STATE).ledger_path(_PROFILE)
    if path is None:
        raise MeasureError("requests are kept nowhere")
    token, now = Token.parse(server.token), datetime.now(UTC)
    ledger = RequestLedger(path, token, server.base_url, days=LEDGER_DAYS, entries=LEDGER_ENTRIES)
    ledger.write((_request(number, now) for number in range(requests)), "screen")
    ledger.close()


def _request(number: int, now: datetime) -> Exchange:
    error = ServerError("unavailable", status=503) if number % 7 == 0 else None
    attempt = Attempt(f"{number:08x}-0000-4000-8000-000000000000", status=503 if error else 200)
    return Exchange(
        "GET",
        f"/v1/videos/{number:08x}-0000-4000-8000-000000000000",
        (),
        now - number * _APART,
        attempts=[attempt],
        outcome=Outcome.FAILED if error else Outcome.DONE,
        duration_s=0.1 + number % 97 / 100,
        error=error,
    )


def _press_all(shown: TerminalProgram, keys: Sequence[str]) -> None:
    for pressed in keys:
        shown.press(pressed, _QUIET_S)
