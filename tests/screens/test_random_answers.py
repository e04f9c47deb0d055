"""Any values in every answer, of the right types or not: every place can be looked at."""

import random

import pytest
from conftest import FULL, TOKEN
from random_answers import RandomAnswers
from scripted_server import ScriptedServer
from stage import Stage, signed_in, staged

from kinescope_tui.resources.registry import RESOURCES

PLACES = [*RESOURCES, "analytics", "billing", "usage", "requests", "settings"]
SEEDS = range(20) if FULL else range(2)
VISITS = len(PLACES) if FULL else 1
UNREADABLE = (
    "could not be read",
    "could not be loaded",
    "Unexpected response",
    "unexpected response",
)


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_place_tab_and_thing_can_be_looked_at(
    seed: int, server: ScriptedServer
) -> None:
    is_loose = bool(seed % 2)
    RandomAnswers(seed, is_loose=is_loose).serve(server)
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    async with staged(signed_in(server.url, TOKEN), (120, 40)) as stage:
        for place in chance.sample(PLACES, VISITS):
            stage.in_one_go("escape", "escape", "colon", *place, "enter")
            await look(stage, place, is_loose=is_loose)
            await stage.press("enter")
            for _ in range(8 if place == "videos" else 3):
                await look(stage, place, is_loose=is_loose)
                await stage.press("right_square_bracket")
            await stage.press("escape", "escape")
        assert stage.app.input_faults.count == 0


async def look(stage: Stage, place: str, *, is_loose: bool) -> None:
    await stage.settle()
    assert stage.app.is_running, place
    text = stage.text
    assert all(line.isprintable() for line in text.splitlines()), place
    if not is_loose:
        assert not any(told in text for told in UNREADABLE), f"{place}:\n{text}"
