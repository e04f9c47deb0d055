"""Textual's private parts may go with any release: the program starts without each of them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("termios")  # elsewhere there is another driver

PACKAGE = Path(__file__).parent.parent.parent / "kinescope_tui"
TOOLKIT = {"textual", "rich"}
# Who imports it has another way on: see `KinescopeApp.get_driver_class` and `draw_lines`.
_MAY_BE = re.compile(r"^\s*from (?:textual|rich)\b[^\n]*(?:\b_|drivers|\()", re.MULTILINE)
GUARDED_BY_WHO_IMPORTS = {"terminal/driver.py", "terminal/line_compositor.py"}


def _is_private(module: str, names: list[ast.alias]) -> bool:
    first, *parts = module.split(".")
    told = [*parts, *(alias.name for alias in names)]
    # Drivers are imported where Textual finds that there is a terminal of their kind.
    return first in TOOLKIT and any(part.startswith("_") or part == "drivers" for part in told)


def _private_imports(tree: ast.Module) -> list[ast.ImportFrom]:
    """Return imports at run time of what is private, but for those that may fail."""
    guarded: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_try = isinstance(node, ast.Try) and "ImportError" in ast.dump(node)
        is_with = isinstance(node, ast.With) and "ImportError" in ast.dump(node.items[0])
        is_typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if is_try or is_with or is_typing:
            guarded.update(ast.walk(node))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and _is_private(node.module or "", node.names)
        and node not in guarded
    ]


def test_nothing_private_of_the_toolkit_is_imported_without_a_way_on() -> None:
    sources = {file: file.read_text() for file in PACKAGE.rglob("*.py")}
    found = {
        str(file.relative_to(PACKAGE)): [ast.unparse(node) for node in nodes]
        for file, source in sources.items()
        if _MAY_BE.search(source) and (nodes := _private_imports(ast.parse(source)))
    }
    assert set(found) <= GUARDED_BY_WHO_IMPORTS, found


def test_the_app_is_there_without_them() -> None:
    code = """
from textual import _parser, _styles_cache, _xterm_parser, app
from textual.drivers import linux_driver
del _parser.Read1, _styles_cache.StylesCache, _xterm_parser.XTermParser
from kinescope_tui.app import KinescopeApp
from kinescope_tui.terminal import garbage
garbage.collect_if_worth_it()
print(KinescopeApp.get_driver_class(KinescopeApp.__new__(KinescopeApp)).__name__)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.stdout.split() == ["LinuxDriver"], told.stderr
