"""Draws every place and dialog at every size and in every theme, to be looked at in sheets.

Beside the pictures it writes how much of each screen is blank: emptiness is what a wide terminal
must not be for.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from stage import Stage
from terminal_picture import blank_share

from kinescope_tui.demo.faults import Fault
from kinescope_tui.themes import THEMES
from screenshots import demo

SIZES = ((40, 10), (60, 20), (80, 24), (120, 34), (120, 40), (140, 40), (200, 60))
_PLAIN = (120, 34)  # where themes are compared
_BACK = ("escape",) * 6

# Each from Videos; a word behind a colon is a command.
LOOKS: dict[str, Sequence[str]] = {
    "videos": (), "preview": ("p",), "tree": ("b",), "filters": ("b", "f"), "sort-levels": ("z",),
    "views": ("F",), "columns": ("C",), "copy": ("y",), "export": ("e",), "help": ("?",),
    "search": ("/", *"SDK"), "nothing": ("/", *"zzzqq"), "command-line": (":",),
    "palette": ("ctrl+p",), "theme": (":theme",), "drawer": ("`",), "video": ("enter",),
    **{f"video-{n}": ("enter", *["]"] * n) for n in range(1, 9)},
    "analytics": ("2",), "analytics-before": ("2", "c"), "analytics-table": ("2", "T"),
    "analytics-range": ("2", "t"), "bucket": ("2", "left", "enter"), "report": ("2", "v"),
    "billing": ("3",), "invoice": ("3", "j", "enter"), "usage": ("3", "u"), "csv": ("3", "c"),
    "requests": ("4",), "request": ("4", "enter"), "settings": ("5",),
    **{f"settings-{n}": ("5", "]") for n in range(1, 6)},
    "projects": (":projects",), "playlists": (":playlists",), "live-events": (":live-events",),
    "live-event": (":live-events", "enter"), "tags": (":tags",), "players": (":players",),
    "access-tokens": (":access-tokens",), "moderators": (":moderators",),
    "speak-rooms": (":speak-rooms",), "file-requests": (":file-requests",),
    "messages": (":nowhere", "ctrl+o"), "bundle": ("y", "s"), "new-view": ("F", "a"),
    "inbox": ("0",), "workspaces": (":workspaces",), "audits": (":audit",),
    "get": (":get /v1/tags",), "get-thing": (":get /v1/dictionaries/timezones",),
}  # fmt: skip
FAULTY: dict[str, tuple[str, Sequence[str]]] = {
    "problem-422": ("422", ("r",)), "problem-403": ("403", ("r",)), "problem-500": ("500", ("r",)),
    "unauthorized": ("401", ("r",)), "web-page": ("html", ("r",)),
    "no-analytics": ("500", ("2", "r")), "no-invoices": ("403", ("3", "r")),
    "no-video": ("404", ("enter",)),
}  # fmt: skip


async def looks(size: tuple[int, int], theme: str = "") -> AsyncIterator[tuple[str, Stage]]:
    """Yield each look's name while it stands on the screen."""
    async with demo(size) as stage:
        if theme:
            stage.app.theme = theme
        for name, keys in LOOKS.items():
            await _go(stage, keys)
            yield name, stage
            await _go(stage, (*_BACK, "1"))
        for name, (fault, keys) in FAULTY.items():
            stage.faults.append(Fault.parse(fault))
            await _go(stage, keys)
            yield name, stage
            stage.faults.clear()
            await _go(stage, (*_BACK, "1", "r"))


async def _go(stage: Stage, keys: Sequence[str]) -> None:
    for key in keys:
        is_command = key.startswith(":") and len(key) > 1
        await stage.press(*((*key, "enter") if is_command else (key,)))
        stage.clock.turn(1.0)
    await stage.settle()


async def draw(folder: Path) -> None:
    """Write all pictures into a folder, and beside them how much of each is blank."""
    shares: dict[str, dict[str, float]] = {}
    views = [(size, "") for size in SIZES] + [(_PLAIN, theme.name) for theme in THEMES]
    for size, theme in views:
        at = f"{size[0]}x{size[1]}{f'-{theme}' if theme else ''}"
        async for name, stage in looks(size, theme):
            (folder / f"{name}@{at}.svg").write_text(stage.picture)
            shares.setdefault(name, {})[at] = blank_share(stage.strips)
        print(f"{at} …", flush=True)  # noqa: T201 - a chore tells how far it is
    titles = [f"{width}x{height}" for width, height in SIZES]
    lines = ["\t".join(["place", *titles])]
    lines += [
        "\t".join([n, *(f"{row.get(t, 0):.0%}" for t in titles)]) for n, row in shares.items()
    ]
    (folder / "blank.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "looks")
    target.mkdir(exist_ok=True)
    asyncio.run(draw(target))
