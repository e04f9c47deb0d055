"""Keys at random, while answers come late and three in ten fail: nothing breaks, and it ends."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import FULL
from stage import signed_in, staged
from textual.events import Key
from textual.keys import key_to_character

from kinescope_tui.api import RetryPolicy
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.keys.keymap import KEYS
from kinescope_tui.resources.registry import RESOURCES

SEEDS = range(10) if FULL else range(3)
PRESSES = 10_000 if FULL else 120
SIZES = ((80, 24), (140, 40), (60, 20), (40, 10), (20, 5), (200, 60))
# What ends the program, or stops it, on purpose; what leaves for a browser.
NEVER = {"app.quit", "app.palette", "app.suspend", "screen.leave", "view.open-link"}
DECLARED = [
    name for key in KEYS if key.id not in NEVER for name in key.keys.split(",") if name != "q"
]
LETTERS = [*"abcdeилт 0179-._/", "space", "tab", "shift+tab", "backspace", "delete"]
OFTEN = ["enter", "escape", "escape", "down", "up", "j", "right_square_bracket"]
PLACES = [*RESOURCES, "requests", "3", "p2", "50%", "sort title", "nowhere"]


class Unpausing(Pacer):
    """Lets the next one go after a 429, and counts nothing: the keys shall not wait."""

    def pause(self, seconds: float) -> None:
        del seconds


def few_keys(chance: random.Random) -> list[str]:
    """One key or a few that belong together."""
    match chance.randrange(12):
        case 0:
            return ["escape", "colon", *typed(chance.choice(PLACES)), "enter"]
        case 1 | 2:
            return [chance.choice(LETTERS) for _ in range(chance.randrange(1, 4))]
        case 3:
            return ["ctrl+p", chance.choice(["down", "e", "r"]), "escape"]
        case 4 | 5:
            return [chance.choice(OFTEN)]
        case _:
            return [chance.choice(DECLARED)]


def typed(text: str) -> list[str]:
    names = {" ": "space", "-": "minus", "%": "percent_sign"}
    return [names.get(character, character) for character in text]


@pytest.mark.timeout(3600 if FULL else 600)
@pytest.mark.parametrize("seed", SEEDS)
async def test_random_keys_break_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # exports go there
    monkeypatch.setenv("SSH_TTY", "yes")  # what is copied stays here
    chance = random.Random(seed)  # noqa: S311 - keys, not secrets
    workspace = Workspace(350, seed=seed, now=datetime(2026, 8, 22, 12, tzinfo=UTC))
    faults = [Fault.parse("mixed=0.3")]
    quick = {"retry": RetryPolicy(attempts=1), "deadline_s": 1.0, "pacer": Unpausing()}
    with DemoServer(workspace, faults=faults, limits=False) as server:
        last: list[str] = []
        async with staged(signed_in(server.base_url, server.token, **quick), (100, 30)) as stage:
            pressed = 0
            try:
                while pressed < PRESSES:
                    keys = few_keys(chance)
                    if chance.random() < 0.2:  # what was asked for comes while another tab is seen
                        (server.held.clear if server.held.is_set() else server.held.set)()
                    if chance.random() < 0.05:
                        server.held.clear()
                        await stage.settle()  # else it could be pressed at the first screen
                        keys = ["q"] * (len(stage.app.screen_stack) > 1)
                    last = [*last[-60:], *keys]
                    # Faster than a person, and without waiting for what follows from each.
                    for key in keys:
                        stage.app.post_message(Key(key, key_to_character(key)))
                    pressed += len(keys)
                    if chance.random() < 0.3:
                        await stage.still()
                    if chance.random() < 0.02:
                        await stage.pilot.resize_terminal(*chance.choice(SIZES))
                    assert stage.app.is_running
            except BaseException:
                print("the last keys:", " ".join(last))  # noqa: T201 - to press them again
                raise
            server.held.clear()
            await stage.settle()
            assert stage.app.input_faults.count == 0
            stage.app.exit()
