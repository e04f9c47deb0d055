"""What may be typed after `:` is told while it is typed, and nothing that is taken is left out."""

import ast
from pathlib import Path

import pytest

import kinescope_tui
from kinescope_tui.resources.line_commands import COMMANDS, told_of
from kinescope_tui.resources.places import all_places, find_place

PACKAGE = Path(kinescope_tui.__file__).parent


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (":gro", "group FIELD  group the index"),
        ("group ", "group FIELD  group the index"),
        ("sql SELECT 1", "sql SELECT …  query the index"),
        ("audit", "audit  public, duplicate"),
        ("Web", "webhooks  "),
        ("p", ""),  # players, playlists, profile …
        ("nothing of that", ""),
        ("", ""),
        ("42", ""),
    ],
)
def test_a_word_is_told_once_it_can_be_no_other(typed: str, told: str) -> None:
    assert told_of(typed).startswith(told)
    assert bool(told_of(typed)) is bool(told)


def test_every_word_that_is_taken_is_told() -> None:
    """What the runner and the screens know by name is in the register, and the other way round."""
    runner = (PACKAGE / "app" / "command_runner.py").read_text()
    taken = {"sort"}
    for node in ast.walk(ast.parse(runner)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            taken |= {str(k.value) for k in node.value.keys if isinstance(k, ast.Constant)}
    for screen in (PACKAGE / "screens").glob("*.py"):
        for node in ast.walk(ast.parse(screen.read_text())):
            if isinstance(node, ast.MatchClass) and ast.unparse(node.cls) == "GoToPlace":
                first = node.patterns[0]
                if isinstance(first, ast.MatchValue) and isinstance(first.value, ast.Constant):
                    taken.add(str(first.value.value))
    assert len(taken) > 15
    taken.discard("")  # what a line begins with
    listed = {command.name for command in COMMANDS}
    assert {word for word in taken - {"q", "keys"} if word not in listed} == set()
    assert {word for word in listed - taken if find_place(word) is None} == set()
    assert all(command.help for command in COMMANDS)
    assert all(place.help for place in all_places().values())
