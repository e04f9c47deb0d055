"""Makes the pictures of screenshots/ from the demo: python tests/screenshots.py [NAME …].

Without a name all that do not take minutes are brought up to date.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from million_videos import grow
from rich.segment import Segment
from stage import Stage, staged
from terminal_picture import Lines, moving_picture, picture
from textual.strip import Strip
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import DEFAULT_BASE_URL, Pacer, Token
from kinescope_tui.demo.endpoints import Endpoints
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStore

if TYPE_CHECKING:
    from kinescope_tui.services.index.workspace_index import WorkspaceIndex

Pictures = dict[str, str]
"""SVGs by their names."""

FOLDER = Path(__file__).parent.parent / "screenshots"
_NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
_READ = 2_000  # videos: few enough to be read in a picture, and many enough for audits to find some
_WATCHED = 188  # the row of a video that was watched on most of the last days
_BROAD, _WIDE, _NARROW, _TOUR = (140, 38), (120, 34), (80, 24), (100, 30)
_HERO, _LOW = (120, 40), (140, 30)


class _StillClock(TurnedClock):
    """Always says the same date, and that everything takes 61 ms, so that pictures do not differ.

    It runs in each task by itself: of requests at once none takes the other's time.
    """

    def __init__(self) -> None:
        super().__init__(_NOW)
        self._count: ContextVar[int] = ContextVar("count", default=0)

    def monotonic(self) -> float:
        self._count.set(self._count.get() + 1)
        return self._count.get() * 0.061

    def utc_now(self) -> datetime:
        return _NOW


@cache
def _workspace(videos: int = 12_431) -> Workspace:
    return Workspace(videos, seed=7, now=_NOW, hostile=False)


@cache
def _endpoints(videos: int) -> Endpoints:
    return Endpoints(_workspace(videos))


@asynccontextmanager
async def demo(
    size: tuple[int, int], videos: int = 12_431, *, has_posters: bool = True
) -> AsyncIterator[Stage]:
    """Run the app on the workspace of all pictures, or on one that is soon read as a whole.

    Where posters lie is never the same.
    """
    workspace = _workspace(videos)
    endpoints = _endpoints(videos)
    with DemoServer(workspace, id_seed=7, limits=False, endpoints=endpoints) as server:
        workspace.picture_host = server.base_url if has_posters else "https://cdn.example.org"
        found = FoundToken(Token.parse(server.token), TokenSource.DEMO)
        client_factory = ClientFactory(
            Profile("acme", server.base_url),
            Pacer(()),
            clock=_StillClock(),
            shows_posters=has_posters,
        )
        async with staged(SignIn(client_factory, TokenStore(), found), size) as stage:
            stage.faults = server.faults
            yield stage


async def _taken(stage: Stage) -> str:
    """Return the screen once it stays calm, with a cursor that does not blink."""
    for field in stage.app.screen.query(Input):
        field.cursor_blink = False
    await stage.settle()
    return stage.picture


async def _steadied(stage: Stage) -> str:
    """Return the screen without what differs from run to run and from day to day."""
    await _taken(stage)
    lines = [[_steady_strip(strip) for strip in line] for line in stage.strips]
    colours = stage.app.theme_variables
    return picture(lines, colours["background"], colours["foreground"])


async def _videos() -> str:
    async with demo(_HERO) as stage:
        await stage.command(f"{_WATCHED - 7}")
        await stage.press("space", "space")
        await stage.command(f"{_WATCHED + 16}")
        await stage.press(*"k" * 16)
        for _ in range(4):  # at rest it asks for the poster, and how often it was viewed
            stage.clock.turn(1.0)
            await stage.settle()
        await stage.shows("▀", "28 DAYS")
        return await _taken(stage)


async def _tour() -> str:
    """Search, open, go to analytics and back: what one does first, in some ten pictures."""
    screens: list[Lines] = []
    async with demo(_TOUR) as stage:

        async def shoot(*keys: str, turn_s: float = 0.5) -> None:
            await stage.press(*keys)
            stage.clock.turn(turn_s)
            await _taken(stage)
            screens.append(stage.strips)

        await shoot()
        await shoot("j", "j", "space")
        await shoot("slash", *"emb")
        await stage.shows("Embedding with React")
        await shoot(*"edding")
        await shoot("enter", "l", "l", "s", "s")
        await shoot("g", "enter", turn_s=2.0)
        await stage.shows("▀")
        await shoot("y")
        await shoot("escape", "escape", "2", turn_s=2.0)
        await shoot(*["left"] * 6, turn_s=2.0)
        await shoot("c", turn_s=2.0)
        await shoot("3", turn_s=2.0)
        colours = stage.app.theme_variables
        return moving_picture(screens, colours["background"], colours["foreground"], 1.8)


async def _filters() -> str:
    async with demo(_NARROW) as stage:
        await stage.press("f", *"jjjjj", "space", "j", "space")
        return await _taken(stage)


async def _search() -> str:
    async with demo(_NARROW) as stage:
        await stage.press("slash", *"SDK")
        stage.clock.turn(0.5)
        await stage.settle()
        await stage.press("enter", "f", "space", "enter", "j", "p")
        stage.clock.turn(0.3)
        await stage.settle()
        return await _taken(stage)


async def _sort() -> str:
    async with demo(_NARROW) as stage:
        await stage.press("z", "j", "space", "s")
        return await _taken(stage)


async def _export() -> str:
    async with demo(_WIDE) as stage:
        await stage.press("space", "space", "space", "e")
        return await _steadied(stage)


async def _json() -> str:
    async with demo(_WIDE, has_posters=False) as stage:
        await stage.press("j", "j", "enter", "left_square_bracket", *"jjjjjjjjjj")
        return await _taken(stage)


async def _analytics() -> str:
    async with demo(_BROAD) as stage:
        await stage.press("2", "c")
        await stage.shows(" vs ")
        await stage.press(*["left"] * 9)
        for _ in range(4):  # at rest it asks what moved the day
            stage.clock.turn(1.0)
            await stage.settle()
        return await _taken(stage)


async def _day_and_report() -> Pictures:
    drawn = {}
    async with demo(_WIDE) as stage:
        await stage.press("2")
        await stage.shows("Views per day")
        await stage.press(*["left"] * 9, "enter")
        await stage.shows("compared with the")
        await stage.settle()
        drawn["drill"] = await _taken(stage)
        await stage.press("escape", "v")
        await stage.shows("views in total")
        await stage.settle()
        await stage.press("j", "j")
        drawn["report"] = await _taken(stage)
    return drawn


async def _range() -> str:
    async with demo(_NARROW) as stage:
        await stage.press("2", "t", "tab", *["backspace"] * 12, *"2026-09-01")
        return await _taken(stage)


async def _bills() -> Pictures:
    drawn = {}
    async with demo(_WIDE) as stage:
        await stage.press("3")
        await stage.shows("CDN traffic", "❯")
        await stage.press("space", "space", "j")
        await stage.passes(1)  # the preview is drawn at rest
        drawn["billing"] = await _taken(stage)
        await stage.press("escape", "g", "j", "enter")
        await stage.shows("add up")
        drawn["invoice"] = await _taken(stage)
        await stage.press("escape", "u", "c")
        await stage.shows(" vs ", "Webinars")
        await stage.press("left", "left")
        drawn["usage"] = await _taken(stage)
    return drawn


@asynccontextmanager
async def _indexed(size: tuple[int, int]) -> AsyncIterator[tuple[Stage, "WorkspaceIndex"]]:
    """Run the app on a workspace whose index was read."""
    async with demo(size, _READ) as stage:
        session = stage.app.gate.session
        assert session is not None
        await _done(stage, session.index.read())
        yield stage, session.index


async def _done(stage: Stage, work: Coroutine[None, None, object]) -> None:
    """Wait until something is done, whose requests wait for their turns."""
    task = asyncio.create_task(work)
    while not task.done():
        await stage.passes(1)
    task.result()


async def _group_and_audit() -> Pictures:
    drawn = {}
    async with _indexed(_WIDE) as (stage, index):
        await stage.press("I", "colon", *"group tag", "enter", "j")
        await stage.passes(1)  # the preview is drawn at rest
        drawn["group"] = await _taken(stage)
        await stage.pilot.resize_terminal(*_LOW)
        await _done(stage, index.count_views())
        await stage.press("1", "colon", *"audit", "enter")
        await stage.shows("EUR")
        await stage.passes(1)  # the preview is drawn at rest
        drawn["audit"] = await _taken(stage)
    return drawn


async def _million() -> str:
    async with _indexed(_WIDE) as (stage, index):
        grow(index.path, but_for="React")
        await index.look()
        await stage.press("I", "slash", *"react embed")
        await stage.shows("of 1 000 000")
        return await _taken(stage)


async def _help() -> str:
    async with demo(_WIDE) as stage:
        await stage.press("question_mark")
        return await _taken(stage)


async def _live_events() -> str:
    async with demo(_WIDE) as stage:
        await stage.press("colon", *"live-events", "enter")
        await stage.passes(1)  # the preview is drawn at rest
        return await _taken(stage)


async def _video() -> str:
    async with demo(_BROAD) as stage:
        await stage.command(f"{_WATCHED}")
        await stage.press("enter")
        for _ in range(4):  # at rest it asks for the poster, and how often it was viewed
            stage.clock.turn(1.0)
            await stage.settle()
        await stage.shows("▀")
        # The list beneath counts what stands in its filters, one question after the other.
        await stage.until(lambda: not any(worker.is_running for worker in stage.app.workers))
        return await _taken(stage)


async def _copy() -> str:
    async with demo(_NARROW) as stage:
        await stage.press("j", "y")
        return await _taken(stage)


async def _problem() -> str:
    async with demo(_WIDE) as stage:
        await stage.press("j", "j", "l", "l", "l")
        stage.faults.append(Fault.parse("422"))
        await stage.press("s")
        return await _taken(stage)


async def _requests() -> Pictures:
    drawn = {}
    async with demo(_WIDE) as stage:
        await _work(stage)
        await stage.press("4", "j", "j")
        drawn["requests"] = await _steadied(stage)
        await stage.press("enter")
        drawn["request"] = await _steadied(stage)
    return drawn


async def _work(stage: Stage) -> None:
    """Do what leaves good and bad requests in the journal."""
    await stage.press("j", "j", "enter", "escape", "G")
    stage.faults.append(Fault.parse("403x1"))
    await stage.press("r")
    await stage.press("r")


# Each as wide as what takes its place.
_UNSTEADY = {
    r"\d{8}-\d{6}": "20260822-120000",
    r"terminal-\d+": "terminal-0",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}": "2026-08-22T12:00:00.000",
    r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}": "Sat, 22 Aug 2026",
    r"(?<!\S)\d\d:\d\d:\d\d(?!\S)": "12:00:00",
    r"127\.0\.0\.1:\d{5}": "127.0.0.1:40000",
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}": "7127f2d7-0e96-40d0-9a03-2e987c096466",
}


def steady(text: str) -> str:
    """Return a text of a screen as it is in every run, on every day."""
    for unsteady, instead in _UNSTEADY.items():
        text = re.sub(unsteady, instead, text)
    return text


def _steady_strip(strip: Strip) -> Strip:
    return Strip([Segment(steady(text), style) for text, style, _ in strip], strip.cell_length)


async def _narrow() -> str:
    async with demo(_NARROW) as stage:
        stage.app.theme = "kinescope-light"
        await stage.press("j", "j", "j")
        return await _taken(stage)


async def _sign_in() -> str:
    client_factory = ClientFactory(Profile("acme", DEFAULT_BASE_URL), clock=TurnedClock(_NOW))
    sign_in = SignIn(client_factory, _NoTokens())
    async with staged(sign_in, _NARROW) as stage:
        return await _taken(stage)


class _NoTokens(TokenStore):
    """A keyring without a token, whatever this computer's holds."""

    async def read(self, profile: str, base_url: str) -> Token | None:
        """Return nothing."""
        del profile, base_url
        return None


_SINGLE = {
    "videos": _videos,
    "tour": _tour,
    "video": _video,
    "search": _search,
    "filters": _filters,
    "sort": _sort,
    "export": _export,
    "json": _json,
    "live-events": _live_events,
    "help": _help,
    "analytics": _analytics,
    "range": _range,
    "copy": _copy,
    "problem": _problem,
    "narrow": _narrow,
    "sign-in": _sign_in,
    "million": _million,
}
# One after the other in one run of the app: to start it takes longer than to go on.
_IN_ONE_RUN = {
    ("billing", "invoice", "usage"): _bills,
    ("drill", "report"): _day_and_report,
    ("requests", "request"): _requests,
    ("group", "audit"): _group_and_audit,
}
DEAR = {"million"}
"""They take minutes, and are drawn when they are named."""

RUNS = [*((name,) for name in _SINGLE), *_IN_ONE_RUN]
"""What is drawn by each run of the app."""


async def drawn(names: tuple[str, ...]) -> Pictures:
    """Return the pictures of one of the runs."""
    if names in _IN_ONE_RUN:
        return await _IN_ONE_RUN[names]()
    return {name: await _SINGLE[name]() for name in names}


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    known = {name for run in RUNS for name in run}
    if unknown := set(sys.argv[1:]) - known:
        sys.exit(f"no such picture: {', '.join(sorted(unknown))}")
    named = set(sys.argv[1:]) or known - DEAR
    for run in RUNS:
        if named.intersection(run):
            for name, text in asyncio.run(drawn(run)).items():
                (FOLDER / f"{name}.svg").write_text(text)
