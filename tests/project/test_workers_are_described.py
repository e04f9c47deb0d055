"""Textual describes work that has no description by all that it is given, answers of 10 MB too."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent / "kinescope_tui"


def _described(method: ast.AsyncFunctionDef) -> Iterator[bool]:
    """Yield for a worker with parameters whether it is described."""
    parameters = [*method.args.args[1:], *method.args.kwonlyargs]
    for decorator in method.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = call.func if call is not None else decorator
        if parameters and isinstance(name, ast.Name) and name.id == "work":
            told = {one.arg: one.value for one in call.keywords} if call is not None else {}
            description = told.get("description")
            yield isinstance(description, ast.Constant) and bool(description.value)


def test_work_with_parameters_is_described() -> None:
    sources = {file: file.read_text() for file in PACKAGE.rglob("*.py")}
    found = {
        f"{file.stem}.{method.name}": is_described
        for file, source in sources.items()
        if "@work" in source
        for method in ast.walk(ast.parse(source))
        if isinstance(method, ast.AsyncFunctionDef)
        for is_described in _described(method)
    }
    assert len(found) > 10
    assert [name for name, is_described in found.items() if not is_described] == []
