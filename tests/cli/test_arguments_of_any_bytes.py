"""A letter of another encoding in an argument is told as what it is, and ends no command."""

import pytest
from command_line import ask
from scripted_server import ScriptedServer, page

from kinescope_tui.api.exchange import target
from kinescope_tui.resources.endpoint import target_of

BYTE = "\udcff"
"""What Python makes of an argument's byte 0xFF."""


@pytest.mark.parametrize(
    "words",
    [
        ("videos", "--project", BYTE),
        ("videos", "--order", BYTE),
        ("analytics", "--video", BYTE),
        ("wait", BYTE),
    ],
    ids=" ".join,
)
def test_it_is_told(scripted: ScriptedServer, words: tuple[str, ...]) -> None:
    scripted.script = [page()]
    ended = ask(scripted, *words)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 2
    assert "could not be written" in ended.output


def test_any_query_has_a_target() -> None:
    query = (("a", BYTE), ("b[]", "x,y"))
    assert target("/v1/a", query) == "/v1/a?a=%3F&b[]=x,y"
    assert target_of("/v1/a", query).startswith("/v1/a?a=%3F&")
