"""A command that waits long says so, once for each pause."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import ask
from patience import until
from scripted_server import ScriptedServer, answer
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeClient, Pacer, Priority, Token, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.pacing import Window
from kinescope_tui.api.shared_limits import Share, SharedLimits
from kinescope_tui.headless.long_waits import LongWaits
from kinescope_tui.services.workspace.journal import Journal

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


def put_off(wait_s: float, ends_s: float) -> Exchange:
    refused = errors.RateLimitedError("slow down", status=429)
    return Exchange(
        "GET", "/v1/videos", (), NOW, [Attempt("sent", status=429, error=refused)],
        Outcome.RETRYING, wait_s=wait_s, next_try_at=NOW + timedelta(seconds=ends_s),
    )  # fmt: skip


def test_each_long_pause_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    journal, clock = Journal(), TurnedClock(NOW)
    LongWaits(journal, Pacer(clock=clock), clock)
    for wait_s, ends_s in ((0.7, 0.7), (3_600, 3_600), (3_599.4, 3_600.5), (12.2, 3_700)):
        journal.record(put_off(wait_s, ends_s))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "429 · Too many requests: trying again in 3,600 s.",
        "429 · Too many requests: trying again in 13 s.",
    ]


class Command:
    """What a command asks, by a clock that is turned; it may ask once a minute.

    Attributes:
        asking: What was asked so far.
    """

    def __init__(self, server: ScriptedServer, token: Token) -> None:
        self.clock = TurnedClock(NOW)
        self.pacer = Pacer([Window(1, 60)], clock=self.clock, in_thread=lambda call: call())
        self.journal = Journal()
        LongWaits(self.journal, self.pacer, self.clock)
        self.client = KinescopeClient(
            token,
            base_url=server.url,
            pacer=self.pacer,
            on_change=self.journal.record,
            clock=self.clock,
        )
        self.asking: list[asyncio.Task[Any]] = []

    async def ask_in_vain(self, priority: Priority = Priority.LOOKED_AT) -> None:
        """Ask, and let some time pass in which nothing is sent."""
        self.asking.append(asyncio.create_task(self.client.videos(priority=priority)))
        for _ in until(lambda: self.pacer.pace.wait_s):
            await asyncio.sleep(0)
        for _ in range(4):
            self.clock.turn(1)
            await asyncio.sleep(0)
        assert not any(exchange.attempts for exchange in self.journal)


@pytest.fixture
async def command(server: ScriptedServer, token: Token) -> AsyncIterator[Command]:
    made = Command(server, token)
    async with made.client:
        yield made
    await asyncio.gather(*made.asking, return_exceptions=True)


async def test_what_another_program_was_told_to_wait_is_told_before_anything_is_sent(
    command: Command, token: Token, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = command.clock.monotonic()
    other, command.pacer.shared = (SharedLimits(tmp_path / "limits", token, "") for _ in range(2))
    other.enter(command.clock.monotonic)
    other.leave(Share(paused_until=now + 3_540), now)
    await command.ask_in_vain()
    told = (
        "429 · Too many requests: all programs with this token wait 3,540 s."
        " The dashboard can end the pause; ctrl+c stops.\n"
    )
    assert capsys.readouterr() == ("", told)
    await command.ask_in_vain(Priority.BULK)
    assert capsys.readouterr().err == ""


async def test_a_pause_that_was_ended_early_hides_no_shorter_one(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    await command.pacer.turn()
    for pause_s in (3_600, 100):
        command.pacer.pause(pause_s)
        await command.ask_in_vain()
        command.pacer.resume()
        command.clock.turn(51)  # the limit of a minute is nearly over
        assert f"wait {pause_s:,} s." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("passed_s", "priority", "told"),
    [
        (0, Priority.LOOKED_AT, "Rate limit reached: waiting 60 s; ctrl+c stops.\n"),
        (0, Priority.BULK, ""),
        (54, Priority.LOOKED_AT, ""),
    ],
)
async def test_a_long_turn_is_told_unless_it_is_of_what_is_long_itself(
    command: Command,
    capsys: pytest.CaptureFixture[str],
    passed_s: float,
    priority: Priority,
    told: str,
) -> None:
    await command.pacer.turn()
    command.clock.turn(passed_s)
    await command.ask_in_vain(priority)
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("words", [["tags"], ["workspaces"]])
def test_every_command_tells(
    scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    followed = []

    def follow(journal: Journal, *_: Any) -> None:
        followed.append(journal)

    monkeypatch.setattr("kinescope_tui.headless.long_waits.LongWaits", follow)
    monkeypatch.setattr("kinescope_tui.headless.workspaces.LongWaits", follow)
    scripted.script = [answer({}, "403 Forbidden")]
    ask(scripted, *words)
    assert sum(map(len, followed)) == len(scripted.requests) > 0
