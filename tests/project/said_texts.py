"""The texts in the program's own source, read once for all that look through them."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Text(NamedTuple):
    """A text that is no docstring, and the line where it stands."""

    line: int
    value: str


@cache
def texts_in(module: Path) -> list[Text]:
    """Return the texts of a module, the pieces of those with values in them too."""
    texts: list[tuple[ast.Constant, str]] = []
    silent: set[ast.expr] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr):
            silent.add(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append((node, node.value))
    return [Text(node.lineno, value) for node, value in texts if node not in silent]
