"""Programs of one computer with one token: together they keep the limits that a server counts."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import Pacer, Priority, Token
from kinescope_tui.api.pacing import Window
from kinescope_tui.api.shared_limits import NOTHING, Share, SharedLimits

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
OTHER = Token.parse("c0ffee00-0000-4000-8000-00000000beef")
URL = "https://api.kinescope.io"
# Asks as often as it may, sends a byte for each, and ends when it may no more.
PROGRAM = """
import asyncio, socket, sys
from pathlib import Path
from kinescope_tui.api import Pacer, Token, pacing
from kinescope_tui.api.pacing import Window
from kinescope_tui.api.shared_limits import SharedLimits

pacing._FILE_S = pacing._MAX_BUSY = 1e9  # a busy computer is no disk that hangs

async def ask(port, path):
    pacer = Pacer([Window(12, 1e9)])
    token = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
    pacer.shared = SharedLimits(Path(path), token, "https://api.kinescope.io", kept_s=1e9)
    with socket.create_connection(("127.0.0.1", port)) as server:
        while True:
            turn = asyncio.ensure_future(pacer.turn())
            while not turn.done():
                await asyncio.sleep(0)
                if pacer.pace.wait_s > 1_000:
                    turn.cancel()
                    return
            server.sendall(b".")

asyncio.run(ask(int(sys.argv[1]), sys.argv[2]))
"""


async def test_a_server_counts_no_more_of_three_programs_than_of_one(tmp_path: Path) -> None:
    came = bytearray()

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1):
            came.extend(data)
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    path = tmp_path / "state" / "limits"
    words = (sys.executable, "-c", PROGRAM, str(port), str(path))
    programs = [
        await asyncio.create_subprocess_exec(*words, stderr=subprocess.PIPE) for _ in range(3)
    ]
    errors = [(await program.communicate())[1] for program in programs]
    server.close()
    await server.wait_closed()
    assert errors == [b"", b"", b""]
    assert len(came) == 12
    assert path.stat().st_mode & 0o777 == 0o600
    assert TOKEN.reveal().encode() not in path.read_bytes()


async def passes() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Program:
    """One of several that share a file, by one clock; the disk answers at once."""

    def in_thread(self, call: Callable[[], None]) -> None:
        call()

    def __init__(self, path: Path, clock: TurnedClock, token: Token = TOKEN) -> None:
        self.clock = clock
        windows = [Window(3, 1), Window(10, 60)]
        self.pacer = Pacer(windows, clock=clock, in_thread=self.in_thread)
        self.pacer.shared = SharedLimits(path, token, URL)
        self.gone: list[float] = []
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, times: int = 1, priority: Priority = Priority.LOOKED_AT) -> None:
        self.tasks += [asyncio.create_task(self._ask(priority)) for _ in range(times)]

    async def _ask(self, priority: Priority) -> None:
        await self.pacer.turn(priority)
        self.gone.append(self.clock.turned_s)


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Program]:
    clock = TurnedClock()

    def make(token: Token = TOKEN) -> Program:
        return Program(tmp_path / "limits", clock, token)

    return make


async def test_both_windows_hold_for_all_of_them_together(
    program: Callable[..., Program],
) -> None:
    programs = [program() for _ in range(3)]
    clock = programs[0].clock
    for one in programs:
        one.ask(5)
    await passes()
    for _ in until(lambda: clock.turned_s >= 130):
        clock.turn(0.25)
        await passes()
    times = sorted(at for one in programs for at in one.gone)
    assert len(times) == 15
    assert all(sum(at <= t < at + 1 for t in times) <= 3 for at in times)
    assert all(sum(at <= t < at + 60 for t in times) <= 10 for at in times)


async def test_the_tokens_of_others_count_nothing(program: Callable[..., Program]) -> None:
    first, other = program(), program(OTHER)
    first.ask(3)
    other.ask(3)
    await passes()
    assert (len(first.gone), len(other.gone)) == (3, 3)
    assert first.pacer.pace.used == 3


async def test_an_export_leaves_places_for_what_somebody_looks_at_elsewhere(
    program: Callable[..., Program],
) -> None:
    looking, exporting = program(), program()
    looking.ask()
    await passes()
    exporting.ask(20, Priority.BULK)
    for _ in range(40):
        exporting.clock.turn(1)
        await passes()
    assert len(exporting.gone) == 8  # one of the ten is kept free
    for task in exporting.tasks:
        task.cancel()


def test_what_a_dead_program_had_on_its_way_counts_until_its_window_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "limits"
    dead, alive = (SharedLimits(path, TOKEN, URL) for _ in range(2))
    assert dead.enter(lambda: 1_000) == NOTHING
    dead.leave(Share((999.0,), 2), 1_000)
    seen = alive.enter(lambda: 1_000)
    alive.leave(NOTHING, 1_000)
    assert seen == Share((999.0,), 2)
    monkeypatch.setattr("os.kill", _nobody)
    assert alive.enter(lambda: 1_001) == Share((999.0, 1_000.0, 1_000.0))
    alive.leave(NOTHING, 1_001)
    assert alive.enter(lambda: 1_200) == NOTHING
    alive.leave(NOTHING, 1_200)
    assert alive.enter(lambda: 10) == NOTHING  # the computer was started again


def _nobody(_pid: int, _signal: int) -> None:
    raise ProcessLookupError


async def test_without_a_file_that_can_be_used_each_counts_its_own(
    tmp_path: Path, program: Callable[..., Program]
) -> None:
    (tmp_path / "limits").mkdir()
    first, second = program(), program()
    first.ask(3)
    second.ask(3)
    await passes()
    assert (len(first.gone), len(second.gone)) == (3, 3)
    (tmp_path / "limits").rmdir()
    (tmp_path / "limits").write_bytes(b"anything" * 1_000)
    assert SharedLimits(tmp_path / "limits", TOKEN, URL).enter(lambda: 5.0) == NOTHING


async def test_one_that_stands_within_the_file_is_not_waited_for_for_ever(
    tmp_path: Path, program: Callable[..., Program]
) -> None:
    inside, other = SharedLimits(tmp_path / "limits", TOKEN, URL), program()
    assert inside.enter(lambda: 1_000) == NOTHING
    other.ask()
    await passes()
    assert other.gone == []
    other.clock.turn(0.01)
    inside.leave(Share((1_000.0,), 0), 1_000)
    for _ in range(4):
        other.clock.turn(0.01)
        await passes()
    assert len(other.gone) == 1
    inside.enter(lambda: 1_000)
    other.ask()
    for _ in range(500):
        other.clock.turn(0.01)
        await passes()
    assert len(other.gone) == 2


class OnAHungDisk(Program):
    """One whose home hangs until it answers."""

    def __init__(self, path: Path, clock: TurnedClock) -> None:
        self.held: list[Callable[[], None]] = []
        super().__init__(path, clock)

    def in_thread(self, call: Callable[[], None]) -> None:
        self.held.append(call)


async def test_a_disk_that_hangs_holds_nobody_up_and_counts_again_when_it_answers(
    tmp_path: Path, program: Callable[..., Program]
) -> None:
    other = program()
    other.ask()
    await passes()
    hung = OnAHungDisk(tmp_path / "limits", other.clock)
    hung.ask(2)
    await passes()
    assert hung.gone == []
    hung.clock.turn(1)
    await passes()
    assert hung.gone == [1, 1]
    hung.ask()
    await passes()
    assert (len(hung.gone), len(hung.held)) == (3, 1)  # no second thread waits for it
    hung.clock.turn(10)
    while hung.held:
        hung.held.pop()()
    await passes()
    assert hung.pacer.pace.used == 4
    assert not hung.held


async def test_a_pause_holds_for_every_program_until_it_is_over_or_ended(
    program: Callable[..., Program],
) -> None:
    refused, waiting, other = program(), program(), program(OTHER)
    refused.ask()
    await passes()
    refused.pacer.refused(30, refused.clock.monotonic())
    waiting.ask()
    other.ask()
    await passes()
    assert (waiting.gone, len(other.gone)) == ([], 1)
    assert waiting.pacer.pace.is_paused
    assert 29 < waiting.pacer.pace.wait_s <= 30
    waiting.clock.turn(29)
    await passes()
    assert waiting.gone == []
    waiting.clock.turn(1.1)
    await passes()
    assert len(waiting.gone) == 1
    for who in (waiting, refused):  # whoever it is that goes on, the server decides again
        refused.pacer.refused(600, refused.clock.monotonic())
        waiting.ask()
        waiting.clock.turn(60.5)
        await passes()
        gone = len(waiting.gone)
        who.pacer.resume()
        waiting.clock.turn(1.1)
        await passes()
        assert len(waiting.gone) == gone + 1
    refused.pacer.refused(600, refused.clock.monotonic())
    waiting.ask()
    waiting.clock.turn(599)  # also long after the program that heard of it wrote last
    await passes()
    assert len(waiting.gone) == gone + 1
    waiting.clock.turn(2)
    await passes()
    assert len(waiting.gone) == gone + 2


@pytest.mark.parametrize("is_left", [True, False])
@pytest.mark.parametrize("who_resumes", [(1,), (1, 2), (0,)])
async def test_a_pause_that_is_ended_is_ended_for_all_also_those_that_start_later(
    program: Callable[..., Program], who_resumes: tuple[int, ...], *, is_left: bool
) -> None:
    refused, waiting, other = programs = [program() for _ in range(3)]
    clock = refused.clock
    refused.ask()
    await passes()
    refused.pacer.refused(3_600, clock.monotonic())
    for one in programs[is_left:]:  # the first one may have been left by now
        one.ask()
    await passes()
    clock.turn(300)
    await passes()
    assert [len(one.gone) for one in programs] == [1, 0, 0]
    for index in who_resumes:
        programs[index].pacer.resume()
        await passes()
    started = program()
    started.ask()
    for _ in range(3):
        clock.turn(1.1)
        await passes()
    assert [len(one.gone) for one in (*programs, started)] == [2 - is_left, 1, 1, 1]
    clock.turn(200)  # its place may be another's by then
    late = [program() for _ in range(3)]
    for one in (*late, refused, waiting, other):
        one.ask()
        clock.turn(1.1)
        await passes()
    assert [len(one.gone) for one in late] == [1, 1, 1]
    assert not any(one.pacer.pace.is_paused for one in programs)


async def test_what_the_server_says_after_a_pause_was_ended_holds_also_if_it_is_the_same(
    program: Callable[..., Program],
) -> None:
    refused, waiting = program(), program()
    refused.ask()
    await passes()
    refused.pacer.refused(100, refused.clock.monotonic())
    waiting.ask()
    await passes()
    waiting.pacer.resume()
    await passes()
    assert len(waiting.gone) == 1
    refused.clock.turn(10)
    refused.ask()
    await passes()
    refused.pacer.refused(90, refused.clock.monotonic())  # until the same moment
    for one in (waiting, started := program()):
        one.ask()
        refused.clock.turn(1.1)
        await passes()
    assert (len(waiting.gone), len(started.gone)) == (1, 0)


async def test_what_the_server_says_of_a_request_that_was_on_its_way_holds(
    program: Callable[..., Program],
) -> None:
    refused, waiting = program(), program()
    refused.ask(2)
    await passes()
    refused.pacer.refused(60, refused.clock.monotonic())
    waiting.ask()
    await passes()
    waiting.pacer.resume()
    await passes()
    assert len(waiting.gone) == 1
    refused.clock.turn(1.1)  # its windows are open, and it has no reason to look
    refused.pacer.refused(20, refused.clock.monotonic())  # the other answer
    await passes()
    assert refused.pacer.pace.is_paused
    for one in (refused, waiting):
        one.ask()
        await passes()
    assert (len(refused.gone), len(waiting.gone)) == (2, 1)
    refused.clock.turn(21)
    await passes()
    assert (len(refused.gone), len(waiting.gone)) == (3, 2)


@pytest.mark.parametrize("content", [None, b"", b"limits 1" + bytes(100)])
async def test_a_file_that_goes_ends_no_pause(
    program: Callable[..., Program], tmp_path: Path, content: bytes | None
) -> None:
    refused = program()
    refused.pacer.refused(60, refused.clock.monotonic())
    await passes()
    path = tmp_path / "limits"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    refused.ask()
    refused.clock.turn(50)
    await passes()
    assert refused.gone == []
    refused.clock.turn(11)
    await passes()
    assert len(refused.gone) == 1


async def test_a_pause_is_ended_by_no_word_that_was_given_before_it(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    refused, waiting = program(), program()
    refused.pacer.refused(60, refused.clock.monotonic())
    waiting.ask()
    await passes()
    path, aside = tmp_path / "limits", tmp_path / "aside"
    path.rename(aside)
    path.mkdir()  # it cannot be opened
    waiting.pacer.resume()
    await passes()
    path.rmdir()
    aside.rename(path)
    refused.pacer.resume()
    await passes()
    refused.pacer.refused(30, refused.clock.monotonic())
    await passes()
    gone = len(waiting.gone)
    waiting.ask()
    refused.ask()
    await passes()
    assert (len(refused.gone), len(waiting.gone)) == (0, gone)
