"""Classes stay small enough to be read at once."""

import ast
from pathlib import Path

import kinescope_tui

MOST = 36


def methods(found: ast.ClassDef) -> set[str]:
    """The names of a class's own methods; a property that can be set is one."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {member.name for member in found.body if isinstance(member, kinds)}


def test_no_class_has_more_methods_than_anybody_keeps_in_mind() -> None:
    files = Path(kinescope_tui.__file__).parent.rglob("*.py")
    sources = (file.read_text(encoding="utf-8") for file in files)
    trees = (ast.parse(source) for source in sources if source.count("def ") > MOST)
    classes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert {found.name for found in classes if len(methods(found)) > MOST} == set()
