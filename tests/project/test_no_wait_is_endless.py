"""What tests wait for comes, or they fail: see `patience.until`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import until

TESTS = Path(__file__).parent.parent
WAITS = {"sleep", "pause", "read"}


def names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    found = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    return {one.id for one in found if isinstance(one.ctx, context)}


def waits(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in WAITS
    return isinstance(node, ast.Await)


def endless(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of loops that wait, and neither count nor read to the end."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.While) and any(map(waits, ast.walk(loop))):
            counted = {name for line in loop.body for name in names(line, ast.Store)}
            reads = isinstance(loop.test, ast.NamedExpr)
            if not reads and not counted & names(loop.test, ast.Load):
                yield loop.lineno


def test_no_loop_of_a_test_waits_without_a_limit() -> None:
    sources = {file: file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py")}
    found = {
        f"{file.relative_to(TESTS)}:{line}"
        for file, source in sources.items()
        if "while " in source
        for line in endless(ast.parse(source))
    }
    assert found == set(), "for _ in until(...)"


def test_what_does_not_come_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patience.PATIENCE_S", 0.0)
    with pytest.raises(pytest.fail.Exception, match="did not come: the rest"):
        for _ in until(lambda: False, lambda: "the rest"):
            pass
    assert list(until(lambda: True)) == []
