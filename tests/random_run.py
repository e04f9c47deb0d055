"""A person who does anything: keys, clicks, drags, pastes, other sizes, bytes that mean nothing.

    .venv/bin/python tests/random_run.py --seeds 0-3 --events 2000

The real program runs in a terminal of its own, on the demo server with three faulty answers in ten;
in every fifth seed two of them share a profile. In the end the terminal vanishes. What is wrong is
printed, and is the exit status.
"""

import argparse
import os
import random
import string
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from documentation import own_files  # noqa: E402 - after the path to it
from pseudo_terminal import PseudoTerminal  # noqa: E402

from kinescope_tui.demo.faults import Fault  # noqa: E402
from kinescope_tui.demo.server import DemoServer  # noqa: E402
from kinescope_tui.demo.workspace import Workspace  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"
PROGRAM = [sys.executable, "-m", "kinescope_tui"]
GONE_S = 5.0
PATIENCE_S = 20.0
_TWO_IN_FIVE = 4  # which of five seeds has two programs
PLACES = [
    "videos",
    "projects",
    "playlists",
    "tags",
    "live-events",
    "webhooks",
    "players",
    "analytics",
    "billing",
    "usage",
    "requests",
    "settings",
    "p2",
    "50%",
    "42",
    "invoice 1",
    "nowhere",
    "sort title",
]
# All but the one that quits.
LETTERS = (string.ascii_letters + string.digits + string.punctuation).replace("q", "") + " йцукенЖЭ"
SPECIAL = [
    b"\r",
    b"\x1b",
    b"\t",
    b"\x7f",
    b" ",
    b"\x1b[A",
    b"\x1b[B",
    b"\x1b[C",
    b"\x1b[D",
    b"\x1b[5~",
    b"\x1b[6~",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[Z",
    b"\x1b[3~",
    b"\x1bOP",
    b"\x10",
    b"\x14",
    b"\x12",
    b"\x1b[1;5A",
    b"\x1b[1;2B",
]
NOISE = [
    b"\xff",
    b"\xcf\xf0\xe8",
    b"\x1b[M\xff\xfe\xfd",
    b"\x1b[?62;1;4c",
    b"\x1b[12;40R",
    b"\x1b]11;rgb:1/2/3\x1b\\",
    b"\x1b[?1u",
    b"\x1bP>|x(1)\x1b\\",
    b"\x00",
    b"\x1b[1114112u",
    b"\x1b[<0;999999;999999M",
    b"\xf0\x9f",
    b"\x1b[",
]
PASTES = [
    "кот",
    "a\x1b]52;c;aGk=\x07b\n",
    "x" * 3_000,
    "[/][@click=app.quit]",
    TOKEN[:8],
    "\u202egpj.exe",
]


class Person:
    """Does what comes to mind.

    Attributes:
        done: What was done last, to be read when something broke.
    """

    terminal: PseudoTerminal

    def __init__(self, seed: int) -> None:
        self.done: list[str] = []
        self._chance = random.Random(seed)  # noqa: S311 - keys, not secrets
        self._size = (100, 30)

    def sit_at(self, terminal: PseudoTerminal) -> None:
        """Use this terminal from now on."""
        self.terminal = terminal
        self._size = (100, 30)

    def act(self) -> None:
        """Do one thing, or a few in one go; now and then wait a moment."""
        chance = self._chance
        ways: list[tuple[int, Callable[[], bytes]]] = [
            (30, self._type),
            (20, lambda: chance.choice(SPECIAL)),
            (20, self._click),
            (6, self._drag),
            (8, self._wheel),
            (3, self._paste),
            (6, self._go),
            (3, lambda: chance.choice(NOISE)),
            (4, lambda: chance.choice([b"J", b"K", b"]", b"[", b"r", b"1", b"2", b"3"]) * 3),
        ]
        (way,) = chance.choices([way for _, way in ways], [weight for weight, _ in ways])
        if chance.random() < 0.06:
            self._resize()
        self._send(way())
        self.terminal.read(chance.choice([0.0, 0.0, 0.0, 0.001, 0.02]))

    def _send(self, sent: bytes) -> None:
        self.done = [*self.done[-80:], repr(sent)[:60]]
        # A terminal's buffer is small: what it does not take now waits for the program.
        for at in range(0, len(sent), 256):
            began_s, until = _processor_s(self.terminal.pid), time.monotonic() + 10 * PATIENCE_S
            while not self.terminal.takes_keys(1.0):
                # On a busy computer it waits for its turn, and hangs not.
                used_s = _processor_s(self.terminal.pid) - began_s
                if used_s > PATIENCE_S or time.monotonic() > until:
                    raise TimeoutError
            self.terminal.type(sent[at : at + 256])
            self.terminal.read(0)

    def _place(self) -> tuple[int, int]:
        width, height = self._size
        return self._chance.randint(1, width), self._chance.randint(1, height)

    def _type(self) -> bytes:
        chance = self._chance
        return "".join(
            chance.choice(LETTERS) for _ in range(chance.choice([1, 1, 1, 2, 4]))
        ).encode()

    def _click(self) -> bytes:
        x, y = self._place()
        once = b"\x1b[<35;%d;%dM\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (x, y, x, y, x, y)
        return once * self._chance.choice([1, 1, 2, 3])

    def _drag(self) -> bytes:
        (x, y), (to_x, to_y) = self._place(), self._place()
        moves = b"".join(
            b"\x1b[<32;%d;%dM" % (x + (to_x - x) * n // 4, y + (to_y - y) * n // 4)
            for n in range(5)
        )
        return b"\x1b[<0;%d;%dM%s\x1b[<0;%d;%dm" % (x, y, moves, to_x, to_y)

    def _wheel(self) -> bytes:
        x, y = self._place()
        return b"\x1b[<%d;%d;%dM" % (self._chance.choice([64, 65, 65, 66, 67]), x, y) * 4

    def _paste(self) -> bytes:
        return b"\x1b[200~" + self._chance.choice(PASTES).encode() + b"\x1b[201~"

    def _go(self) -> bytes:
        return b"\x1b[27u\x1b[27u:" + self._chance.choice(PLACES).encode() + b"\r"

    def _resize(self) -> None:
        chance = self._chance
        for _ in range(chance.choice([1, 2, 6])):
            self._size = (chance.randint(10, 300), chance.randint(3, 100))
            self.terminal.resize(*self._size)
            self.done.append(f"{self._size}")
            self.terminal.read(0.005)


def _processor_s(pid: int) -> float:
    """Return the seconds of processor time of a program; those that pass where nobody tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(seed: int, most: int, seconds: float) -> list[str]:
    """Let one person use the program, again and again if it is quit; return what was wrong."""
    wrong: list[str] = []
    faults = [Fault.parse("mixed=0.3")]
    began, count, sessions = time.monotonic(), 0, 0
    with (
        tempfile.TemporaryDirectory(prefix="random-run-") as folder,
        DemoServer(Workspace(350, seed=seed), token=TOKEN, faults=faults) as server,
    ):
        home = Path(folder)
        environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment |= {
            "HOME": folder, "KINESCOPE_API_TOKEN": TOKEN, "KINESCOPE_BASE_URL": server.base_url,
            "PYTHONPATH": str(HERE.parent), "SSH_TTY": "/dev/pts/0", "ESCDELAY": "20",
        }  # fmt: skip
        people = [Person(seed + 1_000 * n) for n in range(1 + (seed % 5 == _TWO_IN_FIVE))]
        while not wrong and count < most and time.monotonic() - began < seconds:
            sessions += 1
            with ExitStack() as at_the_end:
                for person in people:
                    terminal = PseudoTerminal(PROGRAM, environment, size=(100, 30), folder=home)
                    at_the_end.enter_context(terminal).wait_for("\x1b[?1049h")
                    person.sit_at(terminal)
                turns = cycle(people)
                while count < most and time.monotonic() - began < seconds:
                    person = next(turns)
                    try:
                        person.act()
                    except (TimeoutError, OSError) as error:
                        if person.terminal.status is None:
                            wrong.append(f"it takes no keys any more: {error!r}")
                    count += 1
                    person.terminal.written = person.terminal.written[-8192:]
                    if person.terminal.status is not None or wrong:
                        break
                wrong += [what for person in people for what in _end(person.terminal)]
        reports = sorted(home.rglob("fault-*.txt"))
        wrong += [report.read_text().partition("The last requests")[0] for report in reports]
        wrong += [f"left behind: {file.relative_to(home)}" for file in _others(home)]
        took_s = time.monotonic() - began
        print(  # noqa: T201 - what a script is for
            f"seed {seed}: {count} events, {sessions} sessions, {took_s:.0f} s, {len(wrong)} wrong"
        )
    last = ["the last events: " + " ".join(person.done) for person in people]
    return [*wrong, *last] if wrong else []


def _end(terminal: PseudoTerminal) -> list[str]:
    """Take the terminal away from a program that still runs, and return what is wrong then."""
    if terminal.status is None and not _answers(terminal):
        # How it hangs: py-spy dump --pid would tell.
        return ["it draws nothing any more"]
    if terminal.status is None:
        terminal.hang_up()
        until = time.monotonic() + GONE_S
        while terminal.status is None:
            if time.monotonic() > until:
                return [f"it lives on {GONE_S} s after its terminal"]
            time.sleep(0.02)
    elif terminal.status != 0:
        end = terminal.written[-1500:].decode("utf-8", "replace")
        return [f"it ended with {terminal.status}: {end}"]
    group = subprocess.run(["pgrep", "-g", str(terminal.pid)], check=False, capture_output=True)
    return [f"processes are left: {group.stdout!r}"] if group.stdout else []


def _answers(terminal: PseudoTerminal) -> bool:
    """Tell whether a new size is drawn: it is, whatever stands on the screen."""
    until = time.monotonic() + PATIENCE_S
    for width in range(90, 290):
        since = len(terminal.written)
        terminal.resize(width, 30)
        while terminal.read(0.5):
            if len(terminal.written) > since:
                return True
        if time.monotonic() > until:
            break
    return False


def _others(home: Path) -> list[Path]:
    """Return the files that nobody asked for."""
    return [
        file
        for file in home.rglob("*")
        if file.is_file()
        and not file.name.startswith(tuple(own_files()))
        and file.suffix not in {".csv", ".tsv", ".jsonl", ".json", ".svg"}
    ]


def main() -> None:
    """Run as many as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0-3", help="for instance 7 or 0-9")
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=3_600, help="the most for one seed")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    bad = 0
    for seed in range(int(first), int(last or first) + 1):
        wrong = run(seed, options.events, options.seconds)
        bad += bool(wrong)
        print(*wrong, sep="\n", end="\n" * bool(wrong), flush=True)  # noqa: T201 - see above
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
