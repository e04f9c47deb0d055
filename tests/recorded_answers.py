"""Answers that Kinescope's documents show, by the path that gives them."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scripted_server import ScriptedServer, answer

ANSWERS: dict[str, Any] = json.loads(
    Path(__file__).with_name("recorded_answers.json").read_text("utf-8")
)
"""The answers; what lets somebody in is replaced, and a second one of a path has a number."""

NO_SUCH = answer({"error": {"code": 404404, "message": "no such entity"}}, "404 Not Found")
_PATHS = {
    re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))): answer(said)
    for path, said in ANSWERS.items()
}


def target_of(path: str) -> str:
    """Return what asks for a recorded answer."""
    return re.sub(r"\{(\w+)\}", r"a-\1", path.partition(" ")[0])


def serve_recorded(server: ScriptedServer) -> None:
    """Let a server give the recorded answers from now on, and say of all else that it is not."""

    def say(writer: asyncio.StreamWriter) -> Any:
        path = urlsplit(server.requests[-1].target).path
        found = (said for form, said in _PATHS.items() if form.fullmatch(path))
        writer.write(next(found, NO_SUCH))
        return writer.drain()

    server.script = [[say]]
