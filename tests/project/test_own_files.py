"""The documentation lists all files that the program writes by itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from documentation import own_files

PACKAGE = Path(__file__).parents[2] / "kinescope_tui"
# A folder for reports, what the user writes, and what is gone with the session.
OTHERS = {"faults", "config.toml", "index.sqlite"}


def names_in(tree: ast.AST, known: dict[str, str]) -> Iterator[str]:
    """Yield the beginnings of names that are given to files: `folder / f"views-{profile}.json"`."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Div(), right=name):
                pass
            case ast.Call(func=ast.Attribute(attr="with_name"), args=[name]):
                pass
            case _:
                continue
        match name:
            case (
                ast.Constant(value=str(text))
                | ast.JoinedStr(values=[ast.Constant(value=str(text)), *_])
            ):
                yield text
            case ast.Name(id=constant) if constant in known:
                yield known[constant]


def constants_in(tree: ast.Module) -> dict[str, str]:
    """Return the names of a module that stand for a text."""
    found = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = text
    return found


def test_all_files_of_the_program_are_in_the_table() -> None:
    files = [*(PACKAGE / "services").rglob("*.py"), *(PACKAGE / "cli").rglob("*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    found = {name for tree in trees for name in names_in(tree, constants_in(tree))}
    assert {name for name in found if re.match(r"\w", name)} - OTHERS == own_files()
